import { spawnSync } from 'node:child_process';
import { RunError } from '../findings/run-error.ts';
import { nearest } from '../util/nearest.ts';

/**
 * What is said of a state that git does not know.
 *
 * @param ref as it was named
 * @param cwd folder in the repository, absolute
 * @param fetch how it comes into a shallow clone
 */
export function unknownCommit(ref: string, cwd: string, fetch: string): RunError {
  const git = (...args: string[]): string => {
    const { status, stdout } = spawnSync('git', args, { cwd, encoding: 'utf8' });
    return status === 0 ? stdout : '';
  };
  if (git('rev-list', '-n', '1', '--all') === '')
    return new RunError('usage', `git knows no commit "${ref}": the repository has none yet.`, {
      help: 'Commit something first.',
    });
  const names = git('for-each-ref', '--format=%(refname:short)').split('\n').filter(Boolean);
  const meant = nearest(ref, names);
  return new RunError('usage', `git knows no commit "${ref}".`, {
    help: `${meant === undefined ? '' : `Did you mean ${meant}? `}Name a branch, tag or commit. In a shallow clone, ${fetch}.`,
  });
}
