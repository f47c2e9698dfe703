import { child } from '../json-schema/pointer.ts';
import type { Json } from '../util/json.ts';

/** A part of a value that JSON cannot express. */
export interface NotJson {
  readonly pointer: string;
  /** `a Date`, `a function`. */
  readonly what: string;
}

const mostReported = 20;

/**
 * A value of a test as the JSON that a vendor would send, and what in it is no JSON. A property that is undefined counts
 * as absent, as `JSON.stringify` has it; nothing else is converted: that a `Date` is not a text shall be seen.
 */
export function asJson(value: unknown): { readonly json: Json; readonly problems: readonly NotJson[] } {
  const problems: NotJson[] = [];
  try {
    return { json: copy(value, '', [], problems) ?? null, problems };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { json: null, problems: [{ pointer: '', what: 'nested too deeply' }] };
  }
}

function copy(value: unknown, pointer: string, holders: readonly object[], problems: NotJson[]): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const report = (what: string): undefined => {
    if (problems.length < mostReported) problems.push({ pointer, what });
    return undefined;
  };
  if (typeof value !== 'object') return report(nameOf(value));
  if (holders.includes(value)) return report('a reference to what it stands in');
  const within = [...holders, value];
  if (Array.isArray(value)) {
    return Array.from(value, (item: unknown, index) => copy(item, child(pointer, index), within, problems) ?? null);
  }
  if (!isPlain(value)) return report(nameOf(value));
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => [name, copy(member, child(pointer, name), within, problems)] as const)
    .filter((member): member is readonly [string, Json] => member[1] !== undefined);
  return Object.fromEntries(members);
}

/** Also of another realm: test runners have several. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    const { constructor } = value as { readonly constructor?: { readonly name?: unknown } };
    return typeof constructor?.name === 'string'
      ? `an object of the class ${constructor.name}`
      : 'an object of a class';
  }
  if (typeof value === 'number' || value === undefined) return String(value);
  return `a ${typeof value}`;
}
