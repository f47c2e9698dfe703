import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadContractSync } from '../../src/asyncapi/load-contract.ts';
import { pageFiles, readPage, root } from '../support/docs/pages.ts';
import { notCompiled } from '../support/docs/not-run.ts';
import { folderOf, modulesOf } from '../support/docs/typescript.ts';
import { loadShipped, writeClient } from '../support/client-folder.ts';

// Its blocks are the package's own declarations, cut into pieces: api-report.ts compares them with what is built.
const pages = ['README.md', ...pageFiles()].filter((file) => file !== 'docs/api-report.md').map(readPage);
const modules = pages.flatMap(modulesOf);
const isLeftOut = ({ page, text }: { page: string; text: string }): boolean =>
  notCompiled.some(({ file, begins }) => page === file && text.startsWith(begins));
const compiled = modules.filter((one) => !isLeftOut(one));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-docs-types-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  writeClients();
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const { page, path, text } of compiled) write(join(folder, 'pages', folderOf(page), path), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Clients of the shipped contracts, where pages generate them to, and the package of a vendor called cafe. */
function writeClients(): void {
  const clients = join(folder, 'clients');
  for (const contract of loadShipped()) {
    const name = `${contract.vendor}-v${contract.version.split('.')[0]}`;
    cpSync(writeClient(contract, join(folder, 'generated')), join(clients, name), { recursive: true });
  }
  const { contract } = loadContractSync(join(root, 'test/cli/bases/cafe-versions/asyncapi/cafe/2.0.0/asyncapi.yaml'));
  if (contract === undefined) throw new Error('The contract of cafe does not load.');
  cpSync(writeClient(contract, join(folder, 'generated')), join(clients, 'cafe'), { recursive: true });
  for (const page of new Set(compiled.map((one) => one.page))) {
    for (const place of ['webhooks', 'clients', 'src/webhooks']) {
      const target = join(folder, 'pages', folderOf(page), place);
      mkdirSync(dirname(target), { recursive: true });
      symlinkSync(clients, target, 'dir');
    }
  }
}

test('TypeScript of the documents compiles, as one program', () => {
  const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
  const compilerOptions = {
    ...strict,
    module: 'nodenext',
    target: 'es2024',
    lib: ['es2024', 'dom', 'dom.iterable'],
    types: ['node'],
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    paths: {
      counterfoil: [join(root, 'src/index.ts')],
      'counterfoil/testing': [join(root, 'src/testing/index.ts')],
      'counterfoil/vitest': [join(root, 'src/testing/vitest.ts')],
      '@counterfoil/*': [join(folder, 'clients/*/index.d.ts')],
    },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['pages'] }));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(compiled.length).toBeGreaterThan(35);
  // Its explanations are indented. What is wrong in the sources is told by the step that compiles them.
  const messages = stdout.split(/\n(?! )/).filter((message) => message.startsWith('pages/'));
  expect(messages.map(inPage)).toEqual([]);
});

/** A message of the compiler with the place in the page instead of that in the module. */
function inPage(message: string): string {
  const [, path = '', line = '', rest = ''] = /^pages\/([^(]+)\((\d+),\d+\): (.*)$/s.exec(message) ?? [];
  const module = compiled.find((one) => `${folderOf(one.page)}/${one.path}` === path);
  if (module === undefined) return message;
  return `${module.page}:${module.lineOf(Number(line)) ?? 'what is given'}: ${rest}`;
}

test('what is not compiled is there', () => {
  expect(modules.filter(isLeftOut)).toHaveLength(notCompiled.length);
});
