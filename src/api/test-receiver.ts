import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { pulledContracts, shippedContracts } from '../checks/targets.ts';
import { RunError } from '../findings/run-error.ts';
import { loadConfig, type LoadedConfig } from '../config/load-config.ts';
import { invalidValue } from '../config/rules.ts';
import { report } from '../config/source.ts';
import { at, child } from '../json-schema/pointer.ts';
import type { Override } from '../readiness/cases.ts';
import { checkHeaders } from '../readiness/headers.ts';
import type { ReadinessResult } from '../readiness/result.ts';
import { checkCases, runReadiness } from '../readiness/run-readiness.ts';
import type { ReadinessSettings } from '../readiness/run-readiness.ts';
import { SignatureSchemeError } from '../signatures/signature-scheme-error.ts';
import { openReceiver } from './open-receiver.ts';
import type { ReceiverOptions } from './open-receiver.ts';
import { nearest } from '../util/nearest.ts';

export type { Override, ReadinessResult };

export interface TestReceiverOptions
  extends ReceiverOptions, Pick<ReadinessSettings, 'cases' | 'signal' | 'onProgress'> {
  /** An AsyncAPI document, a folder with one below it, or a shipped contract. */
  readonly contract: string;
  /** The secret before the present one, which a receiver knows too while a secret is changed. */
  readonly oldSecret?: string;
  /** Name of the variable that it came from; `OLD_SECRET` when absent. */
  readonly oldSecretName?: string;
  /** What is expected, by case, in place of what is usual. Wins over the configuration. */
  readonly overrides?: Readonly<Record<string, Override>>;
  /**
   * Configuration that overrides are read from, under `readiness.<vendor>`: a file, `true` for the nearest one upwards,
   * `false` for none; none when absent.
   */
  readonly config?: string | boolean;
  /** How long to wait for an answer, in seconds; as long as the vendor does when absent, or 10. */
  readonly timeout?: number;
  /** Most deliveries under way at a time, outside of the burst; 4 when absent. */
  readonly parallel?: number;
  /** Most bytes of a body that the receiver takes; 1 MiB when absent. */
  readonly limit?: number;
  /** How long the slow body takes, in seconds; 3 when absent. */
  readonly slow?: number;
  /** How many deliveries come at once; 50 when absent. */
  readonly burst?: number;
  /** What samples are drawn by; 1 when absent. */
  readonly seed?: number | string;
}

const mebibyte = 1024 * 1024;

/** What no receiver should take, where nobody says what yours takes. */
const tooLargeForAll = 32 * mebibyte;

/**
 * Asks a receiver whether it is ready for a vendor: sends it everything that the vendor may send, and what is not the
 * vendor's, and judges the answers.
 *
 * @throws {RunError} when the contract, an option or the configuration cannot be used, the URL is not allowed, a secret is
 *   missing, nobody listens, or the URL says https and the port speaks none
 */
export async function testReceiver(options: TestReceiverOptions): Promise<ReadinessResult> {
  const { headers = [], secretName = 'SECRET', limit = mebibyte, slow = 3, burst = 50, seed = 1 } = options;
  const { prepared, build } = await openReceiver(options.contract, options);
  const { contract } = prepared;
  checkHeaders(headers);
  const overrides = { ...configured(contract.vendor, options), ...options.overrides };
  const { oldSecret, cases, signal, onProgress } = options;
  checkCases({ overrides, ...(cases === undefined ? {} : { cases }) });
  await expectListener(new URL(options.to));
  try {
    return await runReadiness(prepared, {
      ...build,
      headers,
      secretName,
      oldSecretName: options.oldSecretName ?? 'OLD_SECRET',
      overrides,
      limit,
      tooLarge: options.limit === undefined ? tooLargeForAll : 2 * limit,
      slow,
      burst,
      seed: String(seed),
      run: randomUUID().slice(0, 8),
      timeout: options.timeout ?? contract.delivery.timeout ?? 10,
      parallel: options.parallel ?? 4,
      ...(oldSecret === undefined ? {} : { oldSecret }),
      ...(cases === undefined ? {} : { cases }),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  } catch (error) {
    if (error instanceof SignatureSchemeError) throw new RunError('usage', error.message);
    throw error;
  }
}

function configured(
  vendor: string,
  { config = false, cwd = '' }: TestReceiverOptions,
): Readonly<Record<string, Override>> {
  if (config === false) return {};
  const loaded = loadConfig(resolve(cwd), typeof config === 'string' ? config : undefined);
  const errors = loaded.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new RunError('usage', 'The configuration is wrong.', { findings: errors });
  if (Object.hasOwn(loaded.config.readiness, vendor)) return loaded.config.readiness[vendor] ?? {};
  refuseMistyped(vendor, loaded, resolve(cwd));
  return {};
}

/** Overrides of a vendor that nobody has a contract of, and whose name is nearly this one's, were meant for it. */
function refuseMistyped(vendor: string, { config, sources }: LoadedConfig, cwd: string): void {
  const known = new Set([...pulledContracts(cwd), ...shippedContracts()].map((contract) => contract.vendor));
  const strangers = Object.keys(config.readiness).filter(
    (name) => !known.has(name) && !existsSync(join(cwd, 'asyncapi', name)),
  );
  const mistyped = nearest(vendor, strangers);
  if (mistyped === undefined) return;
  const pointer = child('/readiness', mistyped);
  const source = sources.find(({ data }) => at(data, pointer) !== undefined);
  throw new RunError('usage', 'The configuration is wrong.', {
    findings:
      source === undefined
        ? []
        : [
            report(
              invalidValue,
              `There is no contract of ${mistyped}.`,
              source.place(pointer),
              `Did you mean ${vendor}?`,
            ),
          ],
  });
}

const longestWait = 10_000;

/**
 * Sees that somebody listens, before a run that would say of every delivery that nobody does.
 *
 * @throws {RunError} when nobody does
 */
async function expectListener({ hostname, port, protocol, host }: URL): Promise<void> {
  const { promise, resolve: settle } = Promise.withResolvers<string | undefined>();
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  const socket = connect({ host: hostname.replaceAll(/^\[|\]$/g, ''), port: number, timeout: longestWait });
  socket.once('connect', () => settle(undefined));
  socket.once('timeout', () => settle('it does not answer'));
  socket.once('error', (error: NodeJS.ErrnoException) =>
    settle(error.code === 'ENOTFOUND' ? 'there is no such host' : ''),
  );
  const reason = await promise;
  socket.destroy();
  if (reason === undefined) return;
  throw new RunError('input', `Nobody listens at ${host}${reason === '' ? '' : `: ${reason}`}.`, {
    help: 'Start the receiver, or correct --to.',
  });
}
