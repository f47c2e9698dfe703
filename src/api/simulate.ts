import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Contract } from '../asyncapi/model.ts';
import { defaultSizeLimit, readText } from '../asyncapi/read.ts';
import { RunError } from '../findings/run-error.ts';
import { readDestination, DestinationError } from '../sending/destination.ts';
import type { NoAnswer } from '../sending/send-delivery.ts';
import type { Finding } from '../findings/finding.ts';
import { SampleError } from '../json-schema/sample/sampler.ts';
import { createValidator } from '../json-schema/validate.ts';
import { SignatureSchemeError } from '../signatures/signature-scheme-error.ts';
import { captureLine } from '../simulator/capture-line.ts';
import { readTriedScenarios } from '../simulator/check-scenarios.ts';
import { deliveries } from '../simulator/deliveries.ts';
import type { SimulatedDelivery } from '../simulator/deliveries.ts';
import type { FaultRates } from '../simulator/faults.ts';
import { createPlan } from '../simulator/plan.ts';
import type { Plan } from '../simulator/plan.ts';
import { ScenarioError } from '../simulator/scope.ts';
import { sendAll } from '../simulator/send-all.ts';
import type { Outcome, SendSettings } from '../simulator/send-all.ts';
import { summarise } from '../simulator/summary.ts';
import type { SimulationSummary } from '../simulator/summary.ts';
import { loadContract } from './load-contract.ts';

export type { FaultRates, Outcome, SimulatedDelivery, SimulationSummary };

