import { Ajv } from 'ajv';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import schema from '../../src/config/counterfoil.schema.json' with { type: 'json' };
import { loadConfig } from '../../src/config/load-config.ts';

const documentation = readFileSync(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8');

test('the published schema is valid, and any tool can use it', () => {
  const ajv = new Ajv({ strict: true, strictRequired: false });
  const validate = ajv.compile(schema);
  expect(validate({ contracts: ['asyncapi'] })).toBe(true);
  expect(validate({ contract: ['asyncapi'] })).toBe(false);
});

test('every key has a description for editors, and a row in the documentation', () => {
  const keys = Object.entries(schema.properties).filter(([key]) => key !== '$schema');
  for (const [key, { description }] of keys) {
    expect(description).toMatch(/\.$/);
    expect(documentation).toContain(`| \`${key}\` |`);
  }
});

test('the documented configuration has no error and uses every key', () => {
  const example = /```yaml\n(.*?)```/s.exec(documentation)?.[1] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-docs-'));
  try {
    mkdirSync(join(folder, 'shared'));
    writeFileSync(join(folder, 'shared', 'counterfoil.yaml'), '{}\n');
    writeFileSync(join(folder, 'counterfoil.yaml'), example);
    const { findings, sources } = loadConfig(folder);
    expect(findings).toEqual([]);
    const keys = Object.keys(schema.properties).filter((key) => key !== '$schema');
    expect(Object.keys(sources.at(-1)?.data ?? {}).toSorted()).toEqual(keys.toSorted());
  } finally {
    rmSync(folder, { recursive: true });
  }
});
