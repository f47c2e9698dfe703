import type { ContractEvent } from '../asyncapi/model.ts';
import { RunError } from '../findings/run-error.ts';
import { identifyEvent } from '../deliveries/identify-event.ts';
import { nearest } from '../util/nearest.ts';
import type { Json } from '../util/json.ts';
import { payloadOf } from './check-body.ts';
import { findEvent, SampleError } from './prepared-contract.ts';
import type { PreparedContract } from './prepared-contract.ts';
import { setValues } from './set-values.ts';
import type { Setting } from './set-values.ts';

/** Where a body comes from. */
export interface BodyOptions {
  /** The body itself, byte for byte, or a payload that is written as JSON without spaces. */
  readonly data?: Uint8Array | Json;
  /** When `data` is absent: a documented example, else (and when there is none) a sample. */
  readonly from?: 'example' | 'sample';
  /** Name of the documented example; the first one when absent. */
  readonly example?: string;
  /** What a sample is drawn by; 1 when absent. */
  readonly seed?: number | string;
  /** Values to be put into the payload. */
  readonly set?: readonly Setting[];
}

/** What is sent. */
export interface ChosenBody {
  readonly event: ContractEvent;
  readonly body: Uint8Array;
  /** In a few words: `documented example "placed"`, `sample of seed 1`, `own body`. */
  readonly origin: string;
}

/**
 * The body to send.
 *
 * @param name of the event; found by the body's own words when absent
 * @throws {RunError} when there is no such event or example, or a value cannot be set
 */
export function chooseBody(prepared: PreparedContract, name: string | undefined, options: BodyOptions): ChosenBody {
  const { contract, validator } = prepared;
  const { data, set = [] } = options;
  const event = name === undefined ? eventOf(prepared, data) : findEvent(contract, name);
  const { origin, ...made } = data === undefined ? makePayload(prepared, event, options) : { data, origin: 'own body' };
  if (set.length === 0) return { event, body: bytesOf(made.data), origin };
  const payload = made.data instanceof Uint8Array ? payloadOf(made.data) : made.data;
  if (payload === undefined) {
    throw new RunError('usage', 'Nothing can be set in the body: it is not JSON.', { help: 'Leave out --set.' });
  }
  const changed = setValues(payload, set, validator.compile(event.payload));
  return { event, body: bytesOf(changed), origin: `${origin}, changed at ${set.map(({ path }) => path).join(', ')}` };
}

function bytesOf(data: Uint8Array | Json): Uint8Array {
  return data instanceof Uint8Array ? data : new TextEncoder().encode(JSON.stringify(data));
}

function eventOf({ contract }: PreparedContract, data: BodyOptions['data']): ContractEvent {
  const payload = data instanceof Uint8Array ? payloadOf(data) : data;
  const found = payload === undefined ? undefined : identifyEvent(contract, payload, undefined).event;
  if (found !== undefined) return found;
  const names = contract.events.map((event) => event.name).join(', ');
  const isNoJson = data !== undefined && payload === undefined;
  const which = isNoJson ? 'The body is not JSON, so it names no event.' : `The body is of no event of ${contract.id}.`;
  const why = data === undefined ? 'Which event to send is not said.' : which;
  throw new RunError('usage', why, { help: `Name one after the contract: ${names}.` });
}

function makePayload(
  prepared: PreparedContract,
  event: ContractEvent,
  { from = 'example', example, seed = 1 }: BodyOptions,
): { readonly data: Json; readonly origin: string } {
  const { examples } = event;
  if (example !== undefined || (from === 'example' && examples.length > 0)) {
    const found = examples.find(({ name }) => name === (example ?? examples[0]?.name));
    if (found !== undefined) return { data: found.payload, origin: `documented example "${found.name}"` };
    const names = examples.map(({ name }) => name);
    const meant = nearest(example ?? '', names);
    throw new RunError('usage', `${event.name} has no documented example "${example}".`, {
      help: names.length === 0 ? '--from sample makes a payload.' : `It has ${names.join(', ')}.`,
      ...(meant === undefined ? {} : { help: `Did you mean "${meant}"? It has ${names.join(', ')}.` }),
    });
  }
  try {
    const none = from === 'example' ? 'no example is documented: ' : '';
    return { data: prepared.sample(event, { seed }), origin: `${none}sample of seed ${seed}` };
  } catch (error) {
    if (!(error instanceof SampleError)) throw error;
    throw new RunError('input', error.message, { help: 'Give a body of your own: --data <file>.' });
  }
}