export interface SimulateOptions {
  /** The same seed, the same deliveries, byte for byte; 1 when absent. */
  readonly seed?: number | string;
  /** How many visitors are born; 100 when absent. */
  readonly visitors?: number;
  /** URL that deliveries are made and signed for; `http://127.0.0.1:3000/webhooks` when absent. */
  readonly url?: string;
  /** Secret shared with the receiver; unsigned when absent. */
  readonly secret?: string;
  /** The secret before the present one, for the fault `old-secret`. */
  readonly oldSecret?: string;
  /** Share of the deliveries with a planted fault, by kind, from 0 to 1. */
  readonly faults?: FaultRates;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

/** Scenarios that can be played any number of times. */
export interface Simulation {
  readonly contract: Contract;
  /**
   * The deliveries of one run, in the order of their virtual times.
   * @throws {RunError} when an option cannot be had
   */
  deliveries(options?: Omit<SimulateOptions, 'cwd'>): Generator<SimulatedDelivery, void, undefined>;
}

/**
 * Loads a contract with its scenarios.
 *
 * @param target an AsyncAPI document, a folder with one below it, or a shipped contract
 * @throws {RunError} when there is no such contract, or it has no scenarios that fit it
 */
export async function loadSimulation(target: string, options: { readonly cwd?: string } = {}): Promise<Simulation> {
  const plan = await loadPlan(target, resolve(options.cwd ?? ''));
  return { contract: plan.contract, deliveries: (settings = {}) => guarded(deliveries(plan, withDefaults(settings))) };
}

/**
 * What a vendor would deliver to a receiver: deliveries of many visitors, coherent with one another, on a virtual clock.
 * Nothing is sent.
 *
 * @param target as for `loadSimulation`
 * @throws {RunError} as for `loadSimulation`, or when an option cannot be had
 */
export async function* simulate(
  target: string,
  { cwd, ...options }: SimulateOptions = {},
): AsyncGenerator<SimulatedDelivery, void, undefined> {
  const simulation = await loadSimulation(target, cwd === undefined ? {} : { cwd });
  yield* simulation.deliveries(options);
}

export interface SendSimulationOptions extends SimulateOptions, SendSettings {
  /** URL that deliveries go to. */
  readonly url: string;
  /** URL that is registered with the vendor, for signatures that cover it; `url` when absent. */
  readonly registeredUrl?: string;
  /** Secret shared with the receiver; needed where the vendor signs. */
  readonly secret?: string;
  /** Hosts that may be sent to beside this machine. */
  readonly allowedHosts?: readonly string[];
}

/**
 * Plays a vendor's scenarios to a receiver.
 *
 * @param target as for `loadSimulation`
 * @throws {RunError} as for `simulate`, or when the URL is not allowed, the vendor signs and no secret is given, or nobody
 *   listens
 */
export async function sendSimulation(target: string, options: SendSimulationOptions): Promise<SimulationSummary> {
  const destination = readUrl(options);
  const plan = await loadPlan(target, resolve(options.cwd ?? ''));
  const { contract } = plan;
  if (contract.authentication.kind === 'signature' && options.secret === undefined) {
    throw new RunError('usage', `${contract.vendor} signs its deliveries, and no secret is given to sign with.`, {
      help: 'Put the secret that the receiver knows into an environment variable and name it: --secret-env NAME.',
    });
  }
  const settings = {
    ...withDefaults({ ...options, url: destination }),
    registeredUrl: options.registeredUrl,
    timestamp: () => Math.floor(Date.now() / 1000),
  };
  const sent = await sendAll(contract, guarded(deliveries(plan, settings)), options);
  if (sent.unreachable !== undefined) refuseReceiver(sent.unreachable, new URL(destination));
  return summarise(contract.id, sent);
}

function refuseReceiver({ isNoTls, message }: NoAnswer, { host }: URL): never {
  if (isNoTls === true) throw new RunError('input', `${message}.`, { help: 'Write http:// in --to.' });
  throw new RunError('input', `Nobody listens at ${host}.`, { help: 'Start the receiver, or correct --to.' });
}

/** What was written. */
export interface WrittenSimulation {
  readonly count: number;
  /** Whether it is unsigned though the vendor signs, because no secret was given. */
  readonly lacksSignatures: boolean;
}

/**
 * Writes the deliveries of a run as captures, one a line (docs/captures.md).
 *
 * @param target as for `loadSimulation`
 * @param options `out` is a file, or takes each line with its line break
 * @throws {RunError} as for `simulate`, or when the file cannot be written
 */
export async function writeSimulation(
  target: string,
  { out, cwd = '', ...options }: SimulateOptions & { readonly out: string | ((line: string) => unknown) },
): Promise<WrittenSimulation> {
  const { contract, deliveries: play } = await loadSimulation(target, { cwd });
  const lacksSignatures = contract.authentication.kind === 'signature' && options.secret === undefined;
  let count = 0;
  const writeAll = (write: (line: string) => unknown): void => {
    for (const delivery of play(options)) write(`${captureLine(contract, delivery, ++count)}\n`);
  };
  if (typeof out === 'string') writeFile(resolve(cwd, out), out, writeAll);
  else writeAll(out);
  return { count, lacksSignatures };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: ': there is no such folder',
  ENOTDIR: ': there is no such folder',
  EISDIR: ': it is a folder',
  EACCES: ': the system does not allow it',
  EROFS: ': the system does not allow it',
  ENOSPC: ': the disk is full',
};

function writeFile(path: string, name: string, work: (write: (line: string) => void) => void): void {
  let file: number | undefined;
  const guard = <Result>(step: () => Result): Result => {
    try {
      return step();
    } catch (error) {
      throw unwritable(name, error);
    }
  };
  try {
    const opened = guard(() => openSync(path, 'w'));
    file = opened;
    work((line) => guard(() => writeWhole(opened, line)));
  } catch (error) {
    // A pipe whose reader has seen enough, such as `head`, is no failure.
    if (!(error instanceof RunError && isClosedPipe(error.cause))) throw error;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** A pipe may take a part of a line only. */
function writeWhole(file: number, line: string): void {
  const bytes = Buffer.from(line);
  for (let done = 0; done < bytes.byteLength;) done += writeSync(file, bytes, done);
}

function unwritable(name: string, cause: unknown): RunError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const error = new RunError('input', `${name} cannot be written${reasons[code] ?? `: ${String(cause)}`}.`, {
    help: 'Name a file in a folder that is there and can be written to.',
  });
  error.cause = cause;
  return error;
}

function isClosedPipe(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EPIPE';
}

function readUrl({ url, allowedHosts }: SendSimulationOptions): string {
  try {
    readDestination(url, allowedHosts);
    return url;
  } catch (error) {
    if (error instanceof DestinationError) throw new RunError('usage', error.message, { help: error.help });
    throw error;
  }
}

function withDefaults({
  seed = 1,
  visitors = 100,
  url = 'http://127.0.0.1:3000/webhooks',
  ...others
}: SimulateOptions) {
  if (!Number.isSafeInteger(visitors) || visitors < 0) {
    throw new RunError('usage', `The number of visitors is ${visitors}.`, { help: 'Give a whole number.' });
  }
  const { secret, oldSecret, faults } = others;
  return { seed: String(seed), visitors, url, secret, oldSecret, faults };
}

async function loadPlan(target: string, cwd: string): Promise<Plan> {
  const { contract, findings } = await loadContract(target, { cwd });
  if (contract === undefined) {
    throw new RunError('input', `The contract "${target}" cannot be used.`, { findings });
  }
  if (contract.scenarios === undefined) {
    throw new RunError('usage', `The contract ${contract.id} has no scenarios.`, {
      help: 'Write scenarios.yaml beside its AsyncAPI document; docs/scenarios.md describes the format.',
    });
  }
  const unread: Finding[] = [];
  const text = readText(resolve(cwd, contract.scenarios), contract.scenarios, defaultSizeLimit, unread);
  const validator = createValidator(contract.schemas);
  const read = text === undefined ? undefined : readTriedScenarios(contract, text, contract.scenarios, validator);
  if (read?.scenarios === undefined) {
    const wrong = read?.findings ?? unread;
    throw new RunError('input', `The scenarios of ${contract.id} cannot be played.`, {
      findings: wrong,
      help: `Mend ${contract.scenarios}; docs/scenarios.md describes the format.`,
    });
  }
  return createPlan(contract, read.scenarios, { validator });
}

/** Expected failures in the course of a run, as those of the library. */
function* guarded(source: Generator<SimulatedDelivery>): Generator<SimulatedDelivery, void, undefined> {
  try {
    yield* source;
  } catch (error) {
    if (error instanceof ScenarioError || error instanceof SignatureSchemeError || error instanceof SampleError) {
      const help = error instanceof ScenarioError ? error.help : undefined;
      throw new RunError('usage', error.message, help === undefined ? {} : { help });
    }
    throw error;
  }
}
