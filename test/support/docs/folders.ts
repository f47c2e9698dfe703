import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { shell } from '../fresh-clone.ts';
import { root } from './pages.ts';

/**
 * A folder to type commands in, as the page asks for it: a clone of this repository, which is used again at the same place; an
 * empty folder with counterfoil installed; or a project that has pulled contracts, which is made once and copied.
 *
 * @param home folder below which everything is made
 * @param kind see `Page.folder`
 * @param place nobody else is at it meanwhile
 * @throws Error when a command that prepares it fails
 */
export function makeFolder(home: string, kind: string, place: number, env: NodeJS.ProcessEnv): string {
  if (kind === 'repository') return repository(join(home, `repository-${place}`), env);
  const folder = mkdtempSync(join(home, 'reader-'));
  if (kind === 'empty') install(folder);
  else cpSync(project(join(home, `base-${kind}`), kind, env), folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}

function repository(folder: string, env: NodeJS.ProcessEnv): string {
  if (existsSync(folder)) {
    must(shell('git reset --quiet --hard origin/HEAD && git clean -fdxq -e /node_modules -e /dist', folder, env));
    return folder;
  }
  must(shell(`git clone --quiet --shared '${root}' '${folder}'`, root, env));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  linkPackages(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function install(folder: string): void {
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules/counterfoil'), 'dir');
  symlinkSync('../counterfoil/bin/counterfoil.js', join(folder, 'node_modules/.bin/counterfoil'));
}

function project(folder: string, kind: string, env: NodeJS.ProcessEnv): string {
  if (existsSync(folder)) return folder;
  install(folder);
  const registry = join(root, 'test/cli/bases', kind);
  const versions = readdirSync(join(registry, 'asyncapi/cafe')).toSorted();
  const first = versions
    .filter((version, i) => version[0] !== versions[i - 1]?.[0])
    .map((version) => `cafe@${version}`);
  must(shell(`counterfoil pull ${first.join(' ')} --registry '${registry}'`, folder, env));
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
  must(
    shell(
      `git init --quiet -b main && git config user.name reader && git config user.email reader@example.com
       git add -A && git commit --quiet -m 'As it was'`,
      folder,
      env,
    ),
  );
  return folder;
}

/**
 * Installs what this repository has: links to packages in folders of its own. No folder that a package manager writes to is a
 * link, so that what is removed there is not removed here.
 */
function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (/^[.@]/.test(name) && statSync(join(from, name)).isDirectory()) linkPackages(join(from, name), join(to, name));
    else symlinkSync(realpathSync(join(from, name)), join(to, name));
  }
}

function must({ status, stderr }: { status: number | null; stderr: string }): void {
  if (status !== 0) throw new Error(stderr);
}
