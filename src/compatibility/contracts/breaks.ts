import { digest } from '../../json-schema/canonicalize.ts';
import { at, child, formatPointer, parsePointer } from '../../json-schema/pointer.ts';
import type { JsonSchema, SchemaBundle } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { causesOf, changesAt } from './causes.ts';
import { selfContained } from './event-schema.ts';
import { directions } from './model.ts';
import type { Change, Direction, Judgement, Refusal, SchemaJudgement, Witness } from './model.ts';
import { payloadBreaks, payloadUndecided } from './rules.ts';
import { withoutWords } from './words.ts';

/** The judgement of one event's payloads or headers, with the definitions that it is about. */
export interface PartJudgement {
  readonly event: string;
  readonly part: Witness['part'];
  readonly judgement: SchemaJudgement;
  /** Names of the definitions, undefined where a contract has none. */
  readonly older: string | undefined;
  readonly newer: string | undefined;
}

/**
 * What is proven to break, and what could not be decided. A place in a shared model that breaks several events is one
 * change: who approves it approves it once.
 */
export function breaksOf(parts: readonly PartJudgement[], sides: Sides): Change[] {
  const found = new Map<string, { change: Change; causes: Set<string> }>();
  for (const part of parts) {
    for (const direction of directions) {
      const causes = causesOf(part.judgement.changes, direction);
      for (const change of changesOf(part, direction, sides)) {
        const key = JSON.stringify([change.rule, direction, change.pointer, change.owner]);
        const known = found.get(key);
        found.set(key, {
          change: known === undefined ? change : merge(known.change, change),
          causes: new Set([...(known?.causes ?? []), ...causes]),
        });
      }
    }
  }
  return [...found.values()].map(({ change, causes }) => ({ ...change, cause: digest([...causes].toSorted()) }));
}

/** The schemas of both sides. */
export interface Sides {
  readonly older: SchemaBundle;
  readonly newer: SchemaBundle;
}

function changesOf(part: PartJudgement, direction: Direction, sides: Sides): Change[] {
  const judgement = part.judgement[direction];
  if (judgement.status === 'compatible') return [];
  if (judgement.status === 'undecided') return [undecided(part, direction, judgement.reason, sides)];
  const refusals = Map.groupBy(judgement.refusals, ({ schemaPointer }) => schemaPointer);
  if (refusals.size === 0) return [breakAt(part, direction, judgement, undefined, sides)];
  return [...refusals.values()].map(([refusal]) => breakAt(part, direction, judgement, refusal, sides));
}

/** Who refuses: the receiver, which is the older contract's when deliveries are new. */
function receiverOf(direction: Direction): 'older' | 'newer' {
  return direction === 'forward' ? 'older' : 'newer';
}

function breakAt(
  part: PartJudgement,
  direction: Direction,
  judgement: Judgement & { status: 'incompatible' },
  refusal: Refusal | undefined,
  sides: Sides,
): Change {
  const { event } = part;
  const side = receiverOf(direction);
  const { witness: payload, refusals } = judgement;
  const pointer = refusal?.schemaPointer ?? child('/definitions', part[side] ?? '');
  const says = refusal === undefined ? 'is not accepted' : refusal.message;
  return {
    rule: payloadBreaks.id,
    events: [event],
    owner: ownerOf(pointer, part),
    pointer,
    side,
    hurts: [direction],
    message: `${placeName(part.part, refusal)} ${says}.`,
    ...snippets(pointer, sides),
    because: changesAt(part.judgement.changes, pointer, side).map(({ message }) => message),
    witnesses: [{ direction, event, part: part.part, payload, refusals }],
  };
}

function undecided(part: PartJudgement, direction: Direction, reason: string, sides: Sides): Change {
  const side = receiverOf(direction);
  return {
    rule: payloadUndecided.id,
    events: [part.event],
    owner: part.event,
    pointer: child('/definitions', part[side] ?? ''),
    side,
    hurts: [direction],
    message: `Whether the ${part.part === 'payload' ? 'payloads' : 'headers'} are compatible is not decided: ${reason.replace(/\.$/, '')}.`,
    // The schemas in full: who approves what is undecided has looked at these and no others.
    older: schemaDigest(sides.older, part.older),
    newer: schemaDigest(sides.newer, part.newer),
    witnesses: [],
  };
}

function schemaDigest(schemas: SchemaBundle, name: string | undefined): string {
  return digest(name === undefined ? true : withoutWords(selfContained(schemas, name)));
}

/** The event itself when the place is in a schema of its own, undefined when a shared model is at fault. */
function ownerOf(pointer: string, { event, older, newer }: PartJudgement): string | undefined {
  const [, name] = parsePointer(pointer);
  return name === older || name === newer ? event : undefined;
}

function placeName(part: Witness['part'], refusal: Refusal | undefined): string {
  const whole = part === 'payload' ? 'The payload' : 'The set of headers';
  if (refusal === undefined || refusal.pointer === '') return whole;
  return part === 'payload' ? refusal.pointer : `The header ${parsePointer(refusal.pointer)[0] ?? ''}`;
}

/**
 * What a keyword at a place of the schemas says in both contracts. Where one has no such keyword, the schema that would
 * hold it, without words.
 */
function snippets(pointer: string, sides: Sides): { older?: Json; newer?: Json } {
  const older = snippet(pointer, sides.older);
  const newer = snippet(pointer, sides.newer);
  return { ...(older === undefined ? {} : { older }), ...(newer === undefined ? {} : { newer }) };
}

function snippet(pointer: string, schemas: SchemaBundle): Json | undefined {
  const tokens = parsePointer(pointer);
  const definitions: Json = { definitions: schemas.definitions };
  const holder = at(definitions, formatPointer(tokens.slice(0, -1)));
  const whole = at(definitions, pointer);
  if (tokens.length <= 2) return isSchema(whole) ? withoutWords(whole) : undefined;
  if (!isSchema(holder)) return undefined;
  const stripped = withoutWords(holder);
  const keyword = tokens.at(-1) ?? '';
  const value = isObject(stripped) && Object.hasOwn(stripped, keyword) ? stripped[keyword] : undefined;
  return value === undefined ? stripped : { [keyword]: value };
}

function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

/** The same place found in another event. */
function merge(known: Change, again: Change): Change {
  return {
    ...known,
    events: [...new Set([...known.events, ...again.events])],
    because: [...new Set([...(known.because ?? []), ...(again.because ?? [])])],
    witnesses: [...known.witnesses, ...again.witnesses],
  };
}
