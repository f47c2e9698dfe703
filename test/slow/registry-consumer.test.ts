/** From the one who writes a contract to the one who compiles against it, over the real server and a folder. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../../src/api/serve.ts';
import type { RegistryServer } from '../../src/api/serve.ts';
import { cafeVersions, emptyFolder } from '../registry/client/project.ts';
import { runCli } from '../support/run-cli.ts';

const root = join(import.meta.dirname, '../..');

/** An author's folder that has these versions of the cafe. */
function authorWith(...versions: readonly string[]): string {
  const folder = emptyFolder();
  cpSync(cafeVersions, folder, { recursive: true });
  for (const version of ['1.0.0', '1.1.0', '2.0.0'])
    if (!versions.includes(version)) rmSync(join(folder, 'asyncapi/cafe', version), { recursive: true });
  return folder;
}

/** The author's 2.0.0, called 1.2.0: it breaks what 1.1.0 promises. */
function authorWithTooSmallStep(): string {
  const folder = authorWith('1.1.0', '2.0.0');
  cpSync(join(folder, 'asyncapi/cafe/2.0.0'), join(folder, 'asyncapi/cafe/1.2.0'), { recursive: true });
  rmSync(join(folder, 'asyncapi/cafe/2.0.0'), { recursive: true });
  const file = join(folder, 'asyncapi/cafe/1.2.0/asyncapi.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('version: 2.0.0', 'version: 1.2.0'));
  return folder;
}

const receiver = `
import type { OrderPlacedEvent } from './webhooks/cafe-v1/index.js';
export const idOf = ({ order }: OrderPlacedEvent): number => order.id;
`;

/** What a receiver is compiled against in the end. */
async function consume(registry: string): Promise<string> {
  const author = authorWith('1.0.0', '1.1.0');
  const run = (cwd: string, ...args: readonly string[]) => runCli(args, { cwd });
  const first = await run(author, 'publish', 'asyncapi/cafe/1.0.0', '--registry', registry, '--dry-run');
  expect(first).toMatchObject({ exit: 0, stdout: expect.stringContaining('cafe@1.0.0  would be published') as string });
  expect((await run(author, 'publish', 'asyncapi/cafe/1.0.0', '--registry', registry)).stdout).toContain(
    'cafe@1.0.0  published',
  );

  const project = emptyFolder();
  writeFileSync(join(project, 'counterfoil.yaml'), `registry: ${registry}\n`);
  expect(await run(project, 'pull', 'cafe')).toMatchObject({ exit: 0, stderr: '' });
  expect(await run(project, 'outdated')).toMatchObject({ exit: 0 });

  const again = await run(author, 'publish', '--registry', registry);
  expect(again.stdout).toContain('cafe@1.0.0  is published as it is');
  expect(again.stdout).toContain('cafe@1.1.0  published');
  const breaking = await run(authorWith('2.0.0'), 'publish', '--registry', registry);
  expect(breaking.stdout).toContain('cafe@2.0.0  published');

  const news = await run(project, 'outdated');
  expect(news.exit).toBe(1);
  expect(news.stdout).toContain('1.1.0 is compatible (1 change), 2.0.0 breaks (2 of 5 changes)');
  expect(news.stdout).toContain('payload of order.placed that breaks it');
  expect((await run(project, 'pull', 'cafe')).stdout).toContain('cafe@1.1.0  updated from 1.0.0');

  const refused = await run(authorWithTooSmallStep(), 'publish', 'asyncapi/cafe/1.2.0', '--registry', registry);
  expect(refused.exit).toBe(1);
  expect(refused.stdout).toContain('cafe@1.2.0  refused');
  expect(refused.stdout).toContain('FAIL  cafe@1.1.0 → cafe@1.2.0');
  expect(refused.stdout).toContain('payload of order.placed that breaks it');

  expect(await run(project, 'pull', '--check')).toMatchObject({ exit: 0 });
  expect(await run(project, 'generate', '--out', 'webhooks')).toMatchObject({ exit: 0, stderr: '' });
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(project, 'receiver.ts'), receiver);
  const compile = (): void =>
    void execFileSync(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '--strict', '--module', 'nodenext', 'receiver.ts'],
      { cwd: project, stdio: 'pipe', encoding: 'utf8' },
    );
  compile();
  writeFileSync(join(project, 'receiver.ts'), receiver.replace('number', 'string'));
  expect(compile).toThrow('Command failed');
  return readFileSync(join(project, 'webhooks/cafe-v1/index.d.ts'), 'utf8');
}

test('a folder: publish, pull, outdated, generate, compile', async () => {
  const registry = join(emptyFolder(), 'contracts');
  mkdirSync(registry);
  expect(await consume(registry)).toContain('the contract cafe@1.1.0');
});

describe('a server', () => {
  const state: { server?: RegistryServer; folder?: string } = {};
  beforeAll(async () => {
    state.folder = mkdtempSync(join(tmpdir(), 'counterfoil-registry-'));
    state.server = await serve({ cwd: state.folder, contracts: [], anonymous: 'write', mocks: false });
  });
  afterAll(async () => {
    await state.server?.close();
    rmSync(state.folder ?? '', { recursive: true, force: true });
  });
  const url = (): string => state.server?.url.replace(/\/$/, '') ?? '';

  test('publish, pull, outdated, generate, compile', async () => {
    expect(await consume(url())).toContain('the contract cafe@1.1.0');
  });

  test('brings the same bytes as the folder that was published, and says what is deprecated', async () => {
    const author = authorWith('1.0.0', '1.1.0');
    await runCli(['publish', '--registry', url()], { cwd: author });
    const [served, copied] = [emptyFolder(), emptyFolder()];
    await runCli(['pull', 'cafe@1.0.0', '--registry', url()], { cwd: served });
    await runCli(['pull', 'cafe@1.0.0', '--registry', author], { cwd: copied });
    const document = 'asyncapi/cafe/1.0.0/asyncapi.yaml';
    expect(readFileSync(join(served, document), 'utf8')).toBe(readFileSync(join(copied, document), 'utf8'));
    const answer = await runCli(['outdated'], { cwd: served });
    expect(answer).toMatchObject({ exit: 1, stderr: '' });
    const lock = readFileSync(join(served, 'counterfoil.lock'), 'utf8');
    expect(lock).toContain(`source: ${url()}\n`);
  });

  test('without the right to write it says what is missing', async () => {
    const folder = emptyFolder();
    const readOnly = await serve({ cwd: folder, contracts: [], anonymous: 'read', mocks: false });
    try {
      const refused = await runCli(['publish', '--registry', readOnly.url], { cwd: authorWith('1.0.0') });
      expect(refused).toMatchObject({ exit: 2, stdout: '' });
      expect(refused.stderr).toContain('it wants a token');
      const none = await runCli(['pull', 'caffe', '--registry', readOnly.url], { cwd: folder });
      expect(none).toMatchObject({ exit: 3, stdout: '' });
      expect(none.stderr).toContain('has no contract of "caffe"');
    } finally {
      await readOnly.close();
    }
  });
});
