import { loadContractText } from '../asyncapi/load-contract.ts';
import type { LoadedContract } from '../asyncapi/load-contract.ts';
import { outwardReferences } from '../asyncapi/outward-references.ts';
import { report } from '../asyncapi/report.ts';
import { referenceOutside } from '../asyncapi/rules/input.ts';
import type { Finding } from '../findings/finding.ts';
import { compareFindings } from '../findings/order.ts';
import type { Json } from '../util/json.ts';
import { compileContract } from './checked-contract.ts';
import type { CheckedContract } from './checked-contract.ts';
import { checkExamples } from './examples.ts';
import { lintContract } from './lint/all.ts';
import type { ExampleReport } from './result.ts';

/** What a check says of a document that is no file. */
export interface DocumentReport {
  /** Undefined when the contract could not be built. */
  readonly checked: CheckedContract | undefined;
  readonly examples: readonly ExampleReport[];
  readonly findings: readonly Finding[];
}

/** How findings name the two parts. */
export const documentFile = 'asyncapi.json';
export const scenariosFile = 'scenarios.yaml';

/** The text of a document by which findings count lines. */
export function documentText(document: Json): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/**
 * Checks a contract that is one document, and its scenarios, as `counterfoil check` does with files: form, schemas, lint
 * rules, examples. Nothing outside of it is read; a reference to anything else is an error, wherever it stands.
 */
export async function checkDocument(document: Json, scenarios: Json | undefined): Promise<DocumentReport> {
  const loaded = loadContractText(documentText(document), documentFile);
  const outward = reportOutward(document, loaded);
  const { contract, findings } = loaded;
  if (contract === undefined)
    return { checked: undefined, examples: [], findings: [...findings, ...outward].toSorted(compareFindings) };
  const compiled = compileContract(contract, loaded.document, documentFile);
  const examples = checkExamples(compiled.checked, 'tolerant');
  const isSound = [...compiled.findings, ...outward].every(({ severity }) => severity !== 'error');
  const all = [
    ...findings,
    ...outward,
    ...compiled.findings,
    ...lintContract({ contract, document: loaded.document }, []),
    ...examples.findings,
    ...(isSound && scenarios !== undefined ? await scenarioFindings(compiled.checked, scenarios) : []),
  ];
  return { checked: compiled.checked, examples: examples.reports, findings: all.toSorted(compareFindings) };
}

/** References that lead outside where none is followed: tools of others would. */
function reportOutward(document: Json, { findings, document: { origin } }: LoadedContract): Finding[] {
  const known = new Set(findings.map(({ place }) => place.pointer));
  return outwardReferences(document)
    .filter(({ pointer }) => !known.has(`${pointer}/$ref`))
    .map(({ reference, pointer }) =>
      report(referenceOutside, `"${reference}" leads out of the document.`, {
        ...origin(pointer),
        file: documentFile,
        pointer: `${pointer}/$ref`,
      }),
    );
}

async function scenarioFindings(
  { contract, validator }: CheckedContract,
  scenarios: Json,
): Promise<readonly Finding[]> {
  const { checkScenarios } = await import('../simulator/check-scenarios.ts');
  return checkScenarios(contract, documentText(scenarios), scenariosFile, validator);
}
