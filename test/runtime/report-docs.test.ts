import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Contract } from '../../src/asyncapi/model.ts';
import type { Receiver, Report, ContractTypes } from '../../src/runtime/api.ts';
import { sign } from '../../src/signatures/sign.ts';
import { loadShipped, writeClient } from '../support/client-folder.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/reporting.md'), 'utf8');
const blocks = [...page.matchAll(/^```ts\n(?:\/\/ (\S+)\n)?(.*?)^```$/gms)].map(([, file, code = '']) => ({
  file,
  code,
}));

const secret = 'a secret of the docs';
let folder: string;
let contract: Contract;

/** The program of `docs/reporting.md`, beside a real client. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-reporting-'));
  mkdirSync(join(folder, 'src/webhooks'), { recursive: true });
  const found = loadShipped().find(({ id }) => id === 'qminder@1.0.0');
  if (found === undefined) throw new Error('The documented contract is not shipped.');
  contract = found;
  const written = writeClient(contract, folder);
  mkdirSync(join(folder, 'src/webhooks'), { recursive: true });
  renameSync(written, join(folder, 'src/webhooks/qminder-v1'));
  for (const { file, code } of blocks) writeFileSync(join(folder, file ?? ''), code);
  write('package.json', '{ "type": "module" }');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

test('every block of TypeScript is a file', () => {
  expect(blocks.map(({ file }) => file)).toEqual([
    'src/webhooks.ts',
    'src/server.ts',
    'src/telemetry.ts',
    'src/drift.ts',
  ]);
});

test('the files compile', () => {
  // As far as the page uses it: https://open-telemetry.github.io/opentelemetry-js/interfaces/_opentelemetry_api._opentelemetry_api.Meter.html
  write(
    'node_modules/@opentelemetry/api/index.d.ts',
    `type Attributes = Record<string, string | number | boolean>;
interface Meter {
  createCounter(name: string, options?: { unit?: string }): { add(value: number, attributes?: Attributes): void };
  createHistogram(name: string, options?: { unit?: string }): { record(value: number, attributes?: Attributes): void };
}
export declare const metrics: { getMeter(name: string, version?: string): Meter };
`,
  );
  write('node_modules/@opentelemetry/api/package.json', '{ "name": "@opentelemetry/api", "types": "./index.d.ts" }');
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    verbatimModuleSyntax: true,
  };
  const settings = {
    module: 'nodenext',
    target: 'es2024',
    noEmit: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  };
  write('tsconfig.json', JSON.stringify({ compilerOptions: { ...strict, ...settings }, include: ['src/*.ts'] }));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const run = (): string => {
    try {
      return execFileSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };
  expect(run()).toBe('');
});

test('the program counts what is delivered, and keeps nothing personal', async () => {
  process.env['QMINDER_SECRET'] = secret;
  const file = join(folder, 'src/webhooks.ts');
  const { receiver, report } = (await import(file)) as { receiver: Receiver<ContractTypes>; report: Report };
  const { authentication, events } = contract;
  const example = events.find(({ name }) => name === 'ticket_created')?.examples[0]?.payload;
  const url = 'https://example.com/webhooks';
  const deliver = async (payload: unknown): Promise<number> => {
    const body = Buffer.from(JSON.stringify(payload));
    const headers =
      authentication.kind === 'signature' ? sign(authentication.scheme, { secret, url, method: 'POST', body }) : [];
    const init = {
      method: 'POST',
      body,
      headers: [['Content-Type', 'application/json'], ...headers] as [string, string][],
    };
    return (await receiver.fetch(new Request(url, init))).status;
  };
  // One in twenty is in the sample.
  for (let count = 0; count < 500; count++) expect(await deliver(example)).toBeLessThan(300);
  expect(await deliver({ type: 'ticket_forgotten' })).toBeLessThan(300);
  expect(await deliver({ type: 'ticket_created', data: {} })).toBeLessThan(300);
  const text = report.prometheus();
  expect(text).toMatch(/^counterfoil_deliveries_total\{vendor="qminder",event="ticket_created",status="2\d\d"\} 501$/m);
  expect(text).toMatch(
    /^counterfoil_findings_total\{vendor="qminder",event="unknown",rule="capture\/unknown-event"\} 1$/m,
  );
  expect(text).toMatch(
    /^counterfoil_findings_total\{vendor="qminder",event="ticket_created",rule="capture\/payload"\} [1-9]$/m,
  );
  const captures = report.captures();
  expect(captures).toContain('"contract":"qminder@1.0.0","event":"ticket_created"');
  expect(captures).not.toMatch(/Jane|Eyre|12125551234/);
});
