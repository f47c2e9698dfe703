import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPackage } from '../testing/built-package.ts';
import { newConsumer, runNode, vitestProgram } from '../testing/consumer.ts';
import type { Run } from '../testing/consumer.ts';
import { codeBlocks } from '../testing/docs.ts';
import type { TestFolder } from '../testing/own-contract.ts';

const peers = join(import.meta.dirname, '../peers/node_modules');
const jest = join(peers, 'jest/bin/jest.js');

let built: TestFolder;
beforeAll(() => {
  built = buildPackage();
});
afterAll(() => built.remove());

/** Runs a program in a consumer's folder with these files. */
function runIn(files: Readonly<Record<string, string>>, ...args: readonly string[]): Run {
  const consumer = newConsumer(files, built.path);
  const run = runNode(consumer, ...args);
  consumer.remove();
  return run;
}

const ticket = `{ type: 'ticket_created', data: { id: '1', status: 'NEW', source: 'MANUAL', line: '3', craeted: {} } }`;
const wrongCapture =
  'POST /hooks HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{"type":"line_changed","data":{"id":"7"}}';
/** How every runner shows what is wrong with `ticket`, apart from margins. */
const complaint = [
  'The payload is no valid ticket_created of qminder@1.0.0: 2 things are wrong.',
  '/data/created',
  'is required, and missing',
  'Did you misspell it? There is "craeted".',
  '/data/line',
  'expected  an integer',
  'got       string "3"',
];

function expectLines(output: string, lines: readonly string[]): void {
  const printed = output.split('\n').map((line) => line.trim());
  const start = printed.findIndex((line) => line.endsWith(lines[0] ?? ''));
  expect(start, output).toBeGreaterThan(-1);
  const following = printed.slice(start + 1).filter((line) => line !== '');
  expect(following.slice(0, lines.length - 1)).toEqual(lines.slice(1));
}

test('vitest shows what is wrong', () => {
  const file = `
    import { expect, test } from 'vitest';
    import 'counterfoil/vitest';
    test('a', () => expect(${ticket}).toBeEvent('qminder', 'ticket_created'));`;
  const { status, output } = runIn({ 'a.test.ts': file }, vitestProgram, 'run');
  expect(status, output).toBe(1);
  expectLines(output, complaint);
});

test('node:test passes what is right and shows what is wrong, without vitest', () => {
  const file = `
    import assert from 'node:assert/strict';
    import { describe, test } from 'node:test';
    import { checkEvent, contractChecks, registerChecks } from 'counterfoil/testing';
    test('a', () => {
      const { ok, message } = checkEvent('qminder', 'ticket_created', ${ticket});
      assert.ok(ok, message);
    });
    registerChecks(await contractChecks({ captures: 'captures/*' }), { describe, test });`;
  const files = { 'a.test.js': file, 'captures/a.http': wrongCapture };
  const { status, output } = runIn(files, '--test', '--test-reporter=spec');
  expect(status, output).toBe(1);
  expect(output).toMatch(/ℹ pass 11\nℹ fail 2\n/);
  expectLines(output, complaint);
  expect(output).toMatch(/ {2}\/data\/id must be an integer, got string "7"\.\n\s+at {6}captures\/a\.http:4:\d+\n/);
});

describe('Jest', () => {
  const run = (files: Readonly<Record<string, string>>, ...flags: readonly string[]): Run =>
    runIn({ 'jest.config.json': '{"transform":{},"testMatch":["**/*.test.*js"]}', ...files }, ...flags, jest, '--ci');
  const modules = '--experimental-vm-modules';

  test.skipIf(!existsSync(jest))('passes what is right (skipped unless `npm ci --prefix test/peers` was run)', () => {
    const file = `
      import { contractChecks, example, registerChecks, signedDelivery, toBeEvent, toRequest } from 'counterfoil/testing';
      expect.extend({ toBeEvent });
      test('matcher', () => expect(example('qminder', 'ticket_created')).toBeEvent('qminder', 'ticket_created'));
      test('not', () => expect({}).not.toBeEvent('qminder', 'ticket_created'));
      test('request', async () => {
        const delivery = signedDelivery('qminder', 'ticket_created', { url: 'https://example.com/', secret: 's' });
        expect(await toRequest(delivery).json()).toBeEvent('qminder', 'ticket_created');
      });
      registerChecks(await contractChecks({ contracts: 'qminder' }), { describe, test });`;
    const { status, output } = run({ 'a.test.js': file }, modules);
    expect(status, output).toBe(0);
    expect(output).toContain('Tests:       14 passed, 14 total');
    expect(output).toContain('✓ ticket_created, example "ticket-created"');
  });

  test.skipIf(!existsSync(jest))('shows what is wrong (skipped as above)', () => {
    const file = `
      import { contractChecks, registerChecks, toBeEvent } from 'counterfoil/testing';
      expect.extend({ toBeEvent });
      test('a', () => expect(${ticket}).toBeEvent('qminder', 'ticket_created'));
      test('b', () => expect({}).not.toBeEvent('qminder', 'ticket_craeted'));
      registerChecks(await contractChecks({ captures: 'captures/*' }), { describe, test });`;
    const { status, output } = run({ 'a.test.js': file, 'captures/a.http': wrongCapture }, modules);
    expect(status, output).toBe(1);
    expectLines(output, complaint);
    expect(output).toContain('qminder@1.0.0 has no event "ticket_craeted". Did you mean "ticket_created"?');
    expect(output).toContain('/data/id must be an integer, got string "7".');
    expect(output).toContain('Tests:       3 failed, 11 passed, 14 total');
  });

  test.skipIf(!existsSync(jest))('can require it from CommonJS (skipped as above)', () => {
    const file = `
      const { checkEvent, example } = require('counterfoil/testing');
      test('a', () => expect(checkEvent('qminder', 'ticket_created', example('qminder', 'ticket_created')).ok).toBe(true));`;
    const { status, output } = run({ 'a.test.cjs': file }, modules);
    expect(status, output).toBe(0);
  });

  test.skipIf(!existsSync(jest))('runs the documentation (skipped as above)', () => {
    const name = 'payloads.jest.test.js';
    const { status, output } = run({ [name]: codeBlocks().get(name) ?? '' }, modules);
    expect(status, output).toBe(0);
    expect(output).toContain('Tests:       1 passed, 1 total');
  });
});

