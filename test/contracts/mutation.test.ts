import { describe, expect, test } from 'vitest';
import { at, child, parsePointer } from '../../src/json-schema/pointer.ts';
import { findUndocumented } from '../../src/json-schema/strict.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import { isObject } from '../../src/util/json.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';
import { appliedSchemas, below } from './applied-schemas.ts';
import type { AppliedSchema, Place } from './applied-schemas.ts';
import { bundleSchemas, contractFolders, readMessages } from './contract-files.ts';
import type { ContractFolder } from './contract-files.ts';
import survivorList from './mutation-survivors.json' with { type: 'json' };

/** One change to an example that the contract should notice. */
interface Mutant {
  readonly kind: 'delete' | 'type' | 'format' | 'event' | 'json';
  /** Pointer into the payload; `#` and a second pointer lead into JSON inside a text. */
  readonly place: string;
  /** What the value became, in one word. */
  readonly became: string;
  readonly payload: Json;
}

/** One value of each JSON type, unlike anything in the examples. */
const substitutes: Readonly<Record<string, Json>> = {
  null: null,
  boolean: true,
  number: 90210,
  string: 'mutant',
  array: [],
  object: {},
};

const subjects = contractFolders.flatMap((contract) => {
  const bundle = bundleSchemas(contract);
  const validator = createValidator(bundle);
  return readMessages(contract).flatMap(({ message }) =>
    (message.examples ?? []).map((example) => {
      const definition = `events.${message.name}`;
      const applied = appliedSchemas(bundle, validator, definition, example.payload);
      return {
        contract,
        validator,
        definition,
        event: message.name,
        example: example.name,
        payload: example.payload,
        applied,
      };
    }),
  );
});

describe('the contracts bite: each example, changed in one place', () => {
  const made = subjects.map((subject) => ({ subject, mutants: mutate(subject.payload, subject.applied) }));
  const survivors = made.flatMap(({ subject, mutants }) =>
    mutants
      .filter(({ payload }) => subject.validator.compile(subject.definition).isValid(payload))
      .map(({ kind, place, became }) => entry(subject.contract, kind, place, became)),
  );

  test.each(['delete', 'type', 'format', 'event', 'json'] as const)(
    'there is something of the kind "%s" to change',
    (kind) => {
      expect(made.flatMap(({ mutants }) => mutants).filter((mutant) => mutant.kind === kind).length).toBeGreaterThan(0);
    },
  );

  test('no deletion of a required property, broken format, unknown event or broken JSON survives', () => {
    expect(survivors.filter((survivor) => !survivor.includes(' type '))).toEqual([]);
  });

  test('every change of type that survives has a reason in the list, and the list has nothing else', () => {
    const reasons = survivorList.type.flatMap(({ contract, places, becomes }) =>
      places.map((place) => `${contract} type ${place} -> ${becomes}`),
    );
    expect([...new Set(survivors)].toSorted()).toEqual(reasons.toSorted());
  });

  test('an event of an unknown type is none of the contract', () => {
    const accepting = subjects.flatMap(({ contract, validator, payload }) =>
      readMessages(contract).filter(({ message }) =>
        validator.compile(`events.${message.name}`).isValid({ ...payload, type: 'mutant' }),
      ),
    );
    expect(accepting).toEqual([]);
  });
});

describe('the contracts tolerate what they do not know', () => {
  const maps = survivorList.maps.flatMap(({ contract, places, entries }) =>
    places.map((place) => ({ name: `${contract} ${place}`, entries })),
  );
  const met = new Set<string>();

  test.each(subjects)(
    '$contract.id $event, $example: unknown properties are accepted, and reported as drift',
    (subject) => {
      const { contract, validator, definition, payload, applied } = subject;
      const drift = (value: Json): readonly object[] => findUndocumented(validator, definition, value);
      const outcomes = objectPlaces(applied).map((place) => {
        const name = `${contract.id} ${show(place)}`;
        const more = change(payload, place, (value) => ({ ...(value as JsonObject), mutant: 'mutant' }));
        const isValid = validator.compile(definition).isValid(more);
        return { name, place, isValid, drift: isValid ? drift(more) : [] };
      });
      const expected = outcomes.map(({ name, place }) => {
        const map = maps.find((candidate) => candidate.name === name);
        if (map === undefined)
          return {
            name,
            place,
            isValid: true,
            drift: [{ kind: 'property', ...below(place, 'mutant'), value: 'mutant' }],
          };
        met.add(name);
        return { name, place, isValid: map.entries === 'any', drift: [] };
      });

      expect(drift(payload)).toEqual([]);
      expect(outcomes).toEqual(expected);
    },
  );

  test('each map in the list is in an example', () => {
    expect([...met].toSorted()).toEqual(maps.map(({ name }) => name).toSorted());
  });
});

