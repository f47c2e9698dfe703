import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { createPrismEngine, prismIsInstalled } from '../../../src/mock/prism/create-prism-engine.ts';
import type { Judgement } from '../../../src/mock/engine.ts';
import type { Json, JsonObject } from '../../../src/util/json.ts';
import { pathOf, sketch, typed } from '../support.ts';

const root = join(import.meta.dirname, '../../..');

test('a schema that Prism cannot compile stops the start: it would accept everything there', async () => {
  // Valid, and true of nothing; ajv, which is inside Prism, throws.
  const contract = sketch({
    events: [
      { name: 'made', payload: typed('made') },
      { name: 'never', payload: { ...(typed('never') as object), allOf: [{ enum: [] }] } },
    ],
  });
  await expect(createPrismEngine([contract])).rejects.toThrow(
    'Prism cannot use the schemas of /cafe/1: it would accept everything there.',
  );
});

test('a header that Prism takes for a number and we do not is a disagreement, which is told', async () => {
  const headers = { properties: { 'X-Count': { type: 'integer' } } };
  const contract = sketch({ events: [{ name: 'made', payload: typed('made'), headers }] });
  const engine = await createPrismEngine([contract]);
  const judgement = await engine.judge({
    contract,
    event: 'made',
    payload: { type: 'made' },
    headers: [['X-Count', '12']],
    path: pathOf(contract),
  });
  expect(judgement).toEqual({
    accepted: true,
    violations: [],
    disagreement: 'Prism accepts what our validators refuse: cafe@1.0.0 made, headers /X-Count (type)',
  });
});

test('what Prism reads differently is told, and never ends in an error', async () => {
  let deep: Json = [];
  for (let depth = 0; depth < 20_000; depth += 1) deep = [deep];
  const contract = sketch({
    definitions: { tree: { type: 'array', items: { $ref: '#/definitions/tree' } } },
    events: [
      {
        name: 'made',
        payload: {
          properties: {
            amount: { type: 'number' },
            tree: { $ref: '#/definitions/tree' },
            made: { required: ['constructor'] },
            many: { items: { type: 'string' } },
          },
        },
      },
    ],
  });
  const engine = await createPrismEngine([contract]);
  const judged = async (more: JsonObject): Promise<Judgement> =>
    engine.judge({
      contract,
      event: 'made',
      payload: { type: 'made', ...more },
      headers: [],
      path: pathOf(contract),
    });
  for (const more of [{ amount: JSON.parse('1e999') as number }, { tree: deep }, { made: {} }]) {
    const { accepted, disagreement } = await judged(more);
    expect(accepted).toBe(true);
    expect(disagreement).toMatch(/^Prism accepts what our validators refuse: cafe@1\.0\.0 made, body/);
  }
  const { accepted, violations } = await judged({ many: Array.from({ length: 20_000 }, (_, index) => index) });
  expect(accepted).toBe(false);
  expect(violations.length).toBe(200);
});

test('where Prism is not installed, that is said', () => {
  expect(prismIsInstalled()).toBe(true);
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-no-prism-'));
  try {
    for (const file of ['mock/prism/prism-http.ts', 'findings/run-error.ts'])
      cpSync(join(root, 'src', file), join(folder, 'src', file));
    const script = `
      import { loadPrism, prismIsInstalled } from '${pathToFileURL(join(folder, 'src/mock/prism/prism-http.ts')).href}';
      await loadPrism().catch(({ name, message, help }) => {
        console.log(JSON.stringify([prismIsInstalled(), name, message, help]));
      });`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(JSON.parse(printed)).toEqual([
      false,
      'RunError',
      'Prism (@stoplight/prism-http) is not installed.',
      'Install it (npm install --save-dev @stoplight/prism-http@~5.15.10), or use the engine "fast".',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
