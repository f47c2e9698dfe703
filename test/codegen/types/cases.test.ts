import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Contract } from '../../../src/asyncapi/model.ts';
import { emitTypes } from '../../../src/codegen/types/emit-types.ts';
import type { Dialect, JsonSchema } from '../../../src/json-schema/schema.ts';
import { contractOf } from './bundles.ts';
import { compile } from './compile.ts';

const folder = join(import.meta.dirname, 'cases');
const cases = readdirSync(folder).toSorted();

function contractIn(name: string): Contract {
  const text = readFileSync(join(folder, name, 'schemas.yaml'), 'utf8');
  const { $dialect, $vendor, ...definitions } = parse(text) as Record<string, JsonSchema>;
  return contractOf(definitions, {
    ...($dialect === undefined ? {} : { dialect: $dialect as unknown as Dialect }),
    ...($vendor === undefined ? {} : { vendor: $vendor as unknown as string }),
  });
}

/** `UPDATE_CASES=1` writes what is expected; read it before you commit it. */
test.each(cases)('%s', (name) => {
  const { code, problems } = emitTypes(contractIn(name));
  const listed = problems.map(({ pointer, message }) => `// problem: ${pointer} ${message}\n`).join('');
  const file = join(folder, name, 'expected.d.ts');
  if (process.env['UPDATE_CASES'] !== undefined) writeFileSync(file, `${listed}${code}`);
  expect(existsSync(file), 'UPDATE_CASES=1 writes the first expectation').toBe(true);
  expect(`${listed}${code}`).toBe(readFileSync(file, 'utf8'));
});

test('all of them compile', () => {
  const files = cases.map(
    (name) => [`${name}.d.ts`, readFileSync(join(folder, name, 'expected.d.ts'), 'utf8')] as const,
  );
  expect(compile(new Map(files))).toEqual([]);
});

test('the same schemas in other objects give the same text', () => {
  for (const name of cases) {
    expect(emitTypes(structuredClone(contractIn(name))).code).toBe(emitTypes(contractIn(name)).code);
  }
});
