import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toolVersion } from '../../src/util/version.ts';

const root = join(import.meta.dirname, '../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const packageJson = JSON.parse(text('package.json')) as { version: string };

describe('the repository', () => {
  test('names no vendor in src/', () => {
    const vendors = readdirSync(join(root, 'asyncapi'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(vendors.length).toBeGreaterThan(0);
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(ts|json)$/.test(file),
    );
    const naming = files.filter((file) =>
      new RegExp(vendors.map(({ name }) => name).join('|'), 'i').test(text(join('src', file))),
    );
    expect(naming).toEqual([]);
  });

  test('has one version', () => {
    expect(toolVersion).toBe(packageJson.version);
  });

  test('keeps the run bit on its executables', () => {
    for (const file of ['bin/counterfoil.js', '.ci/run']) expect(statSync(join(root, file)).mode & 0o777).toBe(0o755);
  });

  test('keeps download addresses out of the lock file', () => {
    expect(text('package-lock.json')).not.toContain('"resolved"');
  });
});

describe('the run-time packages', () => {
  const lock = JSON.parse(text('package-lock.json')) as { packages: Record<string, LockedPackage> };
  const runtime = Object.entries(lock.packages).filter(
    ([path, entry]) => path !== '' && !entry.dev && !entry.optional && !entry.peer,
  );

  test('are fewer than 130 and stay under 50 MB', () => {
    expect(runtime.length).toBeGreaterThan(5);
    expect(runtime.length).toBeLessThan(130);
    const bytes = runtime.reduce((sum, [path]) => sum + folderSize(join(root, path)), 0);
    expect(bytes).toBeLessThan(50e6);
  });

  test('have no install script', () => {
    expect(runtime.filter(([, entry]) => entry.hasInstallScript)).toEqual([]);
  });

  test('are the ones that are listed with a reason in docs/dependencies.md', () => {
    const { dependencies } = JSON.parse(text('package.json')) as { dependencies: Record<string, string> };
    const listed = [
      ...(text('docs/dependencies.md').split('## Turned down')[0] ?? '').matchAll(/^\| `([^`]+)` \|/gm),
    ].map((match) => match[1]);
    expect(listed).toEqual(Object.keys(dependencies));
  });
});

test('the executable explains itself on an old Node, and stops', () => {
  const asOld = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.1.0"})';
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['--import', asOld, join(root, 'bin/counterfoil.js'), 'check'],
    { encoding: 'utf8' },
  );
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('counterfoil needs Node.js 24 or newer; this is 20.1.0.');
  expect(stderr).toContain('npm install --save-dev node@^24');
});

interface LockedPackage {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly peer?: boolean;
  readonly hasInstallScript?: boolean;
}

function folderSize(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
