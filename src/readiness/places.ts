import { child, parsePointer } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import type { HoldsJson } from './edit.ts';

/** A value in a payload. */
export interface PayloadPlace {
  /** JSON Pointer that goes on into texts with JSON. */
  readonly pointer: string;
  readonly tokens: readonly string[];
  readonly value: Json;
  /** The pointer without the positions in lists: the same for all items. */
  readonly kind: string;
}

/** All values of a payload, itself first, those of JSON in texts too. */
export function placesIn(payload: Json, holdsJson: HoldsJson): PayloadPlace[] {
  const found: PayloadPlace[] = [];
  const waiting: { readonly pointer: string; readonly kind: string; readonly value: Json }[] = [
    { pointer: '', kind: '', value: payload },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { pointer, kind, value } = next;
    found.push({ ...next, tokens: parsePointer(pointer) });
    const content = typeof value === 'string' && looksLikeJson(value) && holdsJson(pointer) ? read(value) : value;
    const members = Array.isArray(content)
      ? (content as readonly Json[]).map((item, index) => ({ token: String(index), kind: `${kind}/*`, value: item }))
      : isObject(content)
        ? Object.entries(content).map(([name, member]) => ({ token: name, kind: child(kind, name), value: member }))
        : [];
    for (const { token, ...member } of members.toReversed())
      waiting.push({ ...member, pointer: child(pointer, token) });
  }
  return found;
}

/** To ask what a text holds takes a validation. */
function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text) && read(text) !== undefined;
}

function read(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
