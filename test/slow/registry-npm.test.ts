import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { newFolder, outsideEnvironment } from '../support/fresh-clone.ts';
import { openRegistryStore } from '../../src/registry/store/open-registry-store.ts';
import { publishContract } from '../../src/registry/domain/contracts/publish-contract.ts';
import { deprecateContract } from '../../src/registry/domain/contracts/describe-contract.ts';
import type { ContractDesk } from '../../src/registry/domain/contracts/contract-desk.ts';
import { at } from '../../src/json-schema/pointer.ts';
import type { Json } from '../../src/util/json.ts';
import { admin, deskOn, serve, shipped } from '../registry/contracts/served.ts';
import type { Served } from '../registry/contracts/served.ts';

const folder = newFolder('registry-npm');
afterAll(() => folder.remove());
const compiler = join(import.meta.dirname, '../../node_modules/.bin/tsc');

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

let count = 0;
let project: string;
let served: Served;
let desk: ContractDesk;

beforeEach(async () => {
  count += 1;
  const store = await openRegistryStore(join(folder.path, `registry-${count}.db`), { create: true, fsync: 'off' });
  let time = Date.parse('2026-01-05T12:00:00Z');
  desk = deskOn(store, undefined, () => (time += 60_000));
  served = await serve(desk);
  project = join(folder.path, `service-${count}`);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  useRegistry();
  return () => store.close();
});

/** The line of the docs: one scope goes to the registry, all other packages come from where they came from. */
function useRegistry(token?: string): void {
  const { host } = new URL(served.url);
  const lines = [
    `@counterfoil:registry=${served.url}/npm/`,
    ...(token === undefined ? [] : [`//${host}/npm/:_authToken=${token}`]),
  ];
  writeFileSync(join(project, '.npmrc'), `${lines.join('\n')}\n`);
}

