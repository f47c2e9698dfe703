import type { ContractDocument } from '../asyncapi/contract-document.ts';
import { loadContract } from '../asyncapi/load-contract.ts';
import type { Contract } from '../asyncapi/model.ts';
import { identify } from '../deliveries/identify.ts';
import type { IdentifyResult } from '../deliveries/identify-result.ts';
import type { Finding } from '../findings/finding.ts';
import { createValidator, type Validator } from '../json-schema/validate.ts';
import { leftOut } from './left-out.ts';
import { resolveTargets, shippedContracts } from './targets.ts';
import { noWatch, type RunContext } from './watch.ts';

/** What to identify, and against which contracts. Plain data: it is handed to a worker. */
export interface IdentifyOptions {
  readonly input: string | Uint8Array;
  /** Working folder, absolute. */
  readonly cwd: string;
  /** Contracts to ask, as for `resolveTargets`; the shipped ones when undefined. */
  readonly contracts: readonly string[] | undefined;
}

/** What the input is, and which contracts could not be asked. */
export interface IdentifyRun extends IdentifyResult {
  /** Errors of contracts that could not be loaded: they took no part. */
  readonly findings: readonly Finding[];
}

/**
 * Loads the contracts and asks each of them about every delivery in the input. Bad input is in the result, never thrown.
 *
 * @throws RunError when a contract that is named does not exist
 */
export async function runIdentify(
  { input, cwd, contracts }: IdentifyOptions,
  { watch, excluded }: RunContext = { watch: noWatch, excluded: new Map() },
): Promise<IdentifyRun> {
  const loaded: Contract[] = [];
  const paths = new Map<string, string>();
  const documents = new Map<string, ContractDocument>();
  const findings: Finding[] = [];
  const files = contracts === undefined ? shippedContracts().map(({ file }) => file) : resolveTargets(contracts, cwd);
  for (const path of files) {
    const reason = excluded.get(path);
    if (reason !== undefined) {
      findings.push(leftOut(path, cwd, reason));
      continue;
    }
    watch.enter(path);
    const { contract, document, findings: found } = await loadContract(path, { cwd });
    if (contract === undefined) findings.push(...found.filter(({ severity }) => severity === 'error'));
    else {
      loaded.push(contract);
      paths.set(contract.id, path);
      documents.set(contract.id, document);
    }
  }
  const validators = new Map<Contract, Validator>();
  const validatorOf = (contract: Contract): Validator => {
    watch.enter(paths.get(contract.id));
    const known = validators.get(contract) ?? createValidator(contract.schemas);
    validators.set(contract, known);
    return known;
  };
  const placeOfRule = (contract: string, schemaPointer: string): string => {
    const place = documents.get(contract)?.locateSchema(schemaPointer);
    return place === undefined ? schemaPointer : [place.file, place.line, place.column].filter(Boolean).join(':');
  };
  return { ...(await identify(input, loaded, validatorOf, placeOfRule)), findings };
}
