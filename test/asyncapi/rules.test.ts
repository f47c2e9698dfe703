import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { asyncapiRules } from '../../src/asyncapi/rules.ts';
import { generate } from '../../scripts/build-asyncapi-validator.ts';

const root = join(import.meta.dirname, '../..');

test('rule ids are unique and every rule says what to do', () => {
  const ids = asyncapiRules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, title, purpose, fix } of asyncapiRules) {
    expect(id).toMatch(/^(?:input|document|extension|schema|contract)\/[a-z]+(?:-[a-z]+)*$/);
    for (const text of [purpose, fix]) expect(text).toMatch(/[.:].*$|[.)]$/);
    expect(title).not.toMatch(/\.$/);
  }
});

test('every rule that is written down in the folder is listed', () => {
  const files = globSync('src/asyncapi/**/*.ts', { cwd: root });
  const written = files.flatMap((file) => readFileSync(join(root, file), 'utf8').match(/(?<=^ +id: ')[^']+/gm) ?? []);
  expect(asyncapiRules.map(({ id }) => id).toSorted()).toEqual(written.toSorted());
});

test('every document rule stands beside an official one', () => {
  const table = readFileSync(join(root, 'docs/asyncapi-rules.md'), 'utf8');
  const rules = asyncapiRules.map(({ id }) => id).filter((id) => id.startsWith('document/'));
  expect(rules.filter((id) => !table.includes(`\`${id}\``))).toEqual([]);
});

test('the generated validators are those of the schemas as they are now', () => {
  for (const [name, text] of generate()) {
    expect(
      readFileSync(join(root, 'src/generated', name), 'utf8') === text,
      `${name} is stale: run npm run prepare`,
    ).toBe(true);
  }
});
