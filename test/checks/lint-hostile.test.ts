import fc from 'fast-check';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';

import { loadContract } from '../../src/asyncapi/load-contract.ts';
import { lintContract } from '../../src/checks/lint/all.ts';

const casesFolder = join(import.meta.dirname, 'lint');
const documents = readdirSync(casesFolder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^[^/]+\/(good|bad)\/asyncapi\.yaml$/.test(file))
  .toSorted()
  .map((file) => readFileSync(join(casesFolder, file), 'utf8'));

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-lint-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Holder = Record<string, unknown>;

/** Every place of a document: what holds it, and under which key. */
function places(value: unknown): [holder: Holder, key: string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Holder;
  return Object.keys(holder).flatMap((key): [Holder, string][] => [[holder, key], ...places(holder[key])]);
}

// oxfmt-ignore
const strangeValues: readonly unknown[] = [
  null, true, 0, '', 'x', '__proto__', [], [null], ['a', 'b'], {},
  { $ref: 7 }, { $ref: '#/components/schemas/a' }, { type: 'object', properties: null }, { anyOf: [null, { type: 'string' }] },
];
const strange = fc.constantFrom(...strangeValues);
const change = fc.record({ place: fc.nat(), value: fc.option(strange) });

test('no document makes a rule throw, however broken', async () => {
  let linted = 0;
  const property = fc.asyncProperty(
    fc.constantFrom(...documents),
    fc.array(change, { minLength: 1, maxLength: 3 }),
    async (text, changes) => {
      const document: unknown = parse(text);
      for (const { place, value } of changes) {
        const all = places(document);
        const [holder, key] = all[place % Math.max(all.length, 1)] ?? [{}, ''];
        if (value === null) delete holder[key];
        else holder[key] = structuredClone(value);
      }
      const file = join(folder, 'asyncapi.yaml');
      writeFileSync(file, stringify(document, { aliasDuplicateObjects: false }));
      const loaded = await loadContract(file);
      if (loaded.contract === undefined) return;
      linted += 1;
      for (const finding of lintContract({ contract: loaded.contract, document: loaded.document })) {
        expect(finding.place.file).not.toBe('');
      }
    },
  );
  await fc.assert(property, { numRuns: 200 });
  expect(linted).toBeGreaterThan(20);
});
