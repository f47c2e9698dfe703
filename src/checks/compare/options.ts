import type { Direction } from '../../compatibility/contracts/model.ts';
import type { Origin } from '../../deliveries/capture.ts';
import type { Relation } from '../../compatibility/includes.ts';

/** What fails a comparison. Each direction also exists over all earlier versions rather than the one before. */
export const compareModes = [
  'forward',
  'backward',
  'full',
  'forward-transitive',
  'backward-transitive',
  'full-transitive',
] as const;

export type CompareMode = (typeof compareModes)[number];

/** The directions that must be compatible. */
export function directionsOf(mode: CompareMode): readonly Direction[] {
  if (mode.startsWith('forward')) return ['forward'];
  return mode.startsWith('backward') ? ['backward'] : ['forward', 'backward'];
}

export function isTransitive(mode: CompareMode): boolean {
  return mode.endsWith('-transitive');
}

/** What one side of a comparison names. */
export interface CompareSide {
  /** As the user named it. */
  readonly name: string;
  /** Files, folders or shipped contracts. */
  readonly targets: readonly string[];
  /** Folder that targets are relative to, absolute; places are shown relative to it. */
  readonly folder: string;
  /** Put before each place: `git:HEAD~1:`; empty for the working folder. */
  readonly prefix: string;
  /** The one event that is meant. */
  readonly event?: string;
}

/** What to compare. Plain data: it is handed to a worker. */
export interface CompareOptions {
  readonly older: CompareSide;
  readonly newer: CompareSide;
  /** Whether both sides are states of the same contracts, so that one that is missing was removed. */
  readonly whole: boolean;
  readonly mode: CompareMode;
  /** `deliveries` for contracts and `instances` for schemas when absent. */
  readonly relation?: Relation;
  /** File with approvals; the nearest one upwards when `true`, none when `false`. */
  readonly approvals: string | boolean;
  /** Glob patterns of capture files of the older contract, relative to `cwd`: live ones weigh the changes. */
  readonly captures: readonly string[];
  /** Origin of captures that do not state theirs. */
  readonly origin?: Origin;
  /** YYYY-MM-DD in UTC. */
  readonly today: string;
  /** Working folder, absolute. */
  readonly cwd: string;
}
