/** The tables of contradictions on the pages of vendors: from `x-contradictions` of each vendor's newest contract. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadContractSync } from '../../src/asyncapi/load-contract.ts';
import type { Contradiction } from '../../src/asyncapi/model.ts';
import { shippedContracts } from '../../src/checks/targets.ts';

const root = join(import.meta.dirname, '../..');
const part = /(<!-- contradictions: generated -->\n)[\s\S]*?(<!-- \/contradictions -->)/;

/** Texts of the vendors' pages by path. */
export function vendorDocs(): [file: string, text: string][] {
  const newest = new Map(
    shippedContracts()
      .toReversed()
      .map(({ vendor, file }) => [vendor, file]),
  );
  return [...newest].map(([vendor, document]) => {
    const file = `docs/vendors/${vendor}.md`;
    const page = readFileSync(join(root, file), 'utf8');
    if (!part.test(page)) throw new Error(`${file} has no place for the contradictions.`);
    const { contract } = loadContractSync(document);
    if (contract === undefined) throw new Error(`${document} cannot be loaded.`);
    return [file, page.replace(part, (_, start: string, end: string) => start + table(contract.contradictions) + end)];
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