describe('the code in the documentation', () => {
  const blocks = codeBlocks();
  const helpers = {
    // Signed for its URL and body with the secret of the documentation.
    'captures/a.http':
      'POST /webhooks HTTP/1.1\r\nHost: example.com\r\nContent-Type: application/json\r\nX-Qminder-Signature: c705bdf3d6df7bc7896050aa9f555292d7ca4243129cd2697d4d43492fe7763d\r\n\r\n{"type":"line_changed","data":{"id":7}}',
    'receiver.ts': `
      import { createHmac } from 'node:crypto';
      export const receiver = {
        async fetch(request: Request): Promise<Response> {
          const hmac = createHmac('sha256', 'test-secret-not-real').update(request.url).update(await request.bytes());
          return new Response(null, { status: request.headers.get('x-qminder-signature') === hmac.digest('hex') ? 204 : 401 });
        },
      };`,
  };

  test('is run: there is no block that nobody knows', () => {
    expect([...blocks.keys()]).toEqual([
      'payloads.test.ts',
      'receiver.test.ts',
      'contracts.test.ts',
      'payloads.node.test.js',
      'payloads.jest.test.js',
    ]);
  });

  test('passes with vitest', () => {
    const files = Object.fromEntries([...blocks].filter(([name]) => name.endsWith('.test.ts')));
    const { status, output } = runIn({ ...helpers, ...files }, vitestProgram, 'run', '--reporter=verbose');
    expect(status, output).toBe(0);
    expect(output).toMatch(/Test Files {2}3 passed \(3\)/);
    expect(output).toContain('✓ contracts.test.ts > contracts > captures/a.http > line_changed');
  });

  test('passes with node:test', () => {
    const name = 'payloads.node.test.js';
    const { status, output } = runIn({ ...helpers, [name]: blocks.get(name) ?? '' }, '--test', name);
    expect(status, output).toBe(0);
  });
});

describe('the types', () => {
  const file = `
    import { checkEvent, contractChecks, example, examples, registerChecks, sample, signedDelivery, toRequest } from 'counterfoil/testing';
    interface Ready { type: 'order.ready'; order: { id: number } }
    declare global {
      interface CounterfoilContracts { 'cafe@1.0.0': { 'order.ready': Ready } }
    }
    const id: number = example('cafe', 'order.ready').order.id;
    const typed: Ready = sample<Ready>('./contracts/other', 'order.ready', { seed: 7 });
    const ok: boolean = checkEvent('cafe', 'order.ready', typed).ok;
    const all: Ready[] = examples('cafe').map(({ payload }) => payload);
    const request: Request = toRequest(signedDelivery('cafe', 'order.ready', { url: 'https://example.com/', secret: process.env['X'] }));
    // @ts-expect-error no such event
    example('cafe', 'order.raedy');
    export const used = [id, ok, all, request, contractChecks, registerChecks];`;
  const matcher = `
    import { expect, test } from 'vitest';
    import { contractTests } from 'counterfoil/vitest';
    test('a', () => {
      expect({}).toBeEvent('a', 'b', { profile: 'strict' });
      expect({}).not.toBeEvent('a', 'b');
      // @ts-expect-error the profile does not exist
      expect({}).toBeEvent('a', 'b', { profile: 'loose' });
      const done: void = expect({}).toBeEvent('a', 'b');
      return done;
    });
    contractTests({ captures: 'captures/*' });`;
  const configuration = (skipLibCheck: boolean, files: readonly string[]): string =>
    JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: 'es2022',
        module: 'nodenext',
        moduleResolution: 'nodenext',
        types: ['node'],
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        noPropertyAccessFromIndexSignature: true,
        verbatimModuleSyntax: true,
        skipLibCheck,
      },
      files,
    });
  const compilers = [
    ['5.4', join(peers, 'typescript-5.4/bin/tsc')],
    ['5.9', join(peers, 'typescript-5.9/bin/tsc')],
    ['6', join(peers, 'typescript-6/bin/tsc')],
    ['7', join(import.meta.dirname, '../../node_modules/typescript/bin/tsc')],
  ] as const;

  const there = compilers.filter(([, compiler]) => existsSync(compiler));

  // Some are skipped unless `npm ci --prefix test/peers` was run.
  test.each(there)('hold under TypeScript %s', (version, compiler) => {
    const files = {
      'a.ts': file,
      'b.ts': matcher,
      'strict.json': configuration(false, ['a.ts']),
      'matcher.json': configuration(true, ['a.ts', 'b.ts']),
    };
    const consumer = newConsumer(files, built.path);
    const runs = ['strict.json', 'matcher.json'].map((config) => runNode(consumer, compiler, '-p', config));
    consumer.remove();
    for (const { status, output } of runs) expect(status, `${version}: ${output}`).toBe(0);
  });
});
