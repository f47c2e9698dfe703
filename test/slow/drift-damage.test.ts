import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { drift, proposeDrift } from '../../src/api/drift.ts';
import { loadContract } from '../../src/asyncapi/load-contract.ts';
import { isObject } from '../../src/util/json.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';
import { samplePayloads } from '../codegen/types/sampled-payloads.ts';
import { root } from '../capture/drift/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-damage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A place in a payload: what holds it, and its key there. */
interface Place {
  readonly holder: Record<string | number, Json>;
  readonly key: string | number;
  readonly value: Json;
}

/** All places but the event's name, outermost first. */
function placesIn(value: Json, isTop = true): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string | number, Json>;
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return keys.flatMap((key) => {
    const below = holder[key] ?? null;
    return [...(isTop && key === 'type' ? [] : [{ holder, key, value: below }]), ...placesIn(below, false)];
  });
}

const put = ({ holder, key }: Place, value: Json): void => void (holder[key] = value);

/** Which places a damage can be done to, and how. */
type Damage = readonly [name: string, fits: (place: Place) => boolean, change: (place: Place) => void];

const any = (): boolean => true;
const isText = ({ value }: Place): boolean => typeof value === 'string';
const isMember = ({ key }: Place): boolean => typeof key === 'string';
const isHolder = ({ value }: Place): boolean => isObject(value);
const within = (name: string, value: Json) => (place: Place) =>
  void ((place.value as Record<string, Json>)[name] = value);

const damages: readonly Damage[] = [
  ['another field', isHolder, within('extraText', 'abc')],
  ['an object more', isHolder, within('extraObject', { a: 1, b: { c: ['x', { d: null }] } })],
  [
    'a list of objects more',
    isHolder,
    within('extraList', [
      { id: 1, tags: [{ k: 'a' }] },
      { id: 2, name: null },
    ]),
  ],
  ['a map more', isHolder, within('byId', { '5f2b9c1e8a7d4f0012345678': { n: 1 } })],
  ['a list of everything', isHolder, within('mixed', [1, 'a', null, { z: 1 }, [2]])],
  ['null', any, (place) => put(place, null)],
  ['a text for a number', ({ value }) => typeof value === 'number', (place) => put(place, JSON.stringify(place.value))],
  ['a number for a text', isText, (place) => put(place, 17.5)],
  ['an object for a value', ({ value }) => typeof value !== 'object', (place) => put(place, { v: 'x', l: [1] })],
  ['a list for anything', any, (place) => put(place, ['a', { b: 1 }])],
  ['a value for an object', isHolder, (place) => put(place, false)],
  ['another word', isText, (place) => put(place, 'BRAND_NEW')],
  ['absent', isMember, ({ holder, key }) => void Reflect.deleteProperty(holder, key)],
  [
    'another name',
    isMember,
    ({ holder, key, value }) => {
      Reflect.deleteProperty(holder, key);
      holder[`${key}New`] = value;
    },
  ],
  ['another format', isText, (place) => put(place, '12/31/2025 10:00')],
  ['a long text', isText, (place) => put(place, 'x'.repeat(300))],
  ['an address', isText, (place) => put(place, 'name@example.com')],
  ['below zero', ({ value }) => typeof value === 'number', (place) => put(place, -5.5)],
];

test.each(['qminder/1.0.0', 'ombori/2.0.0', 'waitwhile/1.0.0'])(
  'traffic of %s that is damaged in every way comes out clean with the version that is proposed',
  async (name) => {
    const file = join(root, 'asyncapi', name, 'asyncapi.yaml');
    const { contract } = await loadContract(file, { cwd: root });
    if (contract === undefined) throw new Error(`${name} cannot be used.`);
    const payloads = await samplePayloads(contract, 4);
    const bodies: Json[] = payloads.flatMap(({ payload }, number) =>
      damages.flatMap(([, fits, change], index): Json[] => {
        const damaged = structuredClone(payload);
        const places = placesIn(damaged).filter(fits);
        const place = places[(number * 7 + index * 3) % Math.max(places.length, 1)];
        if (place === undefined) return [];
        change(place);
        return [damaged];
      }),
    );
    bodies.push(...payloads.slice(0, 3).map(({ payload }) => ({ ...(payload as JsonObject), type: 'brand.new' })));
    expect(bodies.length).toBeGreaterThan(damages.length * 2);
    const cwd = join(folder, contract.vendor);
    const lines = bodies.map((body) =>
      JSON.stringify({ origin: 'live', vendor: contract.vendor, body: JSON.stringify(body) }),
    );
    const captures = `${contract.vendor}.ndjson`;
    writeFileSync(join(folder, captures), lines.join('\n'));
    const settings = { cwd: folder, today: '2026-04-01' };
    const { result } = await proposeDrift([captures], cwd, { ...settings, contracts: [file] });
    expect(new Set(result.findings.map(({ rule }) => rule))).toEqual(
      new Set([...result.findings.map(({ rule }) => rule), 'drift/unknown-event', 'drift/undocumented-property']),
    );
    const after = await drift([captures], { ...settings, contracts: [join(cwd, 'asyncapi')] });
    const left = after.findings.filter(({ severity }) => severity !== 'info');
    expect(left.map(({ rule, message }) => `${rule} ${message}`)).toEqual([]);
  },
  600_000,
);
