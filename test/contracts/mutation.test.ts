import { describe, expect, test } from 'vitest';
import { findUndocumented } from '../../src/json-schema/strict.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import { isObject } from '../../src/util/json.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';
import { appliedSchemas, below } from './applied-schemas.ts';
import type { AppliedSchema, Place } from './applied-schemas.ts';
import { bundleSchemas, contractFolders, readMessages } from './contract-files.ts';
import type { ContractFolder } from './contract-files.ts';
import { change, mutate, show, unique } from './mutants.ts';
import type { Mutant } from './mutants.ts';
import survivorList from './mutation-survivors.json' with { type: 'json' };

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

function objectPlaces(applied: readonly AppliedSchema[]): Place[] {
  return unique(applied, ({ place }) => show(place))
    .filter(({ value }) => isObject(value))
    .map(({ place }) => place);
}
