import { resolve } from 'node:path';
import { loadSoundContract } from '../checks/load-sound-contract.ts';
import { RunError } from '../findings/run-error.ts';
import type { ExtraHeader } from '../readiness/headers.ts';
import { prepareContract } from '../readiness/prepared-contract.ts';
import type { PreparedContract } from '../readiness/prepared-contract.ts';
import type { BuildOptions } from '../sending/build-delivery.ts';
import { DestinationError, readDestination } from '../sending/destination.ts';
import { SignatureSchemeError } from '../signatures/signature-scheme-error.ts';
import { onlyDocument } from './load-contract.ts';

/** A receiver, and how it knows the vendor. */
export interface ReceiverOptions {
  /** URL that deliveries go to. */
  readonly to: string;
  /** URL that is registered with the vendor, for signatures that cover it; `to` when absent. */
  readonly url?: string;
  /** The secret shared with the receiver. */
  readonly secret?: string;
  /** Name of the variable that the secret came from, which reports show in its place; `SECRET` when absent. */
  readonly secretName?: string;
  /** Headers that every delivery gets beside the contract's own. */
  readonly headers?: readonly ExtraHeader[];
  /** Hosts that may be sent to beside this machine. */
  readonly allowedHosts?: readonly string[];
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

/**
 * Loads a contract whose deliveries shall be sent, and sees that they can be.
 *
 * @throws {RunError} when the contract has errors, the URL is not allowed, or the vendor signs and no secret is given
 */
export async function openReceiver(
  target: string,
  { to, url, secret, allowedHosts, cwd }: ReceiverOptions,
): Promise<{ readonly prepared: PreparedContract; readonly build: BuildOptions }> {
  checkDestination(to, allowedHosts);
  const folder = resolve(cwd ?? '');
  const contract = await loadSoundContract(onlyDocument(target, folder), folder, refused);
  if (contract.authentication.kind === 'signature' && secret === undefined) {
    throw new RunError('usage', `${contract.vendor} signs its deliveries, and no secret is given to sign with.`, {
      help: 'Put the secret that the receiver knows into an environment variable and name it: --secret-env NAME.',
    });
  }
  const registered = url === undefined ? {} : { registeredUrl: url };
  const build = { url: to, ...registered, ...(secret === undefined ? {} : { secret }) };
  return { prepared: prepareContract(contract), build };
}

const refused = (file: string): string => `Nothing can be sent by ${file}`;

function checkDestination(to: string, allowedHosts: readonly string[] | undefined): void {
  try {
    readDestination(to, allowedHosts);
  } catch (error) {
    if (error instanceof DestinationError) throw new RunError('usage', error.message, { help: error.help });
    throw error;
  }
}

/**
 * What comes of work with a signature scheme.
 *
 * @throws {RunError} when scheme or secret cannot be used
 */
export function guardScheme<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof SignatureSchemeError) throw new RunError('usage', error.message);
    throw error;
  }
}
