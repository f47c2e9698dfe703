import { loadContract } from '../asyncapi/load-contract.ts';
import type { ContractEvent } from '../asyncapi/model.ts';
import { compileContract } from '../checks/checked-contract.ts';
import type { CheckedContract } from '../checks/checked-contract.ts';
import { checkExamples } from '../checks/examples.ts';
import type { CheckOptions } from '../checks/options.ts';
import type { Finding } from '../findings/finding.ts';
import { createSampler, SampleError } from '../json-schema/sample/sampler.ts';
import { displayPath } from '../util/display-path.ts';
import type { ContractCheck } from './contract-check.ts';
import { ContractCheckError, expectNone, failing } from './contract-check.ts';

/** A contract's document, read. */
export interface TestedDocument {
  /** As the user would type it. */
  readonly file: string;
  /** Undefined when the contract could not be built. */
  readonly checked: CheckedContract | undefined;
  readonly findings: readonly Finding[];
}

/** Reads a document and compiles the schemas of its contract; whatever is wrong with it is in the findings. */
export async function loadDocument(file: string, { cwd }: CheckOptions): Promise<TestedDocument> {
  const { contract, document, findings } = await loadContract(file, { cwd });
  const path = displayPath(file, cwd);
  if (contract === undefined) return { file: path, checked: undefined, findings };
  const compiled = compileContract(contract, document, file);
  return { file: path, checked: compiled.checked, findings: [...findings, ...compiled.findings] };
}

/** The checks of a contract: whether it can be used, its events, its examples. */
export function documentChecks({ file, checked, findings }: TestedDocument, plan: CheckOptions): ContractCheck[] {
  const group = checked?.contract.id ?? file;
  const wrong = failing(findings, plan);
  const usable = { group, name: 'can be used', check: () => expectNone(wrong, `The contract ${file}`) };
  if (checked === undefined) return [usable];
  const examples = failing(checkExamples(checked, plan.profile).findings, plan);
  return [
    usable,
    ...checked.contract.events.flatMap((event) => [
      { group, name: event.name, check: () => checkPayloads(checked, event) },
      ...event.examples.map(({ name }) => ({
        group,
        name: `${event.name}, example "${name}"`,
        check: () =>
          expectNone(
            examples.filter((finding) => finding.event === event.name && finding.example === name),
            `The example "${name}" of ${event.name}`,
          ),
      })),
    ]),
  ];
}

/** An event is sound when payloads of it exist: all of its schema can be fulfilled, and without drift. */
function checkPayloads({ contract, validator, payload }: CheckedContract, event: ContractEvent): void {
  if (payload(event.name) === undefined) {
    throw new ContractCheckError(`The payload schema of ${event.name} cannot be used: see "can be used".`);
  }
  try {
    const sampler = createSampler(validator, contract.schemas, event.payload);
    for (const optional of ['all', 'none', 0.5] as const) sampler.sample({ optional });
  } catch (error) {
    if (!(error instanceof SampleError)) throw error;
    throw new ContractCheckError(`${event.name} of ${contract.id}: ${error.message}`, { cause: error });
  }
}
