import type { RecordLine } from '../deliveries/record-line.ts';

/**
 * What a run tells the one who watches over it, through memory that both can see: a worker that is stuck in a regular
 * expression or a hostile schema can send no message.
 */
export interface RunWatch {
  /** Called as often as work moves on. */
  beat(): void;
  /** The contract whose schemas are compiled or run from here on; undefined when none is. */
  enter(contractFile: string | undefined): void;
  /** Which stage the run is in, with how much of it is done when that is known. */
  stage(name: RunStage, done: number, total: number | undefined): void;
}

/** The stages of a run, in order. */
export type RunStage = 'contracts' | 'examples' | 'captures';

export const runStages: readonly RunStage[] = ['contracts', 'examples', 'captures'];

/** Why a contract is left out of a run: a former attempt had to be ended while its schemas were at work. */
export type Exclusion = 'time' | 'memory';

/** What the one who runs the checks may tell and hear. */
export interface RunContext {
  readonly watch: RunWatch;
  /** Contract files that a former attempt could not finish: left out, and reported. */
  readonly excluded: ReadonlyMap<string, Exclusion>;
  /** Tells whether a trusted key has signed a line that tells all of a record; nothing is trusted when absent. */
  readonly isAttested?: (line: RecordLine) => boolean;
}

/** A watch for runs that nobody watches over. */
export const noWatch: RunWatch = { beat: () => {}, enter: () => {}, stage: () => {} };
