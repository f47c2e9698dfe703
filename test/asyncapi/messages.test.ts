import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

import { expect, test } from 'vitest';

import { loadContract } from '../../src/asyncapi/load-contract.ts';

const folder = join(import.meta.dirname, 'documents');

test('what is said about each broken document', async () => {
  const said: string[] = [];
  for (const file of readdirSync(folder).toSorted()) {
    const { findings } = await loadContract(join(folder, file), { cwd: folder });
    for (const { rule, message, help, place } of findings) {
      const position = `${relative(folder, join(folder, place.file))}:${place.line ?? ''}:${place.column ?? ''}`;
      said.push(`${position} ${rule}\n  ${message}${help === undefined ? '' : `\n  ${help}`}\n`);
    }
  }
  await expect(said.join('\n')).toMatchFileSnapshot('messages.txt');
});
