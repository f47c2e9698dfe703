/** The tables of contradictions on the pages of vendors: from `x-contradictions` of each vendor's newest contract. */
import { loadContractSync } from '../../src/asyncapi/load-contract.ts';
import type { Contradiction } from '../../src/asyncapi/model.ts';
import { shippedContracts } from '../../src/checks/targets.ts';
import { withGeneratedPart } from './generated-docs.ts';

/** Texts of the vendors' pages by path. */
export function vendorDocs(): [file: string, text: () => string][] {
  const newest = new Map(
    shippedContracts()
      .toReversed()
      .map(({ vendor, file }) => [vendor, file]),
  );
  return [...newest].map(([vendor, document]) => {
    const file = `docs/vendors/${vendor}.md`;
    const { contract } = loadContractSync(document);
    if (contract === undefined) throw new Error(`${document} cannot be loaded.`);
    return [file, withGeneratedPart(file, 'contradictions', table(contract.contradictions))];
  });
}

function table(contradictions: readonly Contradiction[]): string {
  const rows = contradictions.map(
    ({ one, other = '', decision }) => `| ${[one, other, decision].map(cell).join(' | ')} |\n`,
  );
  return `| one side | other side | decision |\n|---|---|---|\n${rows.join('')}`;
}

function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}
