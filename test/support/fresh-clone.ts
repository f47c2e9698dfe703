import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A new folder, and how to remove it. */
export function newFolder(name: string): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `counterfoil-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Clones what is committed into `folder`. */
export function cloneInto(folder: string): void {
  execFileSync('git', ['clone', '--quiet', root, folder]);
}

/**
 * The environment of a user outside of this run: without the programs of this repository on the path and without what
 * npm and the test runner tell their children.
 */
export function outsideEnvironment(path: readonly string[] = []): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|INIT_CWD$|NODE$|NODE_(?:OPTIONS|PATH|ENV)$|VITEST|FORCE_COLOR$|NO_COLOR$)/i.test(name),
  );
  const outside = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules') && !folder.includes('node-gyp-bin'));
  return { ...Object.fromEntries(kept), PATH: [...path, ...outside].join(delimiter) };
}

export interface ShellResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line as a user's shell would. */
export function shell(command: string, cwd: string, env: NodeJS.ProcessEnv): ShellResult {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 64e6,
  });
  return { status, stdout, stderr };
}
