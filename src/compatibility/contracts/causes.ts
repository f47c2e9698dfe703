import { digest } from '../../json-schema/canonicalize.ts';
import { parsePointer } from '../../json-schema/pointer.ts';
import type { Json } from '../../util/json.ts';
import type { SchemaChange } from '../change.ts';
import type { Direction, EventSchemaChange, SchemaJudgement } from './model.ts';

/** Under these keywords more may be less: what widens a part can narrow the whole. */
const turning: ReadonlySet<string> = new Set(['not', 'if', 'oneOf', 'contains', 'dependencies', 'dependentSchemas']);

/** The changes at the schema that holds a keyword: what a person wants to read beside a payload that breaks it. */
export function changesAt(
  changes: readonly SchemaChange[],
  keyword: string,
  side: 'older' | 'newer',
): readonly SchemaChange[] {
  const holder = keyword.slice(0, keyword.lastIndexOf('/'));
  return changes.filter((change) => {
    const place = change[side]?.pointer;
    return place?.startsWith(`${holder}/`) === true && parsePointer(place.slice(holder.length)).length <= 2;
  });
}

/** The changes that may take part in a break in this direction, by a name for each. */
export function causesOf(changes: readonly SchemaChange[], direction: Direction): readonly string[] {
  return changes.filter((change) => mayHurt(change, direction)).map(identityOf);
}

/** All changes of several judgements, each once, with the events it was found in. */
export function collectChanges(
  judgements: readonly { readonly event: string; readonly judgement: SchemaJudgement }[],
): EventSchemaChange[] {
  const found = new Map<string, { change: SchemaChange; events: Set<string> }>();
  for (const { event, judgement } of judgements) {
    for (const change of judgement.changes) {
      const key = identityOf(change);
      const known = found.get(key) ?? { change, events: new Set() };
      known.events.add(event);
      found.set(key, known);
    }
  }
  return [...found.values()].map(({ change, events }) => ({ ...change, events: [...events] }));
}

function mayHurt({ effect, older, newer }: SchemaChange, direction: Direction): boolean {
  if (effect === 'nothing') return false;
  if (effect === 'changes' || effect === (direction === 'forward' ? 'widens' : 'narrows')) return true;
  const tokens = parsePointer(older?.pointer ?? newer?.pointer ?? '');
  return tokens.some((token) => turning.has(token));
}

function identityOf({ rule, older, newer }: SchemaChange): string {
  const side = (of: SchemaChange['older']): Json =>
    of === undefined ? null : { pointer: of.pointer, value: of.value };
  return digest({ rule, older: side(older), newer: side(newer) });
}
