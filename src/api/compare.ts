import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { CompareMode, CompareOptions, CompareSide } from '../checks/compare/options.ts';
import type { CompareResult } from '../checks/compare/result.ts';
import type { Origin } from '../deliveries/capture.ts';
import { RunError } from '../findings/run-error.ts';
import type { Relation } from '../compatibility/includes.ts';
import { loadConfig } from '../config/load-config.ts';
import { runIsolated, type IsolationOptions } from '../isolation/run-isolated.ts';
import { extractGitTree, type GitTree } from './git-tree.ts';
import { todayInUtc } from './today.ts';

/** Settings of a comparison, and of the worker that it goes on in. */
export interface CompareSettings extends IsolationOptions {
  /** What must be compatible; `forward` when absent: old receivers get new deliveries. */
  readonly mode?: CompareMode;
  /** `deliveries` for contracts and `instances` for schemas when absent. */
  readonly relation?: Relation;
  /** File with approvals; `true` for the nearest `counterfoil.approvals.yaml` upwards, `false` for none. `true` when absent. */
  readonly approvals?: string | boolean;
  /** Glob patterns of capture files of the older contract: live ones weigh the changes. */
  readonly captures?: readonly string[];
  /** Origin of captures that do not state theirs. */
  readonly origin?: Origin;
  /** Day that approvals are judged by, YYYY-MM-DD; today in UTC when absent. */
  readonly today?: string;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

/**
 * Compares two contracts, two folders of contracts, or two schemas. A side is a file, a folder, a shipped contract
 * (`<vendor>@2.0.0`), any of these at a state in git (`git:<ref>:<path>`), or one event of a contract (`<contract>#<event>`).
 *
 * @param older what receivers were written against
 * @param newer what takes its place
 * @throws {RunError} when a side names nothing, or something that cannot be read or used
 * @throws {IsolationError} when the work is stuck and no contract is to blame
 */
export async function compare(older: string, newer: string, settings: CompareSettings = {}): Promise<CompareResult> {
  const cwd = resolve(settings.cwd ?? '');
  const trees: GitTree[] = [];
  try {
    const sides = { older: sideOf(older, cwd, trees), newer: sideOf(newer, cwd, trees) };
    return await run({ ...sides, whole: false }, cwd, settings);
  } finally {
    for (const tree of trees) tree.remove();
  }
}

/**
 * Compares all contracts of the working folder with another state of them: what was added, removed and changed.
 *
 * @param against a state in git (branch, tag, commit), or a folder with the other state
 * @param targets contracts to compare; when empty, what the configuration names, else the folder `asyncapi`
 * @throws {RunError} as `compare`
 */
export async function compareAgainst(
  against: string,
  targets: readonly string[] = [],
  settings: CompareSettings = {},
): Promise<CompareResult> {
  const cwd = resolve(settings.cwd ?? '');
  const named = (targets.length > 0 ? targets : contractsOf(cwd)).map((target) => fromFolder(cwd, target));
  const trees: GitTree[] = [];
  try {
    const older = stateOf(against, named, cwd, trees);
    const newer = {
      name: 'the working folder',
      targets: named.filter((target) => existsSync(resolve(cwd, target))),
      folder: cwd,
      prefix: '',
    };
    return await run({ older, newer, whole: true }, cwd, settings);
  } finally {
    for (const tree of trees) tree.remove();
  }
}

function run(
  sides: Pick<CompareOptions, 'older' | 'newer' | 'whole'>,
  cwd: string,
  {
    mode = 'forward',
    relation,
    approvals = true,
    captures = [],
    origin,
    today = todayInUtc(),
    ...isolation
  }: CompareSettings,
): Promise<CompareResult> {
  const options: CompareOptions = {
    ...sides,
    mode,
    approvals,
    captures,
    today,
    cwd,
    ...(relation === undefined ? {} : { relation }),
    ...(origin === undefined ? {} : { origin }),
  };
  return runIsolated<CompareResult>('compare', options, isolation);
}

/** Reads what a side names; `git:<ref>:<path>` is written to a temporary folder, which goes to `trees`. */
function sideOf(name: string, cwd: string, trees: GitTree[]): CompareSide {
  const { text, event } = splitEvent(name, cwd);
  const chosen = event === undefined ? {} : { event };
  const [, ref, path] = /^git:([^:]+):(.*)$/s.exec(text) ?? [];
  if (ref === undefined || path === undefined) {
    if (!text.startsWith('git:')) return { name, targets: [text], folder: cwd, prefix: '', ...chosen };
    throw new RunError('usage', `"${name}" does not name a state in git.`, {
      help: 'Write git:<ref>:<path>, such as git:main:asyncapi/cafe/1.0.0.',
    });
  }
  const tree = extractGitTree(ref, [path], cwd);
  trees.push(tree);
  if (!existsSync(join(tree.folder, path))) {
    throw new RunError('input', `There is no ${path} at ${ref} (or no JSON or YAML file in it).`, {
      help: 'The path is relative to the working folder.',
    });
  }
  return { name, targets: [path], folder: tree.folder, prefix: `git:${ref}:`, ...chosen };
}

/** The event after the last `#`, unless the whole text is a file. */
function splitEvent(name: string, cwd: string): { text: string; event: string | undefined } {
  const hash = name.lastIndexOf('#');
  if (hash <= 0 || existsSync(resolve(cwd, name))) return { text: name, event: undefined };
  return { text: name.slice(0, hash), event: name.slice(hash + 1) };
}

/** The other state: below a folder where it is one, else a state in git. */
function stateOf(against: string, targets: readonly string[], cwd: string, trees: GitTree[]): CompareSide {
  const other = resolve(cwd, against);
  if (existsSync(other) && statSync(other).isDirectory()) {
    const same = targets.filter((target) => existsSync(join(other, target)));
    return {
      name: against,
      targets: same.length > 0 ? same : [other],
      folder: other,
      prefix: `${against.replace(/\/$/, '')}/`,
    };
  }
  const tree = extractGitTree(against, targets, cwd);
  trees.push(tree);
  const present = targets.filter((target) => existsSync(join(tree.folder, target)));
  return { name: against, targets: present, folder: tree.folder, prefix: `git:${against}:` };
}

function contractsOf(cwd: string): readonly string[] {
  const { config, findings } = loadConfig(cwd);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new RunError('usage', 'The configuration is wrong.', { findings: errors });
  return config.contracts.length > 0 ? config.contracts : ['asyncapi'];
}

function fromFolder(cwd: string, target: string): string {
  const path = relative(cwd, resolve(cwd, target));
  if (path !== '' && !path.startsWith('..') && !isAbsolute(path)) return path;
  throw new RunError('usage', `${target} does not lie below ${cwd}: it has no place in the other state.`, {
    help: 'Run it in the folder that holds the contracts.',
  });
}
