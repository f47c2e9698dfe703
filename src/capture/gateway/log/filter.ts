import { RunError } from '../../../findings/run-error.ts';
import { nearest } from '../../../util/nearest.ts';
import type { LoggedDelivery } from './log.ts';

/** Whether a delivery is shown. */
export type DeliveryFilter = (delivery: LoggedDelivery) => boolean;

const fields: Readonly<Record<string, (delivery: LoggedDelivery) => string>> = {
  vendor: ({ vendor = '' }) => vendor,
  contract: ({ contract = '' }) => contract,
  event: ({ event = '' }) => event,
  verdict: ({ verdict }) => verdict,
  signature: ({ signature }) => signature.state,
  status: ({ answer }) => String(answer?.status ?? ''),
  method: ({ method }) => method,
  path: ({ path }) => path,
  delivery: ({ delivery = '' }) => delivery,
  repeated: ({ duplicateOf, retryOf }) =>
    duplicateOf === undefined ? (retryOf === undefined ? 'no' : 'retry') : 'duplicate',
};

/**
 * Reads a filter: conditions with spaces between them that all must hold, `event=visit.*`, `verdict!=accepted`,
 * `status=5*`. `*` stands for any characters, a comma for another possibility.
 *
 * @throws {RunError} when a condition is none, or names an unknown field
 */
export function readFilter(text: string): DeliveryFilter {
  const conditions = text
    .split(/\s+/)
    .filter((part) => part !== '')
    .map(readCondition);
  return (delivery) => conditions.every((holds) => holds(delivery));
}

function readCondition(part: string): DeliveryFilter {
  const [, name, not, values] = /^(\w+)(!?)=(.+)$/.exec(part) ?? [];
  if (name === undefined || values === undefined)
    throw new RunError('usage', `"${part}" is no condition of a filter.`, {
      help: "For example --filter 'event=visit.* verdict!=accepted'.",
    });
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) {
    const meant = nearest(name, Object.keys(fields));
    throw new RunError('usage', `A filter knows no "${name}".`, {
      help: meant === undefined ? `It knows ${Object.keys(fields).join(', ')}.` : `Did you mean ${meant}?`,
    });
  }
  const patterns = values.split(',').map((value) => value.split('*'));
  return (delivery) => patterns.some((pieces) => matches(field(delivery), pieces)) === (not === '');
}

/** Whether a text consists of these pieces with anything between them. */
function matches(text: string, pieces: readonly string[]): boolean {
  const [first = '', ...others] = pieces;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  for (const piece of others) {
    const found = text.indexOf(piece, from);
    if (found === -1 || found + piece.length > text.length - last.length) return false;
    from = found + piece.length;
  }
  return true;
}
