import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findUndocumented } from '../../../src/json-schema/strict.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import type { Client } from '../../../src/runtime/api.ts';
import type { Json } from '../../../src/util/json.ts';
import { appliedSchemas } from '../../contracts/applied-schemas.ts';
import { mutate } from '../../contracts/mutants.ts';
import { loadShipped, writeClient } from '../../support/client-folder.ts';
import { payloadsOf } from './payloads.ts';
import { createPlainAjv, undocumentedPlaces } from './reference.ts';

interface AnyContract {
  readonly id: string;
  readonly events: Readonly<Record<string, unknown>>;
  readonly authentication: 'signed-url';
}

const contracts = loadShipped();
const folder = mkdtempSync(join(tmpdir(), 'counterfoil-contracts-'));

/** What a validator makes of one payload: `false`, or what the strict profile says about it. */
type Answer = false | readonly string[];

/**
 * Tests that the clients of the shipped contracts decide as Ajv does, and as `check` does, in both profiles: on every
 * documented example, every mutant of them, and `total` generated payloads, as many for each event.
 */
export function testContracts(total: number, seed: number): void {
  const eventCount = contracts.flatMap(({ events }) => events).length;
  const each = Math.ceil(total / eventCount);
  const tally = { described: 0, undescribed: 0, refused: 0 };
  let tried = 0;

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe.each(contracts)('$id', async (contract) => {
    const module = (await import(join(writeClient(contract, folder), 'index.js'))) as Record<string, unknown>;
    const client = module[contract.vendor] as Client<AnyContract>;
    const validator = createValidator(contract.schemas);
    const plainAjv = createPlainAjv(contract.schemas);
    const events = contract.events.map((event) => {
      const generated = client.events[event.name];
      const ajv = plainAjv(event.payload);
      const checks = validator.compile(event.payload);
      return {
        ...event,
        ours: (value: Json): Answer =>
          generated?.isValid(value) === true && generated.undocumented(value).map(inWords).toSorted(),
        ajvs: (value: Json): Answer =>
          ajv(value) && undocumentedPlaces(contract.schemas, validator, event.payload, value),
        checks: (value: Json): Answer =>
          checks.isValid(value) && findUndocumented(validator, event.payload, value).map(inWords).toSorted(),
      };
    });
    /** What the three say, where they do not say the same. */
    const disagreement = (event: (typeof events)[number], value: Json): readonly unknown[] => {
      const answers = [event.ours(value), event.ajvs(value), event.checks(value)] as const;
      const [ours, ...others] = answers.map((answer) => JSON.stringify(answer));
      return others.every((other) => other === ours) ? [] : [{ event: event.name, answers, value }];
    };

    it('has a validator for every event', () => {
      expect(Object.keys(client.events)).toEqual(contract.events.map(({ name }) => name));
    });

    it('accepts every documented example as its event and as no other, with nothing undocumented', () => {
      let count = 0;
      for (const event of events) {
        for (const { payload } of event.examples) {
          count += 1;
          expect(disagreement(event, payload)).toEqual([]);
          expect(events.flatMap(({ name, ours }) => [[name, ours(payload)]]).filter(([, answer]) => answer)).toEqual([
            [event.name, []],
          ]);
        }
      }
      expect(count).toBeGreaterThan(0);
    });

    it('decides as Ajv and `check` do on every mutant, in both profiles', () => {
      const different: unknown[] = [];
      let count = 0;
      for (const event of events) {
        for (const { payload } of event.examples) {
          for (const mutant of mutate(payload, appliedSchemas(contract.schemas, validator, event.payload, payload))) {
            count += 1;
            different.push(...disagreement(event, mutant.payload));
          }
        }
      }
      expect(different).toEqual([]);
      expect(count).toBeGreaterThan(50);
    });

    it(`decides as Ajv and \`check\` do on ${each} generated payloads of each event, in both profiles (seed ${seed})`, () => {
      const different: unknown[] = [];
      for (const event of events) {
        for (const value of payloadsOf(contract.schemas, validator, event, each, seed)) {
          tried += 1;
          different.push(...disagreement(event, value));
          const answer = event.ours(value);
          tally[answer === false ? 'refused' : answer.length > 0 ? 'undescribed' : 'described'] += 1;
        }
      }
      expect(different.slice(0, 3)).toEqual([]);
    });
  });

  it(`meets enough payloads of every kind among ${total} (seed ${seed})`, () => {
    expect(tried).toBeGreaterThanOrEqual(total);
    for (const [kind, count] of Object.entries(tally)) expect([kind, count >= tried / 10]).toEqual([kind, true]);
  });
}

function inWords({ kind, pointer, inner }: { kind: string; pointer: string; inner?: string }): string {
  return `${kind} ${inner === undefined ? pointer : `${pointer}#${inner}`}`;
}
