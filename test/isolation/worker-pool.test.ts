import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createAnalyst } from '../../src/isolation/analyst.ts';
import { IsolationError } from '../../src/isolation/run-isolated.ts';
import { createWorkerPool } from '../../src/isolation/worker-pool.ts';
import type { PoolOptions, WorkerPool } from '../../src/isolation/worker-pool.ts';

let pool: WorkerPool | undefined;
afterEach(() => pool?.close());

function open(options: PoolOptions): WorkerPool {
  pool = createWorkerPool(options);
  return pool;
}

const read = (text: string): { text: string; references: [] } => ({ text, references: [] });
const object = JSON.stringify({ type: 'object' });

/** Every level is entered by two ways, and a dynamic reference at the end asks by which: twice as many with each level. */
function endless(): string {
  const levels = 40;
  const anchored = (name: string, rest: object): [string, object] => [
    name,
    { $id: name, $defs: { own: { $dynamicAnchor: name } }, ...rest },
  ];
  const $defs = Object.fromEntries(
    Array.from({ length: levels }, (_, level) => [
      anchored(`left${level}`, { $ref: `level${level + 1}` }),
      anchored(`right${level}`, { $ref: `level${level + 1}` }),
      anchored(`level${level}`, { allOf: [{ $ref: `left${level}` }, { $ref: `right${level}` }] }),
    ]).flat(),
  );
  const last = { $id: `level${levels}`, $defs: { own: { $dynamicAnchor: 'left0' } }, $dynamicRef: '#left0' };
  return JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $ref: 'level0',
    $defs: { ...$defs, last },
  });
}

describe('a pool of workers', () => {
  test('does more tasks than it has workers, each with its own result', async () => {
    const { run } = open({ size: 2 });
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        run('read-schema', read(index % 2 === 0 ? object : `{"type": ${index}}`)),
      ),
    );
    expect(results.map((reason) => typeof reason)).toEqual(
      results.map((_, index) => (index % 2 === 0 ? 'undefined' : 'string')),
    );
  });

  test('ends a task at its deadline, and goes on with the next in another worker', async () => {
    const { run } = open({ size: 1, deadline: 60_000 });
    const stuck = run('read-schema', read(endless()), 500);
    const next = run('read-schema', read(object));
    await expect(stuck).rejects.toMatchObject({ name: 'IsolationError', reason: 'time' });
    expect(await next).toBeUndefined();
  });

  test('ends a task at the memory limit, and goes on with the next', async () => {
    const { run } = open({ size: 1, memory: 24, deadline: 60_000 });
    const large = JSON.stringify({ enum: Array.from({ length: 400_000 }, (_, index) => [`value ${index}`]) });
    const greedy = run('read-schema', read(large));
    const next = run('read-schema', read(object));
    await expect(greedy).rejects.toMatchObject({ name: 'IsolationError', reason: 'memory' });
    expect(await next).toBeUndefined();
  });

  test('refuses what is too much to wait, and everything once it is closed', async () => {
    const { run, close } = open({ size: 1, queue: 1 });
    const settled = Promise.allSettled([1, 2, 3].map(() => run('read-schema', read(object))));
    await expect(run('read-schema', read(object))).rejects.toMatchObject({ reason: 'busy' });
    await close();
    const outcomes = await settled;
    expect(outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason instanceof IsolationError)).toBe(
      true,
    );
    await expect(run('read-schema', read(object))).rejects.toMatchObject({ reason: 'closed' });
  });

  test('hands on what a task throws, and keeps its worker', async () => {
    const { run } = open({ size: 1 });
    await expect(run('compare-schemas', { older: ['{'], newer: object, relation: 'instances' })).rejects.toMatchObject({
      name: 'RunError',
      kind: 'input',
    });
    await expect(run('compare-schemas', null)).rejects.toBeInstanceOf(TypeError);
    expect(await run('read-schema', read(object))).toBeUndefined();
  });
});

describe('the analyst', () => {
  const { readSchema, compareSchemas, close } = createAnalyst(createWorkerPool({ size: 1 }));
  afterAll(close);

  test.each([
    ['{"type": "object"', 'it is no JSON'],
    ['[]', 'no object and no boolean'],
    ['{"type": "text"}', 'must be one of'],
    ['{"$schema": "https://example.com/own"}', 'a dialect that is not known'],
    ['{"properties": {"a": {"pattern": "(a"}}}', 'pattern'],
    ['{"$ref": "#/definitions/absent"}', 'leads to no schema'],
    ['{"$ref": "file:///etc/passwd"}', 'leads out of the schema'],
    ['{"$ref": "http://169.254.169.254/latest/meta-data"}', 'leads out of the schema'],
    ['{"definitions": {"unused": {"$ref": "other.json"}}}', 'leads out of the schema'],
    ['{"$ref": "#"}', 'refers to itself'],
    ['{"definitions": {"a": {"$id": "x"}, "b": {"$id": "x"}}}', 'have the $id "x"'],
  ])('refuses %s', async (text, reason) => {
    expect(await readSchema(text, [])).toContain(reason);
  });

  test('reads references by their names', async () => {
    const text = '{"properties": {"a": {"$ref": "a.json#/definitions/deep"}}}';
    const reference = { name: 'a.json', text: '{"definitions": {"deep": {"type": "string"}}}' };
    expect(await readSchema(text, [reference])).toBeUndefined();
    expect(await readSchema(text, [{ ...reference, text: '{}' }])).toContain('leads to no schema');
    const [comparison] = await compareSchemas([object], '{"type": ["object", "null"]}', 'instances');
    expect(comparison?.backward).toEqual({ status: 'compatible' });
    expect(comparison?.forward).toEqual({ status: 'incompatible', witness: null });
  });
});
