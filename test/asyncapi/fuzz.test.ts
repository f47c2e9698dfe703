import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { loadContract } from '../../src/asyncapi/load-contract.ts';
import { asyncapiRules } from '../../src/asyncapi/rules.ts';
import { folderWith } from './folder.ts';

const folder = join(import.meta.dirname, 'documents');
const texts = globSync('valid-*.yaml', { cwd: folder })
  .toSorted()
  .map((file) => readFileSync(join(folder, file), 'utf8'));
const known = new Set(asyncapiRules.map(({ id }) => id));

const piece = fc.constantFrom(
  'null',
  '[]',
  '{}',
  '1',
  'true',
  '""',
  '$ref: "#"',
  "{ $ref: '#/channels/orders' }",
  "{ $ref: './asyncapi.yaml' }",
  '__proto__: {}',
  'x-selector: [/type]',
  'x-signature: {}',
  'constructor: 1',
  '{ allOf: [{ $ref: "#" }] }',
  '&a [*a]',
  'schema: 1',
);
const damage = fc.record({
  line: fc.nat(60),
  kind: fc.constantFrom('value', 'drop', 'indent', 'insert'),
  text: piece,
  by: fc.integer({ min: -4, max: 4 }),
});

function damaged(text: string, damages: readonly { line: number; kind: string; text: string; by: number }[]): string {
  const lines = text.split('\n');
  for (const { line, kind, text: put, by } of damages) {
    const at = line % lines.length;
    const before = lines[at] ?? '';
    const indent = before.length - before.trimStart().length;
    if (kind === 'value') lines[at] = before.replace(/(:|-) .*$|:$/, (found) => `${found[0] ?? ':'} ${put}`);
    else if (kind === 'drop') lines.splice(at, 1);
    else if (kind === 'indent') lines[at] = ' '.repeat(Math.max(0, indent + by)) + before.trimStart();
    else lines.splice(at, 0, ' '.repeat(indent) + put);
  }
  return lines.join('\n');
}

test('damaged documents never throw, and what they say is a known rule with a place', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(texts.length - 1),
      fc.array(damage, { minLength: 1, maxLength: 4 }),
      async (index, damages) => {
        const file = join(folderWith({ 'asyncapi.yaml': damaged(texts[index] ?? '', damages) }), 'asyncapi.yaml');
        const { contract, findings } = await loadContract(file);
        for (const finding of findings) {
          expect(known).toContain(finding.rule);
          expect(finding.place.file).not.toBe('');
          expect(structuredClone(finding)).toEqual(finding);
        }
        const failed = findings.some(({ severity }) => severity === 'error');
        expect(contract !== undefined || failed).toBe(true);
      },
    ),
    { numRuns: 600 },
  );
});
