import { RunError } from '../../findings/run-error.ts';
import { isObject } from '../../util/json.ts';
import type { Presences } from './quiet.ts';
import type { ContractDrift } from './result.ts';

/** What a report of a former run says about how often things were seen. */
export interface FormerReport {
  /** By contract id. */
  readonly presences: ReadonlyMap<string, Presences>;
}

/** How the JSON report of drift is told from other JSON. */
export const reportFormat = { format: 'counterfoil-drift', formatVersion: 1 } as const;

/**
 * Reads the JSON report of a former run.
 *
 * @param name of the file, for messages
 * @throws RunError when it is none
 */
export function readFormerReport(text: string, name: string): FormerReport {
  const data = parse(text);
  if (!isObject(data) || data['format'] !== reportFormat.format || data['formatVersion'] !== reportFormat.formatVersion)
    throw new RunError('input', `${name} is no report of counterfoil drift.`, {
      help: 'Write one with counterfoil drift --format json --output <file>.',
    });
  try {
    const contracts = data['contracts'] as unknown as readonly ContractDrift[];
    return { presences: new Map(contracts.map((contract) => [contract.id, presencesOf(contract)])) };
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new RunError(
      'input',
      `${name} is a report of counterfoil drift that has been changed: parts of it are missing.`,
      {
        help: 'Write it anew.',
      },
    );
  }
}

function presencesOf({ captures, events }: ContractDrift): Presences {
  return {
    total: captures,
    events: new Map(
      events
        .filter((event) => event.captures > 0)
        .map(({ event, captures: total, last, places }) => [
          event,
          {
            total,
            last: last === undefined ? undefined : Date.parse(last),
            places: new Map(places.map(({ path, count, of }) => [path, { count, of }])),
          },
        ]),
    ),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
