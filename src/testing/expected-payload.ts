import { parsePointer } from '../json-schema/pointer.ts';
import type { Violation } from '../json-schema/validate.ts';
import type { Json } from '../util/json.ts';
import type { EventCheck } from './check-event.ts';
import { expectedAndGot, missingProperty } from './describe-check.ts';

/**
 * The payload with what is wrong in it replaced by words for what was expected: beside the payload itself, a runner shows
 * the difference, and with it where in the payload it stands.
 */
export function expectedPayload(
  { payload, violations, undocumented }: EventCheck,
  profile: 'tolerant' | 'strict',
): unknown {
  const root = { payload: structuredClone(payload) as unknown };
  for (const violation of violations) {
    const path = ['payload', ...parsePointer(violation.pointer)];
    const missing = missingProperty(violation);
    if (violation.inner !== undefined) change(root, path, words('JSON text that is valid'));
    else if (missing !== undefined) change(root, [...path, missing], words('required'));
    else change(root, path, isSurplus(violation) ? undefined : words(expectedAndGot(violation).expected));
  }
  for (const { kind, pointer } of profile === 'strict' ? undocumented : []) {
    change(root, ['payload', ...parsePointer(pointer)], kind === 'property' ? undefined : words('a known value'));
  }
  return root.payload;
}

function isSurplus({ expected, message }: Violation): boolean {
  return expected === false && message.startsWith('must not be there');
}

function change(root: object, path: readonly string[], value: Words | undefined): void {
  let holder: unknown = root;
  for (const token of path.slice(0, -1)) holder = memberOf(holder, token);
  const last = path.at(-1) ?? '';
  if (typeof holder !== 'object' || holder === null || '$$typeof' in holder) return;
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else Reflect.defineProperty(holder, last, { value, enumerable: true, configurable: true, writable: true });
}

function memberOf(holder: unknown, token: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, token)) return undefined;
  return (holder as Readonly<Record<string, Json>>)[token];
}

interface Words {
  readonly $$typeof: symbol;
}

/**
 * Words in place of a value. Runners print what looks like an asymmetric matcher as it calls itself, without quotes; they
 * copy it first, so it needs no `this`.
 */
function words(text: string): Words {
  const shown = (): string => `<${text}>`;
  const matcher = { asymmetricMatch: () => false, toAsymmetricMatcher: shown, toString: shown };
  return { $$typeof: Symbol.for('jest.asymmetricMatcher'), ...matcher };
}
