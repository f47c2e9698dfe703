import { child } from '../../json-schema/pointer.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';

/** A line of JSON text; `note` says what is wrong with the value that begins on it. */
export interface MarkedLine {
  readonly text: string;
  readonly note: string | undefined;
}

/**
 * JSON text of a value, two blanks to a level, with a note at the line where each of the marked places begins.
 *
 * @param notes by JSON Pointer into the value
 */
export function markedJson(value: Json, notes: ReadonlyMap<string, string>): MarkedLine[] {
  return [...linesOf(value, { pointer: '', indent: '', lead: '', end: '' }, notes)];
}

interface Spot {
  readonly pointer: string;
  readonly indent: string;
  /** What stands before the value on its line. */
  readonly lead: string;
  /** What stands after it: a comma, or nothing. */
  readonly end: string;
}

function* linesOf(value: Json, spot: Spot, notes: ReadonlyMap<string, string>): Iterable<MarkedLine> {
  const { pointer, indent, lead, end } = spot;
  const note = notes.get(pointer);
  const members = membersOf(value);
  if (members.length === 0) {
    yield { text: `${indent}${lead}${JSON.stringify(value)}${end}`, note };
    return;
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  yield { text: `${indent}${lead}${open}`, note };
  for (const [index, [token, member]] of members.entries()) {
    const below = {
      pointer: child(pointer, token),
      indent: `${indent}  `,
      lead: typeof token === 'string' ? `${JSON.stringify(token)}: ` : '',
      end: index === members.length - 1 ? '' : ',',
    };
    yield* linesOf(member, below, notes);
  }
  yield { text: `${indent}${close}${end}`, note: undefined };
}

function membersOf(value: Json): (readonly [string | number, Json])[] {
  if (Array.isArray(value)) return [...(value as readonly Json[]).entries()];
  return isObject(value) ? Object.entries(value) : [];
}
