import { isObject, own } from '../util/json.ts';
import type { JsonObject } from '../util/json.ts';

/** The member `record` of a line that says more than the delivery: what a gateway or a redaction wrote down beside it; docs/captures.md describes it. */
export interface RecordDetails {
  readonly remote?: string;
  readonly verdict: 'accepted' | 'deviates' | 'unknown' | 'not-judged';
  readonly reasons?: readonly string[];
  readonly signature: {
    readonly state: 'valid' | 'wrong' | 'not-checked' | 'none';
    readonly secret?: string;
    readonly reason?: string;
  };
  readonly withheld?: readonly string[];
  readonly duplicateOf?: string;
  readonly retryOf?: string;
  readonly answer?: {
    readonly status?: number;
    readonly by: 'receiver' | 'gateway';
    readonly duration: number;
    readonly failure?: 'refused' | 'timeout' | 'broken';
  };
  readonly delivery?: 'held' | 'delivered' | 'failed';
  readonly redactions?: readonly {
    readonly at: string;
    readonly places: readonly string[];
    readonly more?: number;
    readonly attestedBefore?: string;
  }[];
  readonly attestation?: { readonly key: string; readonly signature: string; readonly proof?: string };
}

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string' && value.length <= 10_000;
const texts: Check = (value) => Array.isArray(value) && value.length <= 10_000 && value.every(text);
const count: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const oneOf =
  (...known: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && known.includes(value);

const shapes: Readonly<Record<keyof RecordDetails, Check>> = {
  remote: text,
  verdict: oneOf('accepted', 'deviates', 'unknown', 'not-judged'),
  reasons: texts,
  signature: (value) =>
    hasOnly(value, { state: oneOf('valid', 'wrong', 'not-checked', 'none'), secret: text, reason: text }, ['state']),
  withheld: texts,
  duplicateOf: text,
  retryOf: text,
  answer: (value) =>
    hasOnly(
      value,
      {
        status: count,
        by: oneOf('receiver', 'gateway'),
        duration: count,
        failure: oneOf('refused', 'timeout', 'broken'),
      },
      ['by', 'duration'],
    ),
  delivery: oneOf('held', 'delivered', 'failed'),
  redactions: (value) =>
    Array.isArray(value) &&
    value.every((one) =>
      hasOnly(one, { at: text, places: texts, more: count, attestedBefore: text }, ['at', 'places']),
    ),
  attestation: (value) => hasOnly(value, { key: text, signature: text, proof: text }, ['key', 'signature']),
};

/** What is wrong with the member `record`, as the end of a sentence; undefined when it can be used. */
export function wrongDetails(value: unknown): string | undefined {
  if (!isObject(value)) return 'is not an object';
  const wrong = Object.keys(value).find((key) => own<Check>(shapes, key)?.(value[key]) !== true);
  if (wrong !== undefined)
    return Object.hasOwn(shapes, wrong)
      ? `has a wrong \`${wrong}\``
      : `has a member \`${wrong}\` that is none of a record`;
  const missing = ['verdict', 'signature'].find((key) => !Object.hasOwn(value, key));
  return missing === undefined ? undefined : `has no \`${missing}\``;
}

function hasOnly(value: unknown, members: Readonly<Record<string, Check>>, required: readonly string[]): boolean {
  if (!isObject(value)) return false;
  const object: JsonObject = value;
  return (
    required.every((key) => Object.hasOwn(object, key)) &&
    Object.keys(object).every((key) => own(members, key)?.(object[key]) === true)
  );
}
