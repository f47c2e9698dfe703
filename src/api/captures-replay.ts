import { resolve } from 'node:path';
import { runReplay } from '../capture/replay/run-replay.ts';
import type { Replayed, ReplayResult } from '../capture/replay/run-replay.ts';
import { noState, openState } from '../capture/replay/state.ts';
import { RunError } from '../findings/run-error.ts';
import { DestinationError, readDestination } from '../sending/destination.ts';
import { SignatureSchemeError } from '../signatures/signature-scheme-error.ts';
import { withCaptures } from './captures-open.ts';
import type { CapturesOptions } from './captures-open.ts';

export type { ReplayResult };

export interface ReplayOptions extends CapturesOptions {
  /** URL that deliveries go to. */
  readonly to: string;
  /** Hosts that may be sent to beside this machine. */
  readonly allowedHosts?: readonly string[];
  /** The secret to sign with; needs `contracts`. The signatures that were captured are kept when absent. */
  readonly secret?: string;
  /** URL that is signed when the receiver was told another one than `to`. */
  readonly registeredUrl?: string;
  /** How many times as fast as they came; without pauses when Infinity. 1 when absent. */
  readonly speed?: number;
  /** Longest pause, in seconds. */
  readonly longestPause?: number;
  /** Most deliveries under way at a time; 1 when absent. */
  readonly parallel?: number;
  /** How long to wait for an answer, in seconds; 30 when absent. */
  readonly timeout?: number;
  /** File that says what has been replayed; it is made when there is none. */
  readonly resume?: string;
  readonly signal?: AbortSignal;
  readonly onAnswer?: (replayed: Replayed, sent: number) => void;
}

/**
 * Sends captures again: the same bytes, in the same order and at the same pace.
 *
 * @throws {RunError} as `withCaptures`; when the URL is not allowed, or scheme or secret cannot be used
 */
export async function replayCaptures(options: ReplayOptions): Promise<ReplayResult> {
  // What has been sent is told also when it is stopped.
  const { signal, ...captures } = options;
  const { to, allowedHosts, secret, registeredUrl, speed = 1, longestPause, parallel, timeout, resume } = captures;
  try {
    readDestination(to, allowedHosts);
  } catch (error) {
    if (error instanceof DestinationError) throw new RunError('usage', error.message, { help: error.help });
    throw error;
  }
  if (secret !== undefined && (captures.contracts ?? []).length === 0)
    throw new RunError('usage', 'A secret is given, and no contract says how the vendor signs.', {
      help: 'Name the contract: --contract <contract>.',
    });
  return withCaptures(captures, async ({ reader, judge, query, cwd }) => {
    const state = resume === undefined ? noState : openState(resolve(cwd, resume), to);
    try {
      return await runReplay(reader, {
        to,
        judge,
        query,
        state,
        ...(secret === undefined ? {} : { secret }),
        ...(registeredUrl === undefined ? {} : { registeredUrl }),
        ...(speed === Infinity ? {} : { speed }),
        ...(longestPause === undefined ? {} : { longestPause }),
        ...(parallel === undefined ? {} : { parallel }),
        ...(timeout === undefined ? {} : { timeout }),
        ...(signal === undefined ? {} : { signal }),
        ...(options.onAnswer === undefined ? {} : { onAnswer: options.onAnswer }),
      });
    } catch (error) {
      if (error instanceof SignatureSchemeError) throw new RunError('usage', `${error.message}.`);
      throw error;
    }
  });
}
