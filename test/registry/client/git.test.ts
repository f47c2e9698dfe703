import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { pull } from '../../../src/api/pull.ts';
import { Registries } from '../../../src/api/open-registry.ts';
import { cafeVersions, emptyFolder } from './project.ts';

function git(cwd: string, ...args: readonly string[]): string {
  const settings = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...settings, ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A repository with 1.0.0 at the tag v1 and all versions at the branch main. */
function repository(): { readonly top: string; readonly cwd: string; readonly repository: string } {
  const top = emptyFolder();
  const repository = join(top, 'contracts');
  const cwd = join(top, 'project');
  mkdirSync(cwd);
  cpSync(cafeVersions, repository, { recursive: true });
  for (const version of ['1.1.0', '2.0.0']) renameSync(join(repository, 'asyncapi/cafe', version), join(top, version));
  git(repository, 'init', '--quiet', '--initial-branch=main');
  git(repository, 'add', '.');
  git(repository, 'commit', '--quiet', '-m', 'One version.');
  git(repository, 'tag', 'v1');
  for (const version of ['1.1.0', '2.0.0']) renameSync(join(top, version), join(repository, 'asyncapi/cafe', version));
  git(repository, 'add', '.');
  git(repository, 'commit', '--quiet', '-m', 'All versions.');
  return { top, cwd, repository };
}

const versionsAt = async (registry: string, cwd: string): Promise<string[]> => {
  const registries = new Registries({ registry }, cwd);
  try {
    const opened = await registries.open(registries.demand());
    return (await opened.versions('cafe')).map(({ version }) => version);
  } finally {
    await registries.close();
  }
};

test('a state of a repository is a registry: by its folder, by URL, and below a folder of it', async () => {
  const { cwd, repository: contracts } = repository();
  const url = pathToFileURL(contracts).href;
  expect(await versionsAt('git:../contracts#v1', cwd)).toEqual(['1.0.0']);
  expect(await versionsAt('git:../contracts#main~1', cwd)).toEqual(['1.0.0']);
  expect(await versionsAt('git:../contracts', cwd)).toEqual(['1.0.0', '1.1.0', '2.0.0']);
  expect(await versionsAt(`git:${url}#v1`, cwd)).toEqual(['1.0.0']);
  expect(await versionsAt(`git:${url}#main:asyncapi`, cwd)).toEqual(['1.0.0', '1.1.0', '2.0.0']);
  await expect(versionsAt(`git:${url}#nothing`, cwd)).rejects.toThrow('git could not fetch "nothing"');
  await expect(versionsAt('git:../contracts#nothing', cwd)).rejects.toThrow('git knows no commit "nothing"');
  await expect(versionsAt('git:../nowhere#main', cwd)).rejects.toThrow('There is no repository');
});

test('brings the same bytes as a folder, and says in the lock where from', async () => {
  const { cwd, top } = repository();
  await pull(['cafe@1'], { cwd, registry: 'git:../contracts#main' });
  const folder = join(top, 'second');
  mkdirSync(folder);
  await pull(['cafe@1'], { cwd: folder, registry: '../contracts' });
  const document = 'asyncapi/cafe/1.1.0/asyncapi.yaml';
  expect(readFileSync(join(cwd, document), 'utf8')).toBe(readFileSync(join(folder, document), 'utf8'));
  const lock = readFileSync(join(cwd, 'counterfoil.lock'), 'utf8');
  expect(lock).toBe(
    readFileSync(join(folder, 'counterfoil.lock'), 'utf8').replace(
      'source: ../contracts',
      'source: git:../contracts#main',
    ),
  );
  rmSync(join(cwd, 'asyncapi'), { recursive: true });
  await pull([], { cwd });
  expect(existsSync(join(cwd, document))).toBe(true);
});
