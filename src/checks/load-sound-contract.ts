import { loadContract } from '../asyncapi/load-contract.ts';
import type { Contract } from '../asyncapi/model.ts';
import type { Finding } from '../findings/finding.ts';
import { compileContract } from './checked-contract.ts';
import type { CheckedContract } from './checked-contract.ts';
import { RunError } from '../findings/run-error.ts';

/**
 * Loads a contract to work with: one without errors whose schemas compile.
 *
 * @param path the AsyncAPI document, from `cwd` where it is relative
 * @param refusal what cannot be done, with the document's name: `No client can be generated from x.yaml`
 * @throws {RunError} `input`, with the errors as findings
 */
export async function loadSoundContract(
  path: string,
  cwd: string,
  refusal: (file: string) => string,
): Promise<Contract> {
  return (await loadCheckedContract(path, cwd, refusal)).contract;
}

/**
 * `loadSoundContract`, with the schemas compiled.
 *
 * @throws {RunError} as `loadSoundContract`
 */
export async function loadCheckedContract(
  path: string,
  cwd: string,
  refusal: (file: string) => string,
): Promise<CheckedContract> {
  const { contract, document, findings } = await loadContract(path, { cwd });
  const compiled = contract === undefined ? undefined : compileContract(contract, document, path);
  const errors = [...findings, ...(compiled?.findings ?? [])].filter(({ severity }) => severity === 'error');
  if (compiled !== undefined && errors.length === 0) return compiled.checked;
  throw unsoundContract(document.file, errors, refusal);
}

/** What is thrown for a contract with errors. */
export function unsoundContract(
  file: string,
  findings: readonly Finding[],
  refusal: (file: string) => string,
): RunError {
  return new RunError('input', `${refusal(file)}: it has errors.`, {
    findings,
    help: `counterfoil check ${file} says more.`,
  });
}
