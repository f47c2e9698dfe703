import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkContracts } from '../../src/api/check-contracts.ts';
import { generate } from '../../src/api/generate.ts';
import { infer } from '../../src/api/infer.ts';
import type { InferredContract } from '../../src/api/infer.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'counterfoil-infer-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const write = (lines: readonly string[], file = 'captures.ndjson'): void =>
  writeFileSync(join(cwd, file), lines.map((line) => `${line}\n`).join(''));
const record = (body: string, more: object = {}): string => JSON.stringify({ origin: 'live', body, ...more });
const run = (more: object = {}): Promise<InferredContract> =>
  infer(['captures.ndjson'], { vendor: 'cafe', out: '.', cwd, ...more });

/** Inferred from these bodies; the contract must be sound, and describe them all. */
async function inferSound(
  bodies: readonly string[],
  profile: 'strict' | 'tolerant' = 'strict',
): Promise<InferredContract> {
  write(bodies.map((body) => record(body)));
  const result = await run();
  const { findings, verdict } = await checkContracts('asyncapi', { cwd, profile, captures: ['captures.ndjson'] });
  expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  expect(verdict).toBe('pass');
  await generate(['asyncapi'], { out: 'clients', cwd });
  return result;
}

describe('payloads of strangers', () => {
  test('keys that mean something to JavaScript, to JSON Schema, to files or to pointers', async () => {
    const keys = [
      '__proto__',
      'constructor',
      'toString',
      '',
      'a/b~c',
      '$ref',
      '../x',
      '\u{1F600}',
      '‮',
      'const',
      'then',
    ];
    const body = `{"type":"order.paid",${keys.map((key, index) => `${JSON.stringify(key)}:{"a${index}":1,"b":2,"c":"x"}`).join()}}`;
    const { events } = await inferSound([body, body, body, body, body, body]);
    expect(events.map(({ name, count }) => [name, count])).toEqual([['order.paid', 6]]);
  });

  test('keys that cannot be written down leave the others described', async () => {
    const sound = Array.from({ length: 6 }, (_, index) => `{"type":"order.paid","id":${index}}`);
    const { events } = await inferSound([...sound, `{"type":"order.paid","id":7,"\\ud800":1,"${'k'.repeat(5000)}":2}`]);
    expect(events[0]?.properties).toBe(2);
    expect(events[0]?.doubts.map(({ message }) => message).join()).toContain('odd names');
  });

  test('thousands of keys, as a map', async () => {
    const wide = (from: number): string =>
      `{"type":"order.paid","stock":{${Array.from({ length: 2000 }, (_, index) => `"item${from + index}":${index}`).join()}}}`;
    const { events } = await inferSound([wide(0), wide(5000), wide(10_000)]);
    expect(events[0]?.properties).toBe(2);
  });

  test('nesting without end', async () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const { leftOut, captures } = await inferSound(['{"type":"a.b","x":1}', `{"type":"a.b","x":${deep}}`], 'tolerant');
    expect([captures, leftOut]).toEqual([2, []]);
  });

  test.each([
    ['large or small', ['1e300', '-1e21', '9007199254740993', '18446744073709551615', '0.1', '-0']],
    ['without end', ['1e999', '3']],
  ])('numbers %s', async (_, numbers) => {
    const { captures } = await inferSound(numbers.map((number) => `{"type":"a.b","x":${number}}`));
    expect(captures).toBe(numbers.length);
  });

  test('lists, texts and numbers in place of objects are one event', async () => {
    const { events, selector } = await inferSound(['[{"id":1},{"id":2}]', '"pong"', '17', 'null', 'true', '[]']);
    expect(selector.parts).toEqual([]);
    expect(events.map(({ name, count }) => [name, count])).toEqual([['delivery', 6]]);
  });

  test('names of events that are no names of files', async () => {
    const types = ['orders/create', 'orders:create', '../../etc', 'NUL', 'Order', 'order', 'x y', 'ž', 'a'.repeat(90)];
    write(types.map((type) => record(JSON.stringify({ type, id: 1 }))));
    const { events, files } = await run({ selector: ['/type'] });
    expect(new Set(events.map(({ name }) => name.toLowerCase())).size).toBe(types.length);
    expect(
      files.every(({ path }) => /^(?:asyncapi|schemas)\/cafe\/1\.0\.0\/[\w./-]+$/.test(path) && !path.includes('..')),
    ).toBe(true);
    const { findings } = await checkContracts('asyncapi', { cwd, captures: ['captures.ndjson'] });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('files of strangers', () => {
  test('lines that cannot be read, bodies that are no JSON and other vendors are told, and the rest is used', async () => {
    const good = record('{"type":"a.b"}');
    write([good, '{broken', record('a=1&b=2'), record('{"type":"a.b"}', { vendor: 'others' }), record('{"cut'), good]);
    const { captures, findings, leftOut } = await run({ selector: ['/type'] });
    expect(captures).toBe(2);
    expect(findings.map(({ rule, place }) => [rule, place.line])).toEqual([['input/capture-syntax', 2]]);
    expect(leftOut.map(({ reason, count, place }) => [reason, count, place.line])).toEqual([
      [
        'The body is a form (name=value&...): a contract describes JSON alone. Many vendors can be set to send JSON.',
        1,
        3,
      ],
      ['The record says that it is of others.', 1, 4],
      ['The body is not JSON.', 1, 5],
    ]);
  });

  test('nothing usable is an error with the reasons', async () => {
    write([record('<xml/>'), record('{}', { vendor: 'others' })]);
    await expect(run()).rejects.toMatchObject({
      kind: 'input',
      message:
        'There is no capture to infer from. 1: The body is XML or HTML: a contract describes JSON alone. ' +
        '1: The record says that it is of others.',
    });
    write([record('{"id":1}')]);
    await expect(run({ selector: ['header:x-event'] })).rejects.toMatchObject({ kind: 'input' });
    expect(readdirSync(cwd)).toEqual(['captures.ndjson']);
  });

  test('a selector with a value of its own for each delivery is refused', async () => {
    write(Array.from({ length: 600 }, (_, index) => record(`{"id":"x${index}"}`)));
    await expect(run({ selector: ['/id'] })).rejects.toMatchObject({ kind: 'usage' });
  });

  test('events that a stranger makes up end somewhere', async () => {
    const word = (index: number): string =>
      index.toString(26).replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '');
    write(Array.from({ length: 700 }, (_, index) => record(`{"event":"made.${word(index)}"}`)));
    const { events, captures, leftOut } = await run();
    expect([events.length, captures, leftOut.map(({ count }) => count)]).toEqual([500, 500, [200]]);
  });

  test.each([{ vendor: 'Café' }, { vendor: '../x' }, { version: '1' }, { selector: ['type'] }, { out: ' ' }])(
    '%o is refused',
    async (more) => {
      write([record('{"type":"a.b"}')]);
      await expect(run(more)).rejects.toMatchObject({ kind: 'usage' });
      expect(readdirSync(cwd)).toEqual(['captures.ndjson']);
    },
  );
});

describe('what is written', () => {
  test('is the same again, and replaces what is there only by force, as a whole', async () => {
    write([record('{"type":"a.b","id":1}'), record('{"type":"a.c","id":2}')]);
    const first = await run();
    await expect(run()).rejects.toMatchObject({ kind: 'usage', message: 'asyncapi/cafe/1.0.0 is there already.' });
    writeFileSync(join(cwd, 'asyncapi/cafe/1.0.0/messages/a.d.yaml'), '');
    const second = await run({ force: true });
    expect(second.files).toEqual(first.files);
    expect(readdirSync(join(cwd, 'asyncapi/cafe/1.0.0/messages'))).toEqual(['a.b.yaml', 'a.c.yaml']);
    expect(readdirSync(cwd).toSorted()).toEqual(['asyncapi', 'captures.ndjson', 'schemas']);
  });

  test('never goes through a link', async () => {
    write([record('{"type":"a.b","id":1}')]);
    const other = mkdtempSync(join(tmpdir(), 'counterfoil-infer-'));
    symlinkSync(other, join(cwd, 'schemas'));
    await expect(run({ force: true })).rejects.toMatchObject({ kind: 'usage' });
    expect([readdirSync(other), readdirSync(cwd).toSorted()]).toEqual([[], ['captures.ndjson', 'schemas']]);
    rmSync(other, { recursive: true });
  });
});
