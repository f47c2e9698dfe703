import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test('the page on the configuration explains every key, and no other', () => {
  const page = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
  const schema = JSON.parse(readFileSync(join(root, 'src/config/counterfoil.schema.json'), 'utf8')) as {
    properties: Record<string, unknown>;
  };
  const explained = Array.from(page.matchAll(/^\| `(\w+)` \|/gm), ([, key]) => key);
  expect(new Set(explained)).toEqual(new Set(Object.keys(schema.properties).filter((key) => key !== '$schema')));
});
