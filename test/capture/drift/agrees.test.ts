/** The walk of drift over millions of captures, held against the strict profile, which looks at one value at a time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findUndocumented } from '../../../src/json-schema/strict.ts';
import { parsePointer } from '../../../src/json-schema/pointer.ts';
import { isObject } from '../../../src/util/json.ts';
import type { Json } from '../../../src/util/json.ts';
import { captureOf, count, load } from './support.ts';

const contracts = await load('ombori', 'qminder', 'waitwhile');

/** Somewhere in a payload: numbers that lead down, taken modulo what is there. */
const somewhere = fc.array(fc.nat(), { maxLength: 5 });
const strange = fc.oneof(
  fc.constantFrom<Json>(null, true, 3, 2.5, 'NEW_WORD', 'Jane Doe', [], {}, { a: [1] }, '{"x": 1}'),
  fc.string({ maxLength: 5 }),
);
const change = fc.record({ path: somewhere, how: fc.constantFrom('add', 'set', 'drop'), value: strange });

describe.each(contracts.map((checked) => [checked.contract.id, checked] as const))('%s', (_, checked) => {
  const { contract, validator } = checked;
  const examples = contract.events.flatMap((event) => event.examples.map(({ payload }) => ({ event, payload })));

  test('says of changed examples what the strict profile and the validator say', () => {
    fc.assert(
      fc.property(fc.nat(examples.length - 1), fc.array(change, { maxLength: 3 }), (index, changes) => {
        const { event, payload } = examples[index] ?? examples[0] ?? { event: undefined, payload: null };
        if (event === undefined) return;
        const changed = changes.reduce((value, one) => applyChange(value, one.path, one.how, one.value), payload);
        const summary = count([checked], [captureOf(changed)]);
        const counted = summary.now.contracts.get(contract.id)?.events.get(event.name);
        // A change of the selector makes another event of it.
        if (counted === undefined || counted.traffic.live.total === 0) return;
        const undocumented = findUndocumented(validator, event.payload, changed);
        const { strangers, strangeProperties, deviations } = counted.traffic.live;
        const properties = undocumented.filter(({ kind }) => kind === 'property');
        expect(strangeProperties).toBe(properties.length);
        expect(strangers.filter(({ parent }) => parent === undefined).length > 0).toBe(properties.length > 0);
        expect(deviations.filter(({ kind }) => kind === 'unknown-value').length > 0).toBe(
          undocumented.some(({ kind }) => kind === 'value'),
        );
        const violations = checked.payload(event.name)?.violations(changed) ?? [];
        expect(counted.conformance.liveClaimed).toEqual({
          total: 1,
          valid: violations.length === 0 ? 1 : 0,
          described: violations.length + undocumented.length === 0 ? 1 : 0,
        });
        for (const { pointer, inner } of violations) {
          if (inner !== undefined) continue;
          const depth = parsePointer(pointer).length;
          const near = deviations.some(({ path }) => Math.abs(path.split('/').length - 1 - depth) <= 1);
          expect(near || properties.length > 0).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('finds nothing in what is documented', () => {
    const captures = examples.map(({ payload }, index) => captureOf(payload, index + 1));
    const summary = count([checked], captures);
    for (const { traffic } of summary.now.contracts.get(contract.id)?.events.values() ?? []) {
      expect([...traffic.live.strangers, ...traffic.live.deviations]).toEqual([]);
    }
  });
});

/** The value with something added, replaced or dropped where the numbers lead. */
function applyChange(value: Json, path: readonly number[], how: string, put: Json): Json {
  const [step, ...rest] = path;
  if (typeof value !== 'object' || value === null) return how === 'set' ? put : value;
  const keys = Object.keys(value);
  if (step === undefined || keys.length === 0) {
    if (how === 'set') return put;
    if (Array.isArray(value)) return how === 'add' ? [...(value as readonly Json[]), put] : value.slice(1);
    const [, ...others] = Object.entries(value);
    return how === 'add' ? { ...(value as object), strangeField: put } : Object.fromEntries(others);
  }
  const key = keys[step % keys.length] ?? '';
  const held = (value as Readonly<Record<string, Json>>)[key] ?? null;
  const changed = applyChange(held, rest, how, put);
  if (Array.isArray(value)) return value.map((item: Json, index) => (String(index) === key ? changed : item));
  return isObject(value) ? { ...value, [key]: changed } : value;
}
