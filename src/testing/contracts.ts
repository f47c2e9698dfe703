import { resolve } from 'node:path';
import { loadContractSync } from '../asyncapi/load-contract.ts';
import type { Contract, ContractEvent } from '../asyncapi/model.ts';
import { RunError } from '../findings/run-error.ts';
import { resolveTargets, shippedContracts } from '../checks/targets.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Finding } from '../findings/finding.ts';
import { createSampler } from '../json-schema/sample/sampler.ts';
import type { Sampler } from '../json-schema/sample/sampler.ts';
import { createValidator } from '../json-schema/validate.ts';
import type { Validator } from '../json-schema/validate.ts';
import { nearest } from '../util/nearest.ts';
import { compareVersions } from '../util/versions.ts';
import { TestSetupError } from './setup-error.ts';
import type { ContractOptions, ContractReference } from './types.ts';

/** A contract, made ready for tests. */
export interface TestContract {
  readonly contract: Contract;
  /** Its document, absolute path. */
  readonly file: string;
  readonly validator: Validator;
  /** The same one each time. */
  samplerOf(event: ContractEvent): Sampler;
}

/**
 * Finds and loads the contract that a test names: a path (it holds a `/`, or ends as a document does), or a vendor, or a
 * vendor's version (`cafe`, `cafe@2`, `cafe@2.0.0`), first among those of the project's `counterfoil.yaml`, then among the
 * shipped ones; the newest that fits. Each file is loaded once.
 *
 * @throws {TestSetupError} when there is none, or it cannot be used
 */
export function findContract(reference: ContractReference, options: ContractOptions = {}): TestContract {
  const name = typeof reference === 'string' ? reference : reference.contract;
  const cwd = resolve(options.cwd ?? '');
  return isPath(name) ? byPath(name, cwd) : byName(name, cwd);
}

/**
 * The documents of all contracts that a name stands for, absolute paths: of a folder all that are in it, else the one that
 * `findContract` finds.
 *
 * @throws {TestSetupError} when there is none, or it cannot be used
 */
export function findDocuments(name: string, cwd: string): readonly string[] {
  return isPath(name) ? guarded(() => resolveTargets([name], cwd)) : [findContract(name, { cwd }).file];
}

function isPath(name: string): boolean {
  return /[\\/]|\.(?:ya?ml|json)$/i.test(name);
}

/**
 * The event called `name`.
 *
 * @throws {TestSetupError} when the contract has none
 */
export function findEvent({ contract }: TestContract, name: string): ContractEvent {
  const found = contract.events.find((event) => event.name === name);
  if (found !== undefined) return found;
  const names = contract.events.map((event) => event.name);
  const meant = nearest(name, names);
  throw new TestSetupError(
    `${contract.id} has no event "${name}".${meant === undefined ? '' : ` Did you mean "${meant}"?`} It has ${names.join(', ')}.`,
  );
}

function byPath(path: string, cwd: string): TestContract {
  const found = guarded(() => resolveTargets([path], cwd)).map((file) => load(file, cwd));
  const vendors = new Set(found.map(({ contract }) => contract.vendor));
  const [newest] = found.toSorted(newestFirst);
  if (newest !== undefined && vendors.size === 1) return newest;
  const ids = found.map(({ contract }) => contract.id);
  throw new TestSetupError(`"${path}" holds contracts of several vendors: ${ids.join(', ')}. Name the folder of one.`);
}

function byName(name: string, cwd: string): TestContract {
  const own = configured(cwd);
  const [chosen] = own.filter(({ contract }) => fits(name, contract)).toSorted(newestFirst);
  if (chosen !== undefined) return chosen;
  const shipped = shippedContracts();
  const file = shipped.find((contract) => fits(name, contract))?.file;
  if (file !== undefined) return load(file, cwd);
  const known = [...own.map(({ contract }) => contract), ...shipped];
  const meant = nearest(name, new Set(known.flatMap(({ vendor, id }) => [vendor, id])));
  throw new TestSetupError(
    `There is no contract "${name}".${meant === undefined ? '' : ` Did you mean "${meant}"?`} There are ${known.map(({ id }) => id).join(', ')}. One of your own is named by its path (with a "/"), or by its vendor when counterfoil.yaml lists it.`,
  );
}

function fits(name: string, { vendor, id }: { readonly vendor: string; readonly id: string }): boolean {
  return vendor === name || id === name || (name.includes('@') && id.startsWith(`${name}.`));
}

function newestFirst(one: TestContract, other: TestContract): number {
  return compareVersions(other.contract.version, one.contract.version);
}

/** The contracts that the nearest `counterfoil.yaml` lists. */
function configured(cwd: string): TestContract[] {
  const { config, findings, file } = loadConfig(cwd);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new TestSetupError(`${file ?? 'counterfoil.yaml'} is wrong:\n${listOf(errors)}`);
  return guarded(() => resolveTargets(config.contracts, cwd)).map((path) => load(path, cwd));
}

const loaded = new Map<string, TestContract>();

function load(file: string, cwd: string): TestContract {
  const known = loaded.get(file);
  if (known !== undefined) return known;
  const { contract, findings } = loadContractSync(file, { cwd });
  if (contract === undefined) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    throw new TestSetupError(`The contract ${file} cannot be used:\n${listOf(errors)}`);
  }
  const made = prepare(contract, file);
  loaded.set(file, made);
  return made;
}

function prepare(contract: Contract, file: string): TestContract {
  const validator = createValidator(contract.schemas);
  const samplers = new Map<string, Sampler>();
  return {
    contract,
    file,
    validator,
    samplerOf({ payload }) {
      const sampler = samplers.get(payload) ?? createSampler(validator, contract.schemas, payload);
      samplers.set(payload, sampler);
      return sampler;
    },
  };
}

const mostListed = 10;

function listOf(findings: readonly Finding[]): string {
  const lines = findings.slice(0, mostListed).map(({ message, place: { file, line } }) => {
    return `  ${file}${line === undefined ? '' : `:${line}`} ${message}`;
  });
  if (findings.length > lines.length) lines.push(`  ... and ${findings.length - lines.length} more`);
  return lines.join('\n');
}

/** An error of the library as one of the test, where it has an expected reason. */
export function asSetupError(error: unknown): unknown {
  if (!(error instanceof RunError)) return error;
  const text = [error.message, error.help].filter((part) => part !== undefined).join(' ');
  const places = error.findings.length === 0 ? '' : `\n${listOf(error.findings)}`;
  return new TestSetupError(text + places, { cause: error });
}

function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw asSetupError(error);
  }
}
