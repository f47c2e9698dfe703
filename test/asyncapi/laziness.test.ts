import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { loadContract } from '../../src/asyncapi/load-contract.ts';

const require = createRequire(import.meta.url);

test('a contract without findings is loaded without the parsers that keep positions', async () => {
  const root = join(import.meta.dirname, '../..');
  for (const file of globSync('asyncapi/**/asyncapi.yaml', { cwd: root })) {
    const { findings } = await loadContract(join(root, file));
    expect(findings).toEqual([]);
  }
  const loaded = Object.keys(require.cache).filter((path) => /[\\/](?:yaml|jsonc-parser)[\\/]/.test(path));
  expect(loaded).toEqual([]);
});