/** Not `spawnSync`: the registry answers in this process. */
function run(command: string, args: readonly string[]): Promise<Ran> {
  const env = { ...outsideEnvironment(), npm_config_cache: join(folder.path, `cache-${count}`) };
  return new Promise((resolve) => {
    execFile(command, args, { cwd: project, env }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

const npm = async (...args: string[]): Promise<Ran> =>
  run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=warn']);

async function publish(id: string, visibility?: 'private'): Promise<void> {
  const [vendor = '', version = ''] = id.split('@');
  const more = visibility === undefined ? {} : { visibility };
  await publishContract(desk, admin, { vendor, version, ...(await shipped(id)), ...more });
}

/** The first payload that the documentation shows. */
async function exampleOf(id: string, event: string): Promise<Json> {
  const { document } = await shipped(id);
  const message = at(document, `/components/messages/${event}/examples/0/payload`);
  if (message === undefined) throw new Error(`${event} has no example.`);
  return message;
}

function installed(vendor: string): { readonly version: string } {
  const file = join(project, `node_modules/@counterfoil/${vendor}/package.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as { version: string };
}

describe('the real npm', () => {
  test('installs a client by its major version, and TypeScript compiles and Node.js runs what uses it', async () => {
    await publish('ombori@1.0.0');
    await publish('ombori@2.0.0');
    const ran = await npm('install', '@counterfoil/ombori@2');
    expect(ran, ran.stderr).toMatchObject({ status: 0 });
    expect(installed('ombori').version).toBe('2.0.0');
    writeFileSync(
      join(project, 'service.ts'),
      `import { createReceiver, ombori } from '@counterfoil/ombori';
const receiver = createReceiver({ auth: { secret: 'test-secret' } }).on('positionCreated', ({ name, payload }) => {
  const type: 'positionCreated' = payload.type;
  console.log(name === type, ombori.contract);
});
// @ts-expect-error there is no such event
export const invented = () => receiver.on('positionInvented', () => {});
const body = ${JSON.stringify(JSON.stringify(await exampleOf('ombori@2.0.0', 'positionCreated')))};
const headers = { authorization: 'test-secret', 'content-type': 'application/json' };
const answer = await receiver.fetch(new Request('http://localhost/', { method: 'POST', headers, body }));
console.log(answer.status);
`,
    );
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', lib: ['es2022', 'dom'], types: [] },
        files: ['service.ts'],
      }),
    );
    const compiled = await run(process.execPath, [compiler, '-p', '.']);
    expect(compiled, compiled.stdout).toMatchObject({ status: 0 });
    const started = await run('node', ['service.js']);
    expect(started, started.stderr).toMatchObject({ status: 0 });
    expect(started.stdout).toMatch(/^true ombori@2\.0\.0\n20\d\n$/);
  });

  test('views what there is, tells what is outdated and deprecated, and installs by the lock file', async () => {
    await publish('ombori@1.0.0');
    const first = await npm('install', '@counterfoil/ombori');
    expect(first, first.stderr).toMatchObject({ status: 0 });
    expect(installed('ombori').version).toBe('1.0.0');
    await publish('ombori@2.0.0');
    await deprecateContract(desk, admin, 'ombori', '1.0.0', {
      successor: '2.0.0',
      reason: 'Positions are objects now.',
    });
    const viewed = await npm('view', '@counterfoil/ombori', '--json');
    expect(JSON.parse(viewed.stdout)).toMatchObject({
      name: '@counterfoil/ombori',
      version: '2.0.0',
      versions: ['1.0.0', '2.0.0'],
      'dist-tags': { latest: '2.0.0', 'latest-v1': '1.0.0', 'latest-v2': '2.0.0' },
      time: { created: expect.stringMatching(/^2026-01-05T12:/) as string },
    });
    const outdated = await npm('outdated', '--json');
    expect(JSON.parse(outdated.stdout)).toMatchObject({
      '@counterfoil/ombori': { current: '1.0.0', wanted: '1.0.0', latest: '2.0.0' },
    });
    const tagged = await npm('view', '@counterfoil/ombori@latest-v1', 'version', 'deprecated', '--json');
    expect(JSON.parse(tagged.stdout)).toEqual({
      version: '1.0.0',
      deprecated: 'Positions are objects now. Use @counterfoil/ombori@2.0.0.',
    });
    const lock = readFileSync(join(project, 'package-lock.json'), 'utf8');
    const { integrity } = (await desk.store.getPackage('@counterfoil/ombori', '1.0.0')) ?? {};
    expect(lock).toContain(`"integrity": "${integrity}"`);
    rmSync(join(project, 'node_modules'), { recursive: true });
    rmSync(join(folder.path, `cache-${count}`), { recursive: true });
    const again = await npm('ci');
    expect(again, again.stderr).toMatchObject({ status: 0 });
    expect(installed('ombori').version).toBe('1.0.0');
    // Bytes that are not those of the lock file are refused.
    writeFileSync(join(project, 'package-lock.json'), lock.replace(/"sha512-....../, '"sha512-AAAAAA'));
    rmSync(join(folder.path, `cache-${count}`), { recursive: true });
    const tampered = await npm('ci');
    expect([tampered.status, tampered.stderr]).toEqual([1, expect.stringContaining('EINTEGRITY')]);
    const warned = await npm('install', '@counterfoil/ombori@1', '--no-package-lock', '--force');
    expect(warned.stderr).toContain('Positions are objects now.');
  });

  test('sees a private package with a token alone', async () => {
    await publish('qminder@1.0.0', 'private');
    const refused = await npm('install', '@counterfoil/qminder');
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('E404')]);
    useRegistry('reader');
    expect((await npm('whoami', '--registry', `${served.url}/npm/`)).stdout.trim()).toBe('reader');
    expect((await npm('ping', '--registry', `${served.url}/npm/`)).status).toBe(0);
    const ran = await npm('install', '@counterfoil/qminder');
    expect(ran, ran.stderr).toMatchObject({ status: 0 });
    expect(installed('qminder').version).toBe('1.0.0');
    useRegistry('wrong');
    const wrong = await npm('view', '@counterfoil/qminder');
    expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringContaining('E401')]);
    const published = await npm(
      'publish',
      '--registry',
      `${served.url}/npm/`,
      '--dry-run=false',
      './node_modules/@counterfoil/qminder',
    );
    expect(published.status).toBe(1);
  });
});
