import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Contract } from '../../../src/asyncapi/model.ts';
import { generatedMark } from '../../../src/codegen/client/header.ts';
import type { Client, ContractTypes, Receiver } from '../../../src/runtime/api.ts';
import { clientFiles, loadShipped, writeClient } from '../../support/client-folder.ts';

interface ClientModule {
  readonly createReceiver: (options: object) => Receiver<ContractTypes>;
  readonly [vendor: string]: unknown;
}

const shipped = loadShipped();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-clients-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function open(contract: Contract): Promise<{ client: Client<ContractTypes>; module: ClientModule }> {
  const module = (await import(join(writeClient(contract, folder), 'index.js'))) as ClientModule;
  return { module, client: module[contract.vendor] as Client<ContractTypes> };
}

describe.each(shipped)('the client of $id', (contract) => {
  test('is the same, byte for byte, when it is made again', () => {
    const again = loadShipped().find(({ id }) => id === contract.id);
    expect(again).not.toBe(contract);
    expect(clientFiles(again ?? contract)).toEqual(clientFiles(contract));
  });

  test('says in every file what it was made from, and in nothing where', () => {
    for (const { path, content } of clientFiles(contract)) {
      expect(content.slice(0, 400), path).toContain(
        `${generatedMark} 0.0.0 from the contract ${contract.id} (sha256:0)`,
      );
      expect(content, path).not.toContain(join(import.meta.dirname, '../../..'));
    }
  });

  test('imports its own files alone, and makes no code at run time', () => {
    const files = clientFiles(contract);
    const names = new Set(files.map(({ path }) => `./${path.replace(/\.d\.ts$/, '.js')}`));
    for (const { path, content } of files.filter((file) => /\.(?:js|ts)$/.test(file.path))) {
      const imported = [...content.matchAll(/^(?:import|export)\s[^;]*?\bfrom\s+['"]([^'"]+)['"]/gm)].map(
        ([, name]) => name,
      );
      expect(
        imported.filter((name) => !names.has(name ?? '')),
        path,
      ).toEqual([]);
      const code = content.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      expect(/\beval\(|new Function|\brequire\(|\bimport\(|\bBuffer\b/.exec(code), path).toBeNull();
    }
  });

  test('accepts every documented example, as its event', async () => {
    const { client } = await open(contract);
    expect(client.contract).toBe(contract.id);
    for (const { name, examples } of contract.events) {
      for (const { payload } of examples) expect(client.parse(payload)).toEqual({ kind: 'event', name, payload });
    }
  });

  test('serves a receiver', async () => {
    const { module } = await open(contract);
    const receiver = module.createReceiver({ verify: () => true });
    const event = contract.events.find(({ examples }) => examples.length > 0);
    const got: unknown[] = [];
    receiver.onAny((each) => got.push((each as { name: string }).name));
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify(event?.examples[0]?.payload);
    const answer = await receiver.fetch(new Request('http://localhost/', { method: 'POST', headers, body }));
    expect([answer.status, got]).toEqual([204, [event?.name]]);
  });

  test('does not start without authentication', async () => {
    const { module } = await open(contract);
    expect(() => module.createReceiver({})).toThrow(TypeError);
    expect(() =>
      module.createReceiver({ secrets: undefined, url: 'https://example.com', auth: { secret: '' } }),
    ).toThrow(TypeError);
  });

  test('bundled, minified and compressed, has at most 15 kB', async () => {
    const path = writeClient(contract, folder);
    expect(await compressedSize(join(path, 'index.js'), 'createReceiver')).toBeLessThanOrEqual(15_000);
  });
});

/** Bytes of what a service carries that imports one function of a module, minified and compressed. */
async function compressedSize(file: string, name: string): Promise<number> {
  const entry = 'virtual:entry';
  const build = await rolldown({
    input: entry,
    platform: 'neutral',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? `export { ${name} } from ${JSON.stringify(file)};` : null),
      },
    ],
  });
  const { output } = await build.generate({ format: 'esm', minify: true });
  await build.close();
  expect(output).toHaveLength(1);
  return gzipSync(output[0].code, { level: 9 }).byteLength;
}

test('the manifest of a folder says that the files are modules', () => {
  const [contract] = shipped;
  const file = contract && clientFiles(contract).find(({ path }) => path === 'package.json');
  expect(JSON.parse(file?.content ?? '')).toMatchObject({ private: true, type: 'module', sideEffects: false });
});
