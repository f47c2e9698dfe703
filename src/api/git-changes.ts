import { spawnSync } from 'node:child_process';
import { readDiff } from '../ci/read-diff.ts';
import type { ChangedFiles } from '../ci/read-diff.ts';
import { RunError } from '../findings/run-error.ts';
import { unknownCommit } from './unknown-commit.ts';

/** What changed in a repository since a state in its history. */
export interface GitChanges {
  /** Where the histories of that state and of the working folder part. */
  readonly commit: string;
  /** Below the working folder; what is not committed, or not yet added, too. */
  readonly changed: ChangedFiles;
}

/** Most bytes that git may print: a patch without context. */
const mostBytes = 256 * 1024 * 1024;

/**
 * What changed below a folder since its history parted from that of a state.
 *
 * @param ref a commit, branch or tag
 * @param cwd absolute path of a folder in the repository
 * @throws {RunError} when there is no git or no repository, or the state is not known
 */
export function findGitChanges(ref: string, cwd: string): GitChanges {
  if (tryGit(['rev-parse', '--git-dir'], cwd) === undefined)
    throw new RunError('usage', `${cwd} is not in a git repository, or git cannot be run.`, {
      help: 'Run it inside the repository, or without --against.',
    });
  const tip = tryGit(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], cwd)?.trim();
  if (tip === undefined)
    throw unknownCommit(
      ref,
      cwd,
      'fetch more of the history: git fetch --unshallow, or fetch-depth: 0 of actions/checkout',
    );
  const commit = tryGit(['merge-base', tip, 'HEAD'], cwd)?.trim();
  if (commit === undefined || commit === '')
    throw new RunError('usage', `git finds no common history of "${ref}" and HEAD.`, {
      help: 'In a shallow clone, fetch more of the history: git fetch --unshallow, or fetch-depth: 0 of actions/checkout.',
    });
  const patch = git(
    [
      '-c',
      'core.quotepath=false',
      'diff',
      '--no-color',
      '--no-ext-diff',
      '--no-textconv',
      '--no-renames',
      '--no-prefix',
      '--relative',
      '--unified=0',
      commit,
      '--',
    ],
    cwd,
  );
  const untracked = git(['ls-files', '--others', '--exclude-standard', '-z'], cwd).split('\0').filter(Boolean);
  const changed = new Map(readDiff(patch));
  for (const file of untracked) changed.set(file, 'whole');
  return { commit, changed };
}

/**
 * The state that a branch is usually held against: where the main branch of its remote repository is.
 *
 * @returns undefined where there is no repository or no remote one
 */
export function findMainBranch(cwd: string): string | undefined {
  return tryGit(['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'], cwd)?.trim();
}

function tryGit(args: readonly string[], cwd: string): string | undefined {
  const { status, stdout } = spawnSync('git', [...args], { cwd, encoding: 'utf8', maxBuffer: mostBytes });
  return status === 0 ? stdout : undefined;
}

function git(args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync('git', [...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: mostBytes,
  });
  if (status === 0) return stdout;
  const reason = error === undefined ? stderr.trim() : error.message;
  throw new RunError('input', `git could not say what changed: ${reason}.`, {
    help: 'Run it without --against: then everything counts as changed.',
  });
}
