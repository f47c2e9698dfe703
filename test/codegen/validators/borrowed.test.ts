import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { emitValidators } from '../../../src/codegen/validators/emit-validators.ts';
import type { JsonSchema } from '../../../src/json-schema/schema.ts';
import type { Json } from '../../../src/util/json.ts';
import { schemas } from '../../json-schema/arbitraries.ts';
import { clientFiles, loadShipped, writeClient } from '../../support/client-folder.ts';
import { textSchemas, unevaluatedSchemas, wideSchemas } from './arbitraries.ts';
import { emitFor } from './compile-module.ts';
import { borrowedBy } from './module-names.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-borrowed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shipped = loadShipped();

/** The globals that validators may name: of the language alone, and none that makes code. */
const ofTheLanguage = new Set('Array Infinity Map Number Object Set undefined'.split(' '));

/** What the runtime names besides: of the language, and of the web as every runtime has it. */
const ofTheWeb = new Set(
  `BigInt Boolean Date Error JSON Math NaN Promise RangeError RegExp String Symbol TypeError Uint8Array globalThis
  Blob DecompressionStream Response TextDecoder TextEncoder URLSearchParams atob btoa crypto performance`.split(/\s+/),
);

function beyond(code: string, allowed: ReadonlySet<string>): readonly string[] {
  return borrowedBy(code).globals.filter((name) => !allowed.has(name));
}

