import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadShipped } from '../support/client-folder.ts';
import { newFolder, outsideEnvironment, shell } from '../support/fresh-clone.ts';

const root = join(import.meta.dirname, '../..');
const folder = newFolder('client-packages');
const shipped = loadShipped();
let project: string;

beforeAll(() => {
  const packages = join(folder.path, 'packages');
  execFileSync(process.execPath, ['scripts/build-clients.ts', packages], { cwd: root });
  const tarballs = readdirSync(packages).map((name) => {
    const { status, stdout, stderr } = shell('npm pack --silent', join(packages, name), outsideEnvironment());
    if (status !== 0) throw new Error(stderr);
    return join(packages, name, stdout.trim());
  });
  project = join(folder.path, 'service');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  // Two versions of one vendor at once, as a service that changes over from one to the other has them.
  for (const tarball of tarballs.filter((each) => !each.includes('ombori-1.'))) install(tarball);
  install(`ombori-former@file:${tarballs.find((each) => each.includes('ombori-1.'))}`);
});

afterAll(() => folder.remove());

function install(what: string): void {
  const { status, stderr } = shell(`npm install --silent --no-audit --no-fund ${what}`, project, outsideEnvironment());
  if (status !== 0) throw new Error(stderr);
}

function runService(code: string): { status: number | null; stdout: string; stderr: string } {
  writeFileSync(join(project, 'service.mjs'), code);
  return shell('node service.mjs', project, outsideEnvironment());
}

test('each contract is a package that installs and brings nothing along', () => {
  const { stdout } = shell('npm ls --all --parseable', project, outsideEnvironment());
  const installed = stdout.split('\n').filter((line) => line.includes('node_modules'));
  expect(installed.map((line) => line.slice(line.indexOf('node_modules'))).toSorted()).toEqual([
    'node_modules/@counterfoil/ombori',
    'node_modules/@counterfoil/qminder',
    'node_modules/@counterfoil/waitwhile',
    'node_modules/ombori-former',
  ]);
});

test.each(shipped)(
  '$id accepts its documented examples on the Node.js of the machine',
  ({ vendor, version, events }) => {
    const from = vendor === 'ombori' && version.startsWith('1.') ? 'ombori-former' : `@counterfoil/${vendor}`;
    const payloads = events.flatMap(({ name, examples }) => examples.map(({ payload }) => [name, payload]));
    writeFileSync(join(project, 'payloads.json'), JSON.stringify(payloads));
    const { status, stdout, stderr } = runService(`
    import { readFileSync } from 'node:fs';
    import { ${vendor} as client } from '${from}';
    const payloads = JSON.parse(readFileSync('payloads.json', 'utf8'));
    const wrong = payloads.filter(([name, payload]) => client.parse(payload).name !== name);
    console.log(client.contract, Number(process.versions.node.split('.')[0]) >= 20, payloads.length, wrong.length);
  `);
    expect(stderr).toBe('');
    expect([status, stdout]).toEqual([0, `${vendor}@${version} true ${payloads.length} 0\n`]);
  },
);

test('one receiver serves two versions', () => {
  const { stdout, stderr } = runService(`
    import { createReceiver, ombori } from '@counterfoil/ombori';
    import { ombori as former } from 'ombori-former';
    const receiver = createReceiver([ombori, former], { auth: { secret: 'test-secret' } })
      .onAny((event) => console.log(event.contract, event.name));
    const post = (body, authorization) => receiver.fetch(new Request('http://localhost/', {
      method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body),
    }));
    const [newer, older] = ${JSON.stringify([documented('ombori@2.0.0').payload, documented('ombori@1.0.0').payload])};
    for (const body of [newer, older]) console.log((await post(body, 'test-secret')).status);
    console.log((await post(newer, 'another')).status);
  `);
  expect(stderr).toBe('');
  const [newer, older] = [documented('ombori@2.0.0').name, documented('ombori@1.0.0').name];
  expect(stdout).toBe(`ombori@2.0.0 ${newer}\n204\nombori@1.0.0 ${older}\n204\n401\n`);
});

/** The first documented example of a contract. */
function documented(contract: string): { name: string; payload: unknown } {
  const events = shipped.find(({ id }) => id === contract)?.events ?? [];
  const event = events.find(({ examples }) => examples.length > 0);
  return { name: event?.name ?? '', payload: event?.examples[0]?.payload };
}
