import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RunError } from '../findings/run-error.ts';

/** A state of another repository, fetched into one of our own. */
export interface FetchedRepository {
  /** Absolute path of the repository; the state is its `FETCH_HEAD`. */
  readonly folder: string;
  remove(): void;
}

const timeout = 120_000;

/**
 * Fetches one state of a repository, without its history, by the system's git with the user's own credentials. Nothing
 * is asked at the terminal, no program of the repository runs, and no other transport than these can be named by an address.
 *
 * @param url `https:`, `ssh:` or `file:`, or `user@host:path`
 * @param ref branch, tag, or commit where the server gives it out
 * @throws {RunError} `input`, when git cannot fetch it
 */
export async function fetchRepository(url: string, ref: string): Promise<FetchedRepository> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-fetch-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    await git(['init', '--quiet', '--template='], folder);
    await git(['fetch', '--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--', url, ref], folder);
    return { folder, remove };
  } catch (error) {
    remove();
    const why = lastLine(error);
    throw new RunError('input', `git could not fetch "${ref}" of ${url}: ${why}.`, {
      help: 'Try it with git fetch. Name a branch or tag; of a commit only few servers give out any.',
    });
  }
}

/** Git's own transports; the user's credential helpers are asked, a person at the terminal is not. */
const settings = [
  'core.hooksPath=/dev/null',
  'core.askPass=true',
  'credential.interactive=false',
  'protocol.allow=never',
  ...['https', 'http', 'ssh', 'file'].map((name) => `protocol.${name}.allow=always`),
].flatMap((setting) => ['-c', setting]);

async function git(args: readonly string[], cwd: string): Promise<void> {
  await promisify(execFile)('git', [...settings, ...args], { cwd, timeout, maxBuffer: 1024 * 1024 });
}

function lastLine(error: unknown): string {
  const { stderr, killed, message } = error as Partial<Error & { stderr: string; killed: boolean }>;
  if (killed === true) return `it took longer than ${timeout / 1000} s`;
  const lines = (stderr ?? message ?? String(error)).trim().split('\n');
  return (lines.findLast((line) => /^(?:fatal|error):/.test(line)) ?? lines.at(-1) ?? '').replace(/\.$/, '');
}