describe('what a module borrows', () => {
  it('is seen by the syntax', () => {
    const code = `import x, { y as z } from './a.js';
import('./b.js');
import(x);
export { memory } from './c.js';
const text = 'require(1)', { process: [own = Buffer], ...rest } = z;
class Here { eval() { return eval(text); } }
function f({ a = b }) { again: for (;;) break again; return new Function(a.Function, { rest, key: own, require }); }
export const [g] = [(...h) => [import.meta.url, h, f, Here, globalThis[index]]];`;
    expect(borrowedBy(code)).toEqual({
      sources: ['./a.js', './b.js', '?', './c.js'],
      globals: ['Buffer', 'Function', 'b', 'eval', 'globalThis', 'import.meta', 'index', 'require'],
    });
  });

  it.each(shipped)('is the runtime beside it, for the validators of $id', (contract) => {
    const { code } = emitValidators(contract);
    expect(borrowedBy(code).sources).toEqual(['./runtime.js']);
    expect(beyond(code, ofTheLanguage)).toEqual([]);
  });

  it.each(shipped)('is what every runtime has, for all of the client of $id', (contract) => {
    const modules = clientFiles(contract).filter(({ path }) => path.endsWith('.js'));
    expect(modules.map(({ path }) => path)).toEqual(['index.js', 'validators.js', 'schemas.js', 'runtime.js']);
    const names = new Set(modules.map(({ path }) => `./${path}`));
    for (const { path, content } of modules) {
      expect([path, borrowedBy(content).sources.filter((source) => !names.has(source))]).toEqual([path, []]);
      expect([path, beyond(content, new Set([...ofTheLanguage, ...ofTheWeb]))]).toEqual([path, []]);
    }
  });

  it.each(['draft-07', '2020-12'] as const)('is the runtime beside it, whatever the schemas say (%s)', (dialect) => {
    const pair = (one: fc.Arbitrary<JsonSchema>, two: fc.Arbitrary<JsonSchema>): fc.Arbitrary<JsonSchema[]> =>
      fc.tuple(one, two);
    const leaf = fc.constant<JsonSchema>({ properties: { a: true } });
    const bundles = fc.oneof(
      pair(schemas(dialect), schemas(dialect)),
      pair(wideSchemas, schemas(dialect)),
      pair(textSchemas, wideSchemas),
      ...(dialect === '2020-12' ? [pair(unevaluatedSchemas(dialect), leaf)] : []),
    );
    fc.assert(
      fc.property(bundles, ([one = true, two = true]) => {
        const { code } = emitFor({ dialect, definitions: { one, two } }, 'one');
        expect(borrowedBy(code).sources.filter((source) => source !== './runtime.js')).toEqual([]);
        expect(beyond(code, ofTheLanguage)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is no code that texts of a schema hold', () => {
    const words = [
      "'); eval('1'); ('",
      '`${process.exit()}`',
      '\\u0027',
      '\n*/ require("fs") /*',
      '</script>',
      '\u2028',
    ];
    const schema: JsonSchema = {
      required: words,
      properties: Object.fromEntries(words.map((word, index) => [word, { const: words[index - 1] ?? [...words] }])),
      patternProperties: { 'eval\\(': { enum: [...words, 1, 2, 3] } },
      additionalProperties: { pattern: '/; require("fs"); /' },
      dependencies: { eval: ['require'] },
    };
    const { code } = emitFor({ dialect: 'draft-07', definitions: { it: schema } }, 'it');
    expect(borrowedBy(code).sources).toEqual(['./runtime.js']);
    expect(beyond(code, ofTheLanguage)).toEqual([]);
  });
});

describe('where no code may be made of texts', () => {
  it.each(shipped)('the client of $id validates, explains, reports and receives', (contract) => {
    const examples = contract.events.flatMap(({ name, examples: all }) =>
      all.map(({ payload }) => [name, payload] as const),
    );
    const output = runStrictly(
      writeClient(contract, folder),
      `const { ${contract.vendor}: client, createReceiver } = await import('./index.js');
const receiver = createReceiver({ verify: () => true });
const got = [];
receiver.onAny(({ name }) => got.push(name));
for (const [name, payload] of input) {
  const validator = client.events[name];
  const [undocumented] = validator.undocumented({ ...payload, stranger: 1 });
  const [violation] = validator.violations({ ...payload, type: 1 });
  const body = JSON.stringify(payload);
  const headers = { 'content-type': 'application/json' };
  const { status } = await receiver.fetch(new Request('http://localhost/', { method: 'POST', headers, body }));
  console.log(client.parse(payload).name, undocumented.pointer, violation.pointer, status);
}
console.log(got.join());`,
      examples,
    );
    const names = examples.map(([name]) => name);
    expect(output.split('\n')).toEqual([...names.map((name) => `${name} /stranger /type 204`), names.join()]);
  });

  it('validators of all sorts of schemas decide', () => {
    const schema: JsonSchema = {
      required: ['text', 'list'],
      properties: {
        text: { type: 'string', pattern: '^(a+)+$', minLength: 2 },
        list: { uniqueItems: true, contains: { enum: ['1', 2, 3, 4, 5, 6, 7, 8, 9, [10], { a: 11 }] } },
        json: { contentMediaType: 'application/json', contentSchema: { $ref: '#/definitions/it' } },
        inner: { allOf: [{ $ref: '#/definitions/it' }, { properties: { inner: { $ref: '#/definitions/it' } } }] },
        size: { multipleOf: 0.1, exclusiveMaximum: 10 },
        when: { format: 'date' },
        where: { format: 'uri-template' },
      },
      patternProperties: { '^x-': { type: ['string', 'null'] } },
      unevaluatedProperties: false,
    };
    const { code } = emitFor({ dialect: '2020-12', definitions: { it: schema } }, 'it');
    expect(code).toMatch(/linear\(/);
    expect(code).toMatch(/new Set\(/);
    expect(code).toMatch(/remember\(/);
    const own = mkdtempSync(join(folder, 'all-'));
    writeFileSync(join(own, 'validators.js'), code);
    writeFileSync(join(own, 'package.json'), '{ "type": "module" }');
    const [client] = shipped;
    const runtime = client && clientFiles(client).find(({ path }) => path === 'runtime.js');
    writeFileSync(join(own, 'runtime.js'), runtime?.content ?? '');
    const right = {
      text: 'aaa',
      list: [[10]],
      json: '{"text":"aa","list":["1"]}',
      'x-a': null,
      size: 0.3,
      when: '2024-02-29',
    };
    const tried: readonly Json[] = [
      { ...right, inner: right, where: '/{a}' },
      { ...right, text: 'aab' },
      { ...right, list: [{ a: 11 }, { a: 11 }] },
      { ...right, json: '{"text":"aa","list":[0]}' },
      { ...right, inner: { ...right, stranger: 1 } },
      { ...right, size: 0.35 },
      { ...right, when: '2023-02-29' },
      { ...right, where: '/{a' },
    ];
    const output = runStrictly(
      own,
      `const { isIt } = await import('./validators.js');
console.log(input.map((value) => isIt(value)).join(' '));`,
      tried,
    );
    expect(output).toBe('true false false false false false false false');
  });
});

/** Runs a module in a folder, with `input`, after a proof that no code can be made there, and gives what it prints. */
function runStrictly(own: string, program: string, input: unknown): string {
  const proof = `import { readFileSync } from 'node:fs';
const input = JSON.parse(readFileSync(new URL('input.json', import.meta.url), 'utf8'));
const refused = [() => (0, eval)('1'), () => new Function('return 1'), () => (() => {}).constructor('1')].filter((make) => {
  try { make(); } catch (error) { return error instanceof EvalError; }
});
if (refused.length < 3) throw new Error('Code can be made here.');
`;
  writeFileSync(join(own, 'input.json'), JSON.stringify(input));
  writeFileSync(join(own, 'run.js'), proof + program);
  const flag = '--disallow-code-generation-from-strings';
  return execFileSync(process.execPath, [flag, join(own, 'run.js')], { encoding: 'utf8' }).trim();
}
