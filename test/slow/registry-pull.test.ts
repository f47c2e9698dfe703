import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generate } from '../../src/api/generate.ts';
import { checkPulled, pull } from '../../src/api/pull.ts';
import { release } from '../../src/api/release.ts';
import { namedOrConfigured } from '../../src/api/targets.ts';
import { projectBesideRegistry } from '../registry/client/project.ts';

const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  writeFileSync(file, text.replaceAll(from, to));
};

const states = async (cwd: string): Promise<string[]> =>
  (await checkPulled({ cwd })).map(({ id, state }) => `${id} ${state}`);

describe('a folder as registry', () => {
  test('the digest is that of a release of the folder with all its files', async () => {
    const { cwd, registry } = projectBesideRegistry();
    const [report] = await release(join(registry, 'asyncapi/cafe/1.0.0'), { cwd: registry });
    await pull(['cafe@1.0.0'], { cwd, registry });
    expect(readFileSync(join(cwd, 'counterfoil.lock'), 'utf8')).toContain(`digest: ${report?.digest ?? 'none'}`);
  });

  test('generates from the lock without the registry, and by name', async () => {
    const { cwd, registry } = projectBesideRegistry();
    await pull(['cafe@1', 'cafe@2'], { cwd, registry });
    rmSync(registry, { recursive: true });
    expect(namedOrConfigured([], cwd)).toEqual([
      join(cwd, 'asyncapi/cafe/1.1.0/asyncapi.yaml'),
      join(cwd, 'asyncapi/cafe/2.0.0/asyncapi.yaml'),
      'asyncapi',
    ]);
    const { clients } = await generate(['cafe'], { cwd, out: 'clients' });
    expect(clients.map(({ contract }) => contract)).toEqual(['cafe@1.1.0', 'cafe@2.0.0']);
  });

  test('does not generate from what was changed', async () => {
    const { cwd, registry } = projectBesideRegistry();
    await pull(['cafe@1'], { cwd, registry });
    edit(join(cwd, 'asyncapi/cafe/1.1.0/asyncapi.yaml'), 'orders', 'the orders');
    await expect(generate(['asyncapi'], { cwd, out: 'clients' })).rejects.toThrow(
      'cafe@1.1.0: not what counterfoil.lock',
    );
    expect(existsSync(join(cwd, 'clients'))).toBe(false);
  });

  test('without names it brings what is missing, and asks nobody when nothing is', async () => {
    const { cwd, registry } = projectBesideRegistry();
    await pull(['cafe@1', 'cafe@2'], { cwd, registry });
    rmSync(join(cwd, 'asyncapi/cafe/2.0.0'), { recursive: true });
    expect(await states(cwd)).toEqual(['cafe@1.1.0 same', 'cafe@2.0.0 missing']);
    const { contracts } = await pull([], { cwd });
    expect(contracts.map(({ version, status }) => `${version} ${status}`)).toEqual(['1.1.0 same', '2.0.0 restored']);
    rmSync(registry, { recursive: true });
    expect((await pull([], { cwd })).contracts.map(({ status }) => status)).toEqual(['same', 'same']);
  });

  test('keeps one version of each major: an update takes the place of the former', async () => {
    const { cwd, registry } = projectBesideRegistry();
    await pull(['cafe@1.0.0'], { cwd, registry });
    const { contracts } = await pull(['cafe@^1.0.0'], { cwd, registry });
    expect(contracts).toMatchObject([{ version: '1.1.0', status: 'updated', former: '1.0.0' }]);
    expect(readdirSync(join(cwd, 'asyncapi/cafe'))).toEqual(['1.1.0']);
    expect(await states(cwd)).toEqual(['cafe@1.1.0 same']);
  });

  test('a vendor without a range stays in the range that is locked', async () => {
    const { cwd, registry } = projectBesideRegistry();
    rmSync(join(registry, 'asyncapi/cafe/1.1.0'), { recursive: true });
    await pull(['cafe@1'], { cwd, registry });
    await pull(['cafe'], { cwd });
    expect(await states(cwd)).toEqual(['cafe@1.0.0 same']);
    // Where nothing is locked it is the newest, and what may follow it.
    const other = projectBesideRegistry();
    await pull(['cafe'], { cwd: other.cwd, registry: other.registry });
    expect(readFileSync(join(other.cwd, 'counterfoil.lock'), 'utf8')).toContain('range: ^2.0.0');
  });

  test('words that were corrected are brought when the contract is named', async () => {
    const { cwd, registry } = projectBesideRegistry();
    await pull(['cafe@1.0.0'], { cwd, registry });
    edit(join(registry, 'asyncapi/cafe/1.0.0/asyncapi.yaml'), 'about orders', 'about its orders');
    expect((await pull([], { cwd })).contracts).toMatchObject([{ status: 'same' }]);
    expect((await pull(['cafe@1.0.0'], { cwd, registry })).contracts).toMatchObject([{ status: 'words' }]);
    expect(readFileSync(join(cwd, 'asyncapi/cafe/1.0.0/asyncapi.yaml'), 'utf8')).toContain('about its orders');
    expect(await states(cwd)).toEqual(['cafe@1.0.0 same']);
  });

  test('does not overwrite a contract of the project itself', async () => {
    const { cwd, registry } = projectBesideRegistry();
    const own = join(cwd, 'asyncapi/cafe/1.0.0/asyncapi.yaml');
    mkdirSync(join(own, '..'), { recursive: true });
    writeFileSync(own, 'asyncapi: 3.1.0\n');
    await expect(pull(['cafe@1.0.0'], { cwd, registry })).rejects.toThrow('stands there already, and was not pulled');
    expect(readFileSync(own, 'utf8')).toBe('asyncapi: 3.1.0\n');
    writeFileSync(join(own, '../README.md'), 'mine');
    await expect(pull(['cafe@1.0.0'], { cwd, registry, force: true })).rejects.toThrow('holds other files: README.md');
  });

  test('does not write through a link', async () => {
    const { cwd, registry } = projectBesideRegistry();
    mkdirSync(join(cwd, 'asyncapi'));
    mkdirSync(join(cwd, '../elsewhere'));
    symlinkSync(join(cwd, '../elsewhere'), join(cwd, 'asyncapi/cafe'));
    await expect(pull(['cafe@1.0.0'], { cwd, registry })).rejects.toThrow('is a link');
    expect(readdirSync(join(cwd, '../elsewhere'))).toEqual([]);
    expect(existsSync(join(cwd, 'counterfoil.lock'))).toBe(false);
  });

  test('offers released versions only, where there is a record of releases', async () => {
    const { cwd, registry } = projectBesideRegistry();
    await release(join(registry, 'asyncapi/cafe/1.0.0'), { cwd: registry });
    await pull(['cafe'], { cwd, registry });
    expect(await states(cwd)).toEqual(['cafe@1.0.0 same']);
    await expect(pull(['cafe@2'], { cwd, registry })).rejects.toThrow('has no version of cafe in the range 2');
    edit(join(registry, 'schemas/cafe/1.0.0/order.schema.json'), '"integer"', '"string"');
    const other = { cwd: join(cwd, '../second'), registry };
    mkdirSync(other.cwd);
    await expect(pull(['cafe'], other)).rejects.toThrow('is not what the registry says that it is');
  });

  test('refuses a contract with errors, and writes nothing', async () => {
    const { cwd, registry } = projectBesideRegistry();
    edit(join(registry, 'schemas/cafe/1.0.0/order.schema.json'), '"integer"', '"nothing"');
    await expect(pull(['cafe@2', 'cafe@1.0.0'], { cwd, registry })).rejects.toThrow('it has errors');
    expect(readdirSync(cwd)).toEqual(['asyncapi']);
    expect(readdirSync(join(cwd, 'asyncapi'))).toEqual([]);
  });

  test('many at a time end up in one lock file, and a guard that was left behind does not stop them', async () => {
    const { cwd, registry } = projectBesideRegistry();
    const guard = join(cwd, 'counterfoil.lock.writing');
    writeFileSync(guard, '');
    utimesSync(guard, 0, 0);
    await Promise.all(
      ['cafe@1', 'cafe@2', 'cafe@1', 'cafe@2'].map((name) => pull([name], { cwd, registry, deadline: 120_000 })),
    );
    expect(await states(cwd)).toEqual(['cafe@1.1.0 same', 'cafe@2.0.0 same']);
    expect(readdirSync(cwd).toSorted()).toEqual(['asyncapi', 'counterfoil.lock']);
    expect(readdirSync(join(cwd, 'asyncapi'))).toEqual(['cafe']);
  });
});
