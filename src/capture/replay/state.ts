import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { RunError } from '../../findings/run-error.ts';
import { isObject, own } from '../../util/json.ts';

/** What has been replayed, in a file that a replay goes on from. */
export interface ReplayState {
  /** Whether a capture has had its answer in a former run. */
  isDone(key: string): boolean;
  /** Writes down that a capture has had its answer. */
  done(key: string, status: number | undefined): void;
  /** How many had one before. */
  readonly before: number;
}

/** A state that is kept nowhere. */
export const noState: ReplayState = { isDone: () => false, done: () => {}, before: 0 };

/**
 * Opens a state file: a first line that says where the replay goes, then a line for each answer. A line that was cut off
 * when the program was stopped does not count, so that capture is sent again.
 *
 * @param to the URL that is replayed to
 * @throws {RunError} when the file is none of a replay, or of one to another URL
 */
export function openState(file: string, to: string): ReplayState {
  const head = JSON.stringify({ replay: 1, to });
  if (!existsSync(file)) {
    write(file, `${head}\n`);
    return stateOf(file, new Set());
  }
  const [first = '', ...lines] = read(file).split('\n');
  const stated = parse(first);
  if (own(stated, 'replay') !== 1)
    throw new RunError('usage', `${file} is no state of a replay.`, { help: 'Name another file for --resume.' });
  if (own(stated, 'to') !== to)
    throw new RunError('usage', `${file} is the state of a replay to ${String(own(stated, 'to'))}.`, {
      help: 'Name another file for --resume, or replay to that URL.',
    });
  const done = new Set<string>();
  // What stands behind the last line break was cut off.
  for (const line of lines.slice(0, -1)) {
    const key = own(parse(line), 'done');
    if (typeof key === 'string') done.add(key);
  }
  if (lines.at(-1) !== '' || lines.length === 0) write(file, '\n');
  return stateOf(file, done);
}

function stateOf(file: string, done: Set<string>): ReplayState {
  return {
    isDone: (key) => done.has(key),
    done: (key, status) => write(file, `${JSON.stringify({ done: key, status: status ?? null })}\n`),
    before: done.size,
  };
}

function parse(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw refused(file, error);
  }
}

function write(file: string, text: string): void {
  try {
    appendFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    throw refused(file, error);
  }
}

function refused(file: string, error: unknown): RunError {
  return new RunError('usage', `${file} cannot be used: ${error instanceof Error ? error.message : String(error)}.`, {
    help: 'Name a file for --resume that may be read and written.',
  });
}
