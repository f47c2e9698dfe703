import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkPulled, pull } from '../../../src/api/pull.ts';
import { projectBesideRegistry } from './project.ts';

const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  writeFileSync(file, text.replaceAll(from, to));
};

const states = async (cwd: string): Promise<string[]> =>
  (await checkPulled({ cwd })).map(({ id, state }) => `${id} ${state}`);

describe('a folder as registry', () => {
  test('brings one document, and records where from and what it is', async () => {
    const { cwd } = projectBesideRegistry();
    const result = await pull(['cafe@1'], { cwd, registry: '../contracts' });
    expect(result.contracts).toEqual([{ vendor: 'cafe', version: '1.1.0', source: '../contracts', status: 'added' }]);
    expect(readdirSync(join(cwd, 'asyncapi/cafe/1.1.0'))).toEqual(['asyncapi.yaml']);
    expect(readFileSync(join(cwd, 'asyncapi/cafe/1.1.0/asyncapi.yaml'), 'utf8')).not.toContain('.json');
    const lock = parse(readFileSync(join(cwd, 'counterfoil.lock'), 'utf8')) as object;
    const digest: unknown = expect.stringMatching(/^sha256:[0-9a-f]{64}$/);
    expect(lock).toEqual({
      lock: 1,
      folder: 'asyncapi',
      contracts: {
        'cafe@1': { range: '1', version: '1.1.0', digest, content: digest, source: '../contracts' },
      },
    });
    expect(await states(cwd)).toEqual(['cafe@1.1.0 same']);
    // Nothing is left of the work.
    expect(readdirSync(join(cwd, 'asyncapi'))).toEqual(['cafe']);
    expect(readdirSync(cwd).toSorted()).toEqual(['asyncapi', 'counterfoil.lock']);
  });

  test('sees changes by hand but no other layout, and replaces only when told to', async () => {
    const { cwd, registry } = projectBesideRegistry();
    await pull(['cafe@1'], { cwd, registry });
    const file = join(cwd, 'asyncapi/cafe/1.1.0/asyncapi.yaml');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, `# A note.\n${JSON.stringify(parse(before), undefined, 4)}`);
    expect(await states(cwd)).toEqual(['cafe@1.1.0 same']);
    edit(file, 'orders', 'the orders');
    expect(await states(cwd)).toEqual(['cafe@1.1.0 changed']);
    await expect(pull([], { cwd })).rejects.toThrow('was changed since it was pulled');
    await expect(pull(['cafe'], { cwd })).rejects.toThrow('was changed since it was pulled');
    await expect(pull(['cafe@1.0.0'], { cwd, registry })).rejects.toThrow('was changed since it was pulled');
    expect(readFileSync(file, 'utf8')).toContain('the orders');
    await pull([], { cwd, force: true });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('a locked version with another digest is an error, and nothing is touched, forced or not', async () => {
    const { cwd, registry } = projectBesideRegistry();
    await pull(['cafe@1.0.0'], { cwd, registry });
    const lock = readFileSync(join(cwd, 'counterfoil.lock'), 'utf8');
    edit(join(registry, 'schemas/cafe/1.0.0/order.schema.json'), '"integer"', '"string"');
    for (const force of [false, true])
      await expect(pull(['cafe@1.0.0'], { cwd, registry, force })).rejects.toThrow(/is not what was locked/);
    rmSync(join(cwd, 'asyncapi'), { recursive: true });
    await expect(pull([], { cwd })).rejects.toThrow(/is not what was locked/);
    expect(readFileSync(join(cwd, 'counterfoil.lock'), 'utf8')).toBe(lock);
    expect(existsSync(join(cwd, 'asyncapi/cafe'))).toBe(false);
  });
});

describe('the lock file', () => {
  const lockWith = (lines: string): string => `lock: 1\nfolder: asyncapi\ncontracts:\n${lines}`;
  const entry = (key: string, version: string): string =>
    `  ${key}:\n    range: "1"\n    version: ${version}\n    digest: sha256:${'0'.repeat(64)}\n    content: sha256:${'0'.repeat(64)}\n    source: ../contracts\n`;

  test.each([
    ['an unknown key', 'lock: 1\nfolder: asyncapi\nsecret: x\ncontracts: {}\n', /secret/],
    ['a newer format', 'lock: 2\nfolder: asyncapi\ncontracts: {}\n', /lock.*must be from 1 to 1/],
    ['a folder outside', 'lock: 1\nfolder: ../../etc\ncontracts: {}\n', /must lie below/],
    ['a vendor that is a path', lockWith(entry('"../../x@1"', '1.0.0')), /is no name of a vendor/],
    ['a version that is a path', lockWith(entry('cafe@1', '1.0.0/../..')), /does not have the form/],
    ['a key of another major', lockWith(entry('cafe@2', '1.0.0')), /must be the vendor, @ and its major/],
    ['an entry twice after a merge', lockWith(entry('cafe@1', '1.0.0') + entry('cafe@1', '1.1.0')), /unique/],
    ['a conflict of a merge', lockWith('<<<<<<< HEAD\n'), /./],
  ])('with %s is refused', async (_, text, message) => {
    const { cwd, registry } = projectBesideRegistry();
    writeFileSync(join(cwd, 'counterfoil.lock'), text);
    for (const act of [() => pull(['cafe@1'], { cwd, registry }), () => checkPulled({ cwd })]) {
      const error: unknown = await act().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'RunError', kind: 'usage', message: 'The lock file is wrong.' });
      expect((error as { findings: { message: string }[] }).findings.map((one) => one.message).join(' ')).toMatch(
        message,
      );
    }
  });

  test('keeps its entries sorted, and each fact in a line', async () => {
    const { cwd, registry } = projectBesideRegistry();
    await pull(['cafe@2'], { cwd, registry });
    const former = readFileSync(join(cwd, 'counterfoil.lock'), 'utf8').split('\n');
    await pull(['cafe@1'], { cwd, registry });
    const now = readFileSync(join(cwd, 'counterfoil.lock'), 'utf8').split('\n');
    expect(now.filter((line) => !former.includes(line))).toHaveLength(5);
    expect(now.findIndex((line) => line === '  cafe@1:')).toBeLessThan(now.findIndex((line) => line === '  cafe@2:'));
  });
});