function entry(contract: ContractFolder, kind: Mutant['kind'], place: string, became: string): string {
  return `${contract.id} ${kind} ${place} -> ${became}`;
}

function mutate(payload: Json, applied: readonly AppliedSchema[]): Mutant[] {
  return [
    ...deletions(payload, applied),
    ...typeChanges(payload, applied),
    ...brokenTexts(payload, applied),
    unknownEvent(payload),
  ];
}

function deletions(payload: Json, applied: readonly AppliedSchema[]): Mutant[] {
  const required = applied.flatMap(({ schema, place }) =>
    ((schema['required'] ?? []) as string[]).map((key) => ({ place, key })),
  );
  return unique(required, ({ place, key }) => show(below(place, key))).map(({ place, key }) => ({
    kind: 'delete',
    place: show(below(place, key)),
    became: 'absent',
    payload: change(payload, place, (value) =>
      Object.fromEntries(Object.entries(value as JsonObject).filter(([name]) => name !== key)),
    ),
  }));
}

function typeChanges(payload: Json, applied: readonly AppliedSchema[]): Mutant[] {
  return unique(applied, ({ place }) => show(place)).flatMap(({ place, value }) =>
    Object.entries(substitutes)
      .filter(([type]) => type !== typeOf(value))
      .map(([type, substitute]) => ({
        kind: 'type',
        place: show(place),
        became: type,
        payload: change(payload, place, () => substitute),
      })),
  );
}

/** A text with a format or a pattern that has neither, and JSON in a text that ends too early. */
function brokenTexts(payload: Json, applied: readonly AppliedSchema[]): Mutant[] {
  return applied.flatMap(({ schema, place, value }): Mutant[] => {
    if (typeof value !== 'string') return [];
    const where = { place: show(place) };
    if (schema['contentSchema'] !== undefined) {
      return [{ ...where, kind: 'json', became: 'cut off', payload: change(payload, place, () => value.slice(0, -1)) }];
    }
    if (schema['format'] === undefined && schema['pattern'] === undefined) return [];
    return [{ ...where, kind: 'format', became: 'broken', payload: change(payload, place, () => `${value} ?`) }];
  });
}

function unknownEvent(payload: Json): Mutant {
  return {
    kind: 'event',
    place: '/type',
    became: 'unknown',
    payload: change(payload, { pointer: '/type' }, () => 'mutant'),
  };
}

function objectPlaces(applied: readonly AppliedSchema[]): Place[] {
  return unique(applied, ({ place }) => show(place))
    .filter(({ value }) => isObject(value))
    .map(({ place }) => place);
}

function unique<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

function show({ pointer, inner }: Place): string {
  return inner === undefined ? pointer : `${pointer}#${inner}`;
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** A copy of `payload` with the value at `place` replaced. */
function change(payload: Json, { pointer, inner }: Place, replace: (value: Json) => Json): Json {
  if (inner === undefined) return replaceAt(payload, parsePointer(pointer), replace);
  return replaceAt(payload, parsePointer(pointer), (text) =>
    JSON.stringify(replaceAt(JSON.parse(text as string), parsePointer(inner), replace)),
  );
}

function replaceAt(value: Json, [token, ...rest]: readonly string[], replace: (value: Json) => Json): Json {
  if (token === undefined) return replace(value);
  const member = replaceAt(at(value, child('', token)) ?? null, rest, replace);
  if (Array.isArray(value)) return value.map((item: Json, index) => (String(index) === token ? member : item));
  return { ...(value as JsonObject), [token]: member };
}
