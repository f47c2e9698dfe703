import type { Json } from './api.ts';
import type { RuntimeSchema, SchemaObject, SchemaSet } from './schema-set.ts';
import { inText, into } from './explain/place.ts';
import type { Place } from './explain/place.ts';
import { startRun } from './explain/run.ts';
import { isDescribed, isUnknown, schemasByPlace, speaking, speakingBelow } from './redact/speaking.ts';
import type { Schemas } from './redact/speaking.ts';
import { substitutesFor } from './redact/substitutes.ts';

/** What may be a word of a program rather than of a person: an unknown value of an open set is kept when it is one. */
const word = /^[A-Za-z0-9_.-]{1,40}$/;

/** What may be the name of a property that nobody describes; a telephone number or an address is none. */
const propertyName = /^(?!.*\d{4})[A-Za-z_][A-Za-z0-9_.-]{0,39}$/;

/** What a redaction carries along on its way down. */
interface Redaction {
  readonly set: SchemaSet;
  readonly applying: ReadonlyMap<Place, readonly SchemaObject[]>;
  readonly holds: (schema: RuntimeSchema, value: unknown) => boolean;
}

interface Position {
  /** The schemas that could have a say. */
  readonly schemas: Schemas;
  readonly place: Place;
  readonly isPersonal: boolean;
  readonly salt: number;
}

/**
 * A payload without personal data, for finding drift. Replaced by fixed values of the same type: what `x-personal-data`
 * covers, what no schema describes, and what is not valid where it stands. Names of properties that nobody describes
 * are kept when they look like names, unknown values of open sets when they look like words of a program.
 *
 * What stands for a value is valid under the same schemas as the value, so that the payload as a whole is valid exactly
 * when it was before, and drifts as it did. Exceptions: `const` and `enum` with whole objects or arrays, the length of
 * JSON text, patterns that no substitute is content with, and names that were replaced where their pattern counts.
 *
 * @returns undefined when the payload is nested too deeply or its schemas are too entangled. Never throws.
 */
export function redact(set: SchemaSet, key: string, payload: unknown): Json | undefined {
  try {
    const schema = set.schemas[key];
    const run = startRun(set);
    run.apply(schema, payload, '');
    const trial = startRun(set);
    const holds = (part: RuntimeSchema, value: unknown): boolean => {
      trial.notes.length = 0;
      return trial.apply(part, value, '').length === 0;
    };
    const redaction = { set, applying: schemasByPlace(run.notes), holds };
    return redactValue(redaction, payload as Json, { schemas: [schema], place: '', isPersonal: false, salt: 0 });
  } catch {
    return undefined;
  }
}

function redactValue(redaction: Redaction, value: Json, position: Position): Json {
  const all = speaking(redaction.set, position.schemas);
  const isPersonal = position.isPersonal || all.some(({ personal }) => personal === true);
  const below = (token: string | number, member: Json): Json =>
    redactValue(redaction, member, {
      schemas: speakingBelow(redaction.set, all, token),
      place: into(position.place, token),
      isPersonal,
      salt:
        typeof token === 'number' && all.some(({ uniqueItems }) => uniqueItems === true) ? token + 1 : position.salt,
    });
  if (Array.isArray(value)) return value.map((item: Json, index) => below(index, item));
  if (typeof value !== 'object' || value === null)
    return value === null ? null : redactScalar(redaction, value, all, { ...position, isPersonal });
  const applying = redaction.applying.get(position.place) ?? [];
  const names = redactNames(
    Object.keys(value),
    (name) => propertyName.test(name) || applying.some(({ properties }) => hasOwn(properties, name)),
  );
  return Object.fromEntries(Object.entries(value).map(([name, member], index) => [names[index], below(name, member)]));
}

function hasOwn(held: Json | undefined, name: string): boolean {
  return typeof held === 'object' && held !== null && Object.hasOwn(held, name);
}

/** The names, with `redacted-1` and so on for those that are not kept. */
function redactNames(names: readonly string[], isKept: (name: string) => boolean): string[] {
  const kept = new Set(names.filter(isKept));
  let count = 0;
  return names.map((name) => {
    if (kept.has(name)) return name;
    do count += 1;
    while (kept.has(`redacted-${count}`));
    return `redacted-${count}`;
  });
}

function redactScalar(
  redaction: Redaction,
  value: string | number | boolean,
  all: readonly SchemaObject[],
  position: Position,
): Json {
  const { set, holds } = redaction;
  const applying = redaction.applying.get(position.place) ?? [];
  const content = typeof value === 'string' ? contentOf(value, set, all) : undefined;
  if (content !== undefined) {
    const place = position.place + inText;
    return JSON.stringify(redactValue(redaction, content.value, { ...position, schemas: content.schemas, place }));
  }
  const isStrange = isUnknown(applying, value);
  const isKept =
    !position.isPersonal &&
    isDescribed(applying) &&
    applying.every((schema) => holds(schema, value)) &&
    (typeof value !== 'string' || word.test(value) || !isStrange);
  if (isKept) return value;
  const substitutes = substitutesFor(value, all, position.salt);
  const verdicts = all.map((schema) => holds(schema, value));
  const isAlike = (one: Json): boolean =>
    isUnknown(applying, one) === isStrange && all.every((schema, index) => holds(schema, one) === verdicts[index]);
  return substitutes.find(isAlike) ?? (substitutes[0] as Json);
}

/** The value of a JSON text whose content some schema describes. */
function contentOf(
  text: string,
  set: SchemaSet,
  all: readonly SchemaObject[],
): { readonly value: Json; readonly schemas: Schemas } | undefined {
  const schemas = all.flatMap(({ jsonText }): Schemas => (typeof jsonText === 'string' ? [set.schemas[jsonText]] : []));
  if (schemas.length === 0) return undefined;
  try {
    return { value: JSON.parse(text) as Json, schemas };
  } catch {
    return undefined;
  }
}
