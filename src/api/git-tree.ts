import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { RunError } from '../findings/run-error.ts';
import { unknownCommit } from './unknown-commit.ts';

/** Files of a state in git's history, written to a folder of their own. */
export interface GitTree {
  /** The folder that stands for the working folder in that state. */
  readonly folder: string;
  /** Removes the files. */
  remove(): void;
}

/** Most bytes that git may print: the files of a state. */
const mostBytes = 256 * 1024 * 1024;

/**
 * Writes the contracts and schemas of a state in git's history to a temporary folder. Only JSON and YAML files are
 * written, and only those that the paths or references from them can lead to. Nothing of the working folder changes.
 *
 * @param ref a commit, branch, tag or anything else that git takes for one
 * @param paths files or folders, relative to `cwd`
 * @param cwd absolute path of a folder in the repository
 * @throws RunError when there is no git or no repository, or the state is not known
 */
export function extractGitTree(ref: string, paths: readonly string[], cwd: string): GitTree {
  const commit = findCommit(ref, cwd);
  const prefix = git(['rev-parse', '--show-prefix'], cwd).toString('utf8').trim();
  const temporary = mkdtempSync(join(tmpdir(), 'counterfoil-git-'));
  const remove = (): void => rmSync(temporary, { recursive: true, force: true });
  try {
    const top = resolve(
      cwd,
      ...prefix
        .split('/')
        .filter(Boolean)
        .map(() => '..'),
    );
    writeBlobs(listBlobs(commit, pathsToRead(paths, cwd, top), top), top, temporary);
    const folder = join(temporary, prefix);
    mkdirSync(folder, { recursive: true });
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function findCommit(ref: string, cwd: string): string {
  if (spawnSync('git', ['rev-parse', '--git-dir'], { cwd }).status !== 0) {
    throw new RunError('usage', `${cwd} is not in a git repository, or git cannot be run.`, {
      help: 'Run it inside the repository, or name a folder instead of a state in git.',
    });
  }
  const { status, stdout } = spawnSync(
    'git',
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`],
    {
      cwd,
      encoding: 'utf8',
    },
  );
  if (status === 0) return stdout.trim();
  throw unknownCommit(ref, cwd, 'fetch it first: git fetch --depth 1 origin <ref>');
}

/** The paths themselves, and the folders that references from them may lead to; relative to the top of the repository. */
function pathsToRead(paths: readonly string[], cwd: string, top: string): string[] {
  const folders = paths.flatMap((path) => {
    const absolute = resolve(cwd, path);
    const ancestors = ancestorsOf(absolute).filter((folder) => ['asyncapi', 'schemas'].includes(basename(folder)));
    const outermost = ancestors.at(-1) ?? absolute;
    return [
      absolute,
      dirname(absolute) === top ? absolute : dirname(absolute),
      outermost,
      join(dirname(outermost), 'schemas'),
    ];
  });
  return [...new Set(folders)]
    .map((path) => relative(top, path).split(sep).join('/') || '.')
    .filter((path) => !path.startsWith('..'));
}

function ancestorsOf(path: string): string[] {
  const above = dirname(path);
  return above === path ? [path] : [path, ...ancestorsOf(above)];
}

interface Blob {
  readonly id: string;
  readonly path: string;
}

/** Regular files below the paths; links and submodules are left out. */
function listBlobs(commit: string, paths: readonly string[], top: string): Blob[] {
  const listing = git(
    ['--literal-pathspecs', 'ls-tree', '-r', '-z', '--full-tree', commit, '--', ...paths],
    top,
  ).toString('utf8');
  return listing.split('\0').flatMap((line) => {
    const [, id, path] = /^100(?:644|755) blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    return id === undefined || path === undefined || !/\.(?:json|ya?ml)$/i.test(path) ? [] : [{ id, path }];
  });
}

/** Reads all blobs at once: `<id> blob <size>`, a line feed, the bytes, a line feed. */
function writeBlobs(blobs: readonly Blob[], top: string, folder: string): void {
  if (blobs.length === 0) return;
  const output = git(['cat-file', '--batch'], top, blobs.map(({ id }) => `${id}\n`).join(''));
  let start = 0;
  for (const { path } of blobs) {
    const end = output.indexOf(0x0a, start);
    const size = Number(output.toString('latin1', start, end).split(' ')[2]);
    const target = resolve(folder, path);
    if (target.startsWith(folder + sep)) {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, output.subarray(end + 1, end + 1 + size));
    }
    start = end + 1 + size + 1;
  }
}

function git(args: readonly string[], cwd: string, input = ''): Buffer {
  const { status, stdout, stderr, error } = spawnSync('git', [...args], { cwd, input, maxBuffer: mostBytes });
  if (status === 0) return stdout;
  const reason = error === undefined ? stderr.toString('utf8').trim() : error.message;
  throw new RunError('input', `git could not read the state: ${reason}.`, {
    help: 'Name a folder instead of a state in git.',
  });
}
