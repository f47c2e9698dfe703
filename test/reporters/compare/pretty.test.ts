import { expect, test } from 'vitest';
import { comparePayloads } from '../../../src/compatibility/compare-payloads.ts';
import type { CompareResult } from '../../../src/checks/compare/result.ts';
import { findingsOf, nameChanges } from '../../../src/checks/compare/findings.ts';
import { compareReporters } from '../../../src/reporters/compare/all.ts';
import type { CompareFormat } from '../../../src/reporters/compare/formats.ts';
import type { JsonSchema } from '../../../src/json-schema/schema.ts';
import type { Json } from '../../../src/util/json.ts';

function compared(older: JsonSchema, newer: JsonSchema): CompareResult {
  const named = (id: string, schema: JsonSchema) => ({
    name: { id, vendor: '', version: '' },
    event: 'payload',
    schema,
  });
  const comparison = comparePayloads(named('old.json', older), named('new.json', newer), 'instances');
  const place = () => ({ file: 'new.json', line: 1 });
  const { reports, findings } = findingsOf([nameChanges({ comparison, vendor: '', place })], new Map(), {
    mode: 'full',
    today: '2026-01-15',
  });
  return {
    toolVersion: '0.0.0',
    verdict: 'fail',
    mode: 'full',
    comparisons: reports,
    contractChanges: [],
    findings,
    counts: { error: findings.length, warning: 0, info: 0 },
    rules: [],
  };
}

function print(result: CompareResult, format: CompareFormat = 'pretty', unicode = true): string {
  return compareReporters[format](result, { colour: false, width: 80, unicode, rules: [] });
}

const properties = (type: string): Record<string, Json> =>
  Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`p${index}`, { type: index === 90 ? type : 'integer' }]),
  );
const large = (type: string): JsonSchema => ({
  type: 'object',
  required: Array.from({ length: 100 }, (_, index) => `p${index}`),
  properties: properties(type),
});

test('a long payload is cut around the marked place', () => {
  const text = print(compared(large('string'), large('integer')));
  expect(text).toContain('>   "p90": 0,  ← must be a string, got number 0');
  expect(text).toMatch(/\d+ lines before/);
  expect(text).not.toContain('"p10": 0');
});

const escape = '\u001B]0;x\u0007';
const hostile = compared(
  { type: 'object', required: ['a'], properties: { a: { const: `${escape}\`\`\`` } } },
  { type: 'object', required: ['a'], properties: { a: { enum: [`${escape}\`\`\``, `${escape}<b>`] } } },
);

test.each(Object.keys(compareReporters) as CompareFormat[])('%s lets nothing through to a terminal', (format) => {
  const text = print(hostile, format);
  expect(text).not.toContain('\u001B');
  expect(text).not.toContain('\u0007');
});

test('plain ASCII where nothing else is shown', () => {
  expect(print(hostile, 'pretty', false)).toMatch(/^[\n -~]*$/);
});

test('markdown keeps the payload within its block of code', () => {
  const lines = print(hostile, 'markdown').split('\n');
  const fences = lines.filter((line) => /^ *`{3,}/.test(line));
  expect(fences.length % 2).toBe(0);
});
