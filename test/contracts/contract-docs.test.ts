import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { createValidator } from '../../src/json-schema/validate.ts';
import type { JsonSchema } from '../../src/json-schema/schema.ts';
import { isObject } from '../../src/util/json.ts';
import type { Json } from '../../src/util/json.ts';
import { contractFolders, readMessages } from './contract-files.ts';

const root = new URL('../../', import.meta.url);
const formatPage = readFileSync(new URL('docs/contract-format.md', root), 'utf8');
const extensionFolder = new URL('src/asyncapi/extensions/', root);
const extensionSchemas: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
  readdirSync(extensionFolder).map((file) => [
    file.replace('.schema.json', ''),
    JSON.parse(readFileSync(new URL(file, extensionFolder), 'utf8')),
  ]),
);

describe('docs/contract-format.md', () => {
  const blocks = [...formatPage.matchAll(/```(yaml|json)\n([^]*?)```/g)].map(([, language, text]) => ({
    language,
    data: parse(text ?? '') as Json,
  }));
  const shown = blocks.flatMap(({ language, data }) => extensionsIn(data, language === 'json'));

  test('explains every extension that has a schema', () => {
    const explained = Object.keys(extensionSchemas).filter((name) => name !== 'x-schema-source');
    expect(explained.filter((name) => !formatPage.includes(`### ${name}\n`))).toEqual([]);
  });

  test('shows extensions that are valid', () => {
    const validator = createValidator({ dialect: 'draft-07', definitions: extensionSchemas });

    expect(shown.length).toBeGreaterThan(12);
    expect(shown.flatMap(({ schema, value }) => validator.compile(schema).violations(value))).toEqual([]);
  });
});

describe.each(['ombori', 'qminder', 'waitwhile'])('docs/vendors/%s.md', (vendor) => {
  const page = readFileSync(new URL(`docs/vendors/${vendor}.md`, root), 'utf8');

  test('names every contract and every event', () => {
    const contracts = contractFolders.filter(({ id }) => id.startsWith(`${vendor}@`));
    const names = contracts.flatMap((contract) => [
      contract.id,
      ...readMessages(contract).map(({ message }) => message.name),
    ]);
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  test('counts the live captures', () => {
    const files = readdirSync(new URL('captures/', root), { recursive: true, encoding: 'utf8' });
    const live = files.filter((file) => file.startsWith(vendor) && file.includes('.live.'));
    expect(page).toContain(`Live captures so far: ${live.length}.`);
  });
});

function extensionsIn(data: Json, isSchema: boolean): { schema: string; value: Json }[] {
  if (Array.isArray(data)) return data.flatMap((item: Json) => extensionsIn(item, isSchema));
  if (!isObject(data)) return [];
  return Object.entries(data).flatMap(([key, value]) => {
    const schema = isSchema && key === 'x-source' ? 'x-schema-source' : key;
    return Object.hasOwn(extensionSchemas, schema) ? [{ schema, value }] : extensionsIn(value, isSchema);
  });
}
