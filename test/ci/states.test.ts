/** States that a comparison is asked for, in repositories as people and CI have them. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findGitChanges } from '../../src/api/git-changes.ts';
import { WorkingCopy } from '../api/working-copy.ts';
import { newFolder } from '../support/fresh-clone.ts';

let copy: WorkingCopy;
beforeEach(() => (copy = new WorkingCopy()));
afterEach(() => copy.remove());

/** What is said of a state, and what to do. */
function refusal(ref: string, cwd = copy.folder): { message: string; help: string } {
  try {
    findGitChanges(ref, cwd);
  } catch (error) {
    const { message, help } = error as { message: string; help: string };
    return { message, help };
  }
  throw new Error(`${ref} is known.`);
}

describe('a state that git does not know', () => {
  test('is likely one of those that it knows', () => {
    copy.commitAll();
    const { message, help } = refusal('mian');
    expect(message).toBe('git knows no commit "mian".');
    expect(help).toMatch(/^Did you mean main\? Name a branch, tag or commit\./);
  });

  test('may be in the history that a shallow clone left out', () => {
    copy.commitAll();
    copy.edit('schemas/cafe/1.0.0/order.schema.json', '"type": "integer"', '"type": "string"');
    copy.commitAll('change');
    const clone = newFolder('shallow');
    try {
      copy.git('clone', '--quiet', '--depth', '1', `file://${copy.folder}`, clone.path);
      expect(refusal('HEAD~1', clone.path).help).toContain('git fetch --unshallow');
    } finally {
      clone.remove();
    }
  });

  test('is none in a repository without a commit', () => {
    copy.git('init', '--quiet');
    expect(refusal('HEAD')).toEqual({
      message: 'git knows no commit "HEAD": the repository has none yet.',
      help: 'Commit something first.',
    });
  });
});

test('a detached HEAD is a state like any other', () => {
  copy.commitAll();
  copy.git('checkout', '--quiet', '--detach');
  copy.edit('schemas/cafe/1.0.0/order.schema.json', '"type": "integer"', '"type": "string"');
  expect([...findGitChanges('HEAD', copy.folder).changed.keys()]).toEqual(['schemas/cafe/1.0.0/order.schema.json']);
});

test('without a repository it says so', () => {
  const folder = newFolder('no-repository');
  try {
    expect(refusal('main', folder.path)).toMatchObject({
      message: expect.stringContaining('is not in a git repository') as string,
      help: 'Run it inside the repository, or without --against.',
    });
  } finally {
    folder.remove();
  }
});
