import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import releases from '../../asyncapi/releases.json' with { type: 'json' };
import { structureOf } from '../../src/compatibility/contracts/structure.ts';
import { digest } from '../../src/json-schema/canonicalize.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import { play } from '../../src/simulator/engine.ts';
import { breachOf } from '../../src/simulator/try-out.ts';
import { root, shipped, targets } from './support.ts';

describe.each(targets)('%s', async (target) => {
  const { plan, contract } = await shipped(target);
  const occurrences = ['1', '2', '3'].flatMap((seed) => [...play(plan, { seed, visitors: 200 })]);

  it('sends what the strict profile lets through, for every event that its scenarios have', () => {
    const validator = createValidator(contract.schemas);
    const breaches = occurrences.map((one) => breachOf(validator, one)).filter((breach) => breach !== undefined);
    expect(breaches).toEqual([]);
    const seen = new Set(occurrences.map(({ event }) => event.name));
    expect([...seen].toSorted()).toEqual(Object.keys(plan.scenarios.events).toSorted());
  });

  it('says the same for the same seed, and something else for another', () => {
    const text = (seed: string): string => JSON.stringify([...play(plan, { seed, visitors: 40 })]);
    expect(text('a')).toBe(text('a'));
    expect(text('a')).not.toBe(text('b'));
  });

  it('never goes back in time, and plays every visitor and life cycle', () => {
    const run = [...play(plan, { seed: '4', visitors: 200 })];
    expect(run.every(({ at: time }, index) => time >= (run[index - 1]?.at ?? 0))).toBe(true);
    // A visitor who is not heard of leaves between two events that are documented.
    expect(new Set(run.flatMap(({ visitor }) => visitor ?? [])).size).toBe(200);
    const lifecycles = new Set(Object.keys(plan.scenarios.lifecycles));
    expect(new Set(run.flatMap(({ lifecycle }) => lifecycle ?? []))).toEqual(lifecycles);
  });

  it('has scenarios that are no part of its release', () => {
    const record = (releases as Readonly<Record<string, { readonly digest: string }>>)[contract.id];
    expect(contract.scenarios).toBeDefined();
    expect(digest(structureOf(contract))).toBe(record?.digest);
    expect(digest(structureOf({ ...contract, scenarios: undefined }))).toBe(record?.digest);
  });
});

it('is told to editors where the form of scenarios is published', async () => {
  for (const target of targets) {
    const { text, file } = await shipped(target);
    const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    const published = join(root, 'dist/simulator/scenarios.schema.json');
    expect(resolve(root, dirname(file), schema), target).toBe(published);
  }
  expect(existsSync(join(root, 'src/simulator/scenarios.schema.json'))).toBe(true);
});

it('is documented which events no scenario emits', async () => {
  const unsent = await Promise.all(
    targets.map(async (target) => {
      const { contract, plan } = await shipped(target);
      const names = contract.events.map(({ name }) => name);
      return names.filter((name) => !(name in plan.scenarios.events)).map((name) => `${contract.id} ${name}`);
    }),
  );
  const rows = readFileSync(join(root, 'docs/simulator.md'), 'utf8').matchAll(
    /^\| `(\S+@\S+)` \| (.+?) \| .{20,} \|$/gm,
  );
  const documented = [...rows].flatMap(([, id, events = '']) =>
    [...events.matchAll(/`([^`]+)`/g)].map(([, name]) => `${id} ${name}`),
  );
  expect(documented.toSorted()).toEqual(unsent.flat().toSorted());
});
