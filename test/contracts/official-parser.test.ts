import { fileURLToPath } from 'node:url';
import { fromFile, Parser } from '@asyncapi/parser';
import { describe, expect, test } from 'vitest';
import { contractFolders } from './contract-files.ts';

describe('the official AsyncAPI parser has nothing to say about', () => {
  test.each(contractFolders)('$id', async ({ id, documentFile }) => {
    const { document, diagnostics } = await fromFile(new Parser(), fileURLToPath(documentFile)).parse();

    expect(diagnostics).toEqual([]);
    expect(document?.info().version()).toBe(id.split('@')[1]);
  });
});
