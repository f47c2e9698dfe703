import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { fromFile, Parser } from '@asyncapi/parser';
import { describe, expect, test } from 'vitest';

import { loadContract } from '../../src/asyncapi/load-contract.ts';

/** Documents on which our verdict is another than the official parser's, and why ours is meant. */
const differences: Readonly<Record<string, string>> = {
  'broken-asyncapi-2.yaml': 'Contracts are written in version 3; the official parser reads version 2 as well.',
  'broken-channel-server-written-out.yaml':
    'The specification demands a reference; the official rule looks only at references.',
  'broken-operation-channel-written-out.yaml':
    'The specification demands a reference; the official rule looks only at references.',
  'broken-operation-message-written-out.yaml':
    'The specification demands a reference; the official rule looks only at references.',
  'broken-schema-pattern.yaml':
    'A pattern that does not compile checks nothing; the official parser does not compile it.',
  'valid-boolean-payload.yaml':
    'The specification allows true and false as schemas; the official schema takes them for a wrapping.',
};

/** Documents that the official parser is not asked about. */
const notAsked: Readonly<Record<string, string>> = {
  'broken-reference-loop.yaml': 'The official parser never answers: it follows the circle for ever.',
  'broken-reference-network.yaml': 'The official parser would send a request.',
};

const folder = join(import.meta.dirname, '../asyncapi/documents');
const files = readdirSync(folder).toSorted();
const parser = new Parser();

async function officiallyValid(file: string): Promise<boolean> {
  // It gives a document only when there is no error.
  const { document } = await fromFile(parser, join(folder, file)).parse();
  return document !== undefined;
}

async function validForUs(file: string): Promise<boolean> {
  const { findings } = await loadContract(join(folder, file));
  return findings.every((finding) => finding.severity !== 'error');
}

describe('our verdicts against the official parser', () => {
  const asked = files.filter((file) => !Object.hasOwn(notAsked, file));

  test.each(asked)('%s', async (file) => {
    const differs = (await officiallyValid(file)) !== (await validForUs(file));
    expect(differs).toBe(Object.hasOwn(differences, file));
  });

  test('every named difference has its document', () => {
    const named = [...Object.keys(differences), ...Object.keys(notAsked)];
    expect(named.filter((file) => !files.includes(file))).toEqual([]);
  });
});

describe('our verdicts', () => {
  test.each(files)('%s', async (file) => {
    expect(await validForUs(file)).toBe(file.startsWith('valid-'));
  });
});
