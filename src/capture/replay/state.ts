import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { RunError } from '../../findings/run-error.ts';
import { isObject, own } from '../../util/json.ts';

/** What has been replayed, in a file that a replay goes on from. */
export interface ReplayState {
  /** Status of the answer that a capture had in a former run. */
  statusOf(key: string): number | undefined;
  /** Writes down that a capture has had its answer. */
  done(key: string, status: number): void;
}

/** A state that is kept nowhere. */
export const noState: ReplayState = { statusOf: () => undefined, done: () => {} };

/**
 * Opens a state file: a first line that says where the replay goes, then a line for each answer. A line that was cut off
 * when the program was stopped does not count, so that capture is sent again.
 *
 * @param to the URL that is replayed to
 * @throws {RunError} when the file is none of a replay, or of one to another URL
 */
export function openState(file: string, to: string): ReplayState {
  const head = JSON.stringify({ replay: 1, to });
  const text = existsSync(file) ? read(file) : '';
  // The disk may have been full when it was begun.
  if (text === '') {
    write(file, `${head}\n`);
    return stateOf(file, new Map());
  }
  const [first = '', ...lines] = text.split('\n');
  const stated = parse(first);
  if (own(stated, 'replay') !== 1)
    throw new RunError('usage', `${file} is no state of a replay.`, { help: 'Name another file for --resume.' });
  if (own(stated, 'to') !== to)
    throw new RunError('usage', `${file} is the state of a replay to ${String(own(stated, 'to'))}.`, {
      help: 'Name another file for --resume, or replay to that URL.',
    });
  const done = new Map<string, number>();
  // What stands behind the last line break was cut off.
  for (const line of lines.slice(0, -1)) {
    const entry = parse(line);
    const [key, status] = [own(entry, 'done'), own(entry, 'status')];
    if (typeof key === 'string' && typeof status === 'number') done.set(key, status);
  }
  if (lines.at(-1) !== '' || lines.length === 0) write(file, '\n');
  return stateOf(file, done);
}

function stateOf(file: string, done: ReadonlyMap<string, number>): ReplayState {
  return {
    statusOf: (key) => done.get(key),
    done: (key, status) => write(file, `${JSON.stringify({ done: key, status })}\n`),
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
