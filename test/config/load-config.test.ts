import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { LoadedConfig } from '../../src/config/load-config.ts';

interface Expected {
  /** Folder to look from; the case's own when absent. */
  readonly cwd?: string;
  /** `<rule> <file>:<line>:<column> <message> | <help>` */
  readonly findings: readonly string[];
}

const casesFolder = join(import.meta.dirname, 'cases');
const cases = readdirSync(casesFolder);
let copy = '';

// Cases are copied out of the repository, so that no configuration above them is found. A folder that a package manager
// would make is kept as `packages`, because its real name is ignored by git.
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'counterfoil-config-'));
  cpSync(casesFolder, copy, { recursive: true });
  const project = join(copy, 'extends-file-and-package', 'project');
  renameSync(join(project, 'packages'), join(project, 'node_modules'));
});

afterAll(() => {
  rmSync(copy, { recursive: true });
});

function load(name: string): LoadedConfig & { readonly expected: Expected; readonly cwd: string } {
  const expected = JSON.parse(readFileSync(join(casesFolder, name, 'expected.json'), 'utf8')) as Expected;
  const cwd = join(copy, name, expected.cwd ?? '');
  return { ...loadConfig(cwd), expected, cwd };
}

function show({ findings }: LoadedConfig): string[] {
  return findings.map(({ rule, place, message, help }) => {
    const where = [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
    return `${rule} ${where} ${message}${help === undefined ? '' : ` | ${help}`}`;
  });
}

test.each(cases)('%s', (name) => {
  const loaded = load(name);
  expect(show(loaded)).toEqual(loaded.expected.findings);
});

test.each(cases)('%s: no finding shows a secret', (name) => {
  expect(JSON.stringify(load(name).findings)).not.toContain('very-secret-value');
});

test('everything that a file says is read, with absolute paths', () => {
  const { config, cwd } = load('full');
  const { captures, secrets, ...rest } = config;
  expect(rest).toEqual({
    contracts: [join(cwd, 'asyncapi')],
    endpoints: { cafe: 'https://example.com/hooks' },
    clients: [
      {
        out: join(cwd, 'clients'),
        contracts: ['nobody@1.0.0'],
        language: 'python',
        place: expect.objectContaining({ file: 'counterfoil.yaml', line: 15 }),
      },
    ],
    registry: { address: 'https://contracts.example.com', folder: cwd },
    severities: { 'lint/closed-set': 'off', 'lint/*': 'warning' },
    rulesVersion: '0.1',
    plugins: [join(cwd, 'rules.mjs')],
    trustedKeys: [join(cwd, 'team.key.pub')],
    readiness: { cafe: { late: [200, 410], burst: 'skip' } },
    failOn: 'warning',
    profile: 'strict',
  } satisfies Partial<Config>);
  expect(captures).toMatchObject([
    {
      files: 'captures/*.http',
      folder: cwd,
      vendor: 'cafe',
      url: 'https://example.com/hooks',
      origin: 'documented',
      secrets: [{ testSecret: 'not-a-real-secret' }, { env: 'CAFE_SECRET', id: 'newer' }],
      place: { file: 'counterfoil.yaml', line: 4, column: 5 },
    },
  ]);
  expect(secrets).toMatchObject({ cafe: [{ env: 'CAFE_SECRET', place: { line: 13, column: 10 } }] });
});

test('what a file says wins over what it extends; paths belong to the file that says them', () => {
  const { config, cwd } = load('extends-file-and-package');
  expect(config).toMatchObject({
    contracts: [join(cwd, '../shared/common'), join(cwd, 'asyncapi')],
    severities: { 'lint/closed-set': 'info', 'lint/event-title': 'error' },
    secrets: { cafe: [{ env: 'A' }] },
    failOn: 'error',
    profile: 'strict',
  });
});

test('a file that two others extend counts once', () => {
  const { config, cwd } = load('diamond');
  expect(config.contracts).toEqual([join(cwd, 'asyncapi')]);
});

test('the nearest file upwards is used', () => {
  const folder = join(copy, 'full', 'some', 'folder');
  mkdirSync(folder, { recursive: true });
  expect(loadConfig(folder).file).toBe(join(copy, 'full', 'counterfoil.yaml'));
});

test('no file is no error; a named file that is missing is', () => {
  const folder = mkdtempSync(join(copy, 'none-'));
  expect(loadConfig(folder)).toMatchObject({ file: undefined, findings: [] });
  expect(show(loadConfig(folder, 'other.yaml'))).toEqual([
    'config/file-not-found other.yaml There is no file other.yaml.',
  ]);
});

test.each([
  ['UTF-16', Buffer.from('\uFEFFprofile: strict', 'utf16le'), 'config/unreadable'],
  ['a huge file', Buffer.alloc(1024 * 1024 + 1, ' '), 'config/unreadable'],
  ['deep nesting', Buffer.from('['.repeat(10_000)), 'config/syntax'],
  ['an alias bomb', Buffer.from(aliasBomb()), 'config/syntax'],
  ['an alias of nothing', Buffer.from('profile: *nothing'), 'config/syntax'],
  ['an own tag', Buffer.from('profile: !!js/function strict'), 'config/syntax'],
  ['two documents', Buffer.from('profile: strict\n---\nprofile: strict\n'), 'config/syntax'],
])('%s is refused', (_, bytes, rule) => {
  const folder = mkdtempSync(join(copy, 'refused-'));
  writeFileSync(join(folder, 'counterfoil.yaml'), bytes);
  expect(loadConfig(folder).findings).toMatchObject([{ rule }]);
});

test('a chain without end is refused', () => {
  const folder = mkdtempSync(join(copy, 'chain-'));
  for (let index = 0; index < 20; index += 1)
    writeFileSync(join(folder, `${index}.yaml`), `extends: [./${index + 1}.yaml]\n`);
  expect(loadConfig(folder, '0.yaml').findings).toMatchObject([
    { rule: 'config/extends-loop', place: { file: '9.yaml' } },
  ]);
});

function aliasBomb(): string {
  const levels = Array.from({ length: 20 }, (_, index) => `a${index}: &a${index} [${`*a${index - 1}, `.repeat(10)}]`);
  return ['a0: &a0 [x]', ...levels.slice(1)].join('\n');
}
