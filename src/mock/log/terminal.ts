import { createColors } from 'picocolors';
import type { MockDelivery } from '../spaces/delivery-list.ts';
import type { ViolationGroup } from '../server/verdict.ts';
import type { MockLog } from './log.ts';

export interface TerminalLogOptions {
  /** Writes text, line feeds included. */
  readonly write: (text: string) => void;
  readonly colour: boolean;
  /** Makes what strangers sent safe to show on one line. */
  readonly escape: (text: string) => string;
}

const mostPlaces = 3;

/** A log for a person: a line a delivery, as it comes, and what is wrong below it. */
export function createTerminalLog({ write, colour, escape }: TerminalLogOptions): MockLog {
  const colours = createColors(colour);
  const line = (text: string): void => write(`${text}\n`);
  const paint = { accepted: colours.green, refused: colours.red } as const;

  function describe(delivery: MockDelivery): string {
    const { at, verdict, status, fault, contract, event, handshake, method, path, space, duration } = delivery;
    const what =
      contract === undefined
        ? `${method} ${path.slice(0, 100)}`
        : `${contract} ${event ?? (handshake === undefined ? '(no event)' : '(handshake)')}`;
    const where = space === undefined ? '' : ` in ${space}`;
    const answered = fault === undefined ? String(status) : `${status} (${fault})`;
    const time = `${(duration * 1000).toFixed(1)} ms`;
    const mark = paint[verdict](verdict.padEnd(8));
    return `${colours.dim(at.slice(11, 19))}  ${mark}  ${answered}  ${escape(what)}${where}  ${colours.dim(time)}`;
  }

  return {
    delivery(delivery) {
      line(describe(delivery));
      for (const text of reasonsOf(delivery)) line(`          ${escape(text)}`);
    },
    bug(message, error) {
      const stack = error instanceof Error && error.stack !== undefined ? `\n${error.stack}` : '';
      line(`${colours.red('This is a bug in counterfoil, please report it:')} ${escape(message)}${stack}`);
    },
    notice(message) {
      line(escape(message));
    },
  };
}

/** Why a delivery is refused, by places and keywords: values of a payload are personal data of somebody. */
function reasonsOf({ verdict, reason, nearest, violations, moreViolations, warnings }: MockDelivery): string[] {
  const lines: string[] = [];
  if (verdict === 'refused') lines.push(nearest === undefined ? `${reason}` : `${reason}; the nearest is ${nearest}`);
  for (const { in: where, pointer, inner = '', problems } of violations.slice(0, mostPlaces)) {
    const keywords = problems.map(described).join(', ');
    lines.push(
      `${where === 'headers' ? 'header ' : ''}${pointer === '' ? '(the payload)' : pointer}${inner}: ${keywords}`,
    );
  }
  const left = Math.max(0, violations.length - mostPlaces) + moreViolations;
  if (left > 0) lines.push(`and ${left} more`);
  if (warnings.length > 0) lines.push(`${warnings.length} undocumented, first ${warnings[0]?.pointer ?? ''}`);
  return lines;
}

/** Names of properties that are demanded come from the contract, not from the payload. */
function described({ keyword = 'schema', expected }: ViolationGroup['problems'][number]): string {
  return keyword === 'required' && typeof expected === 'string' ? `${keyword} ${expected}` : keyword;
}
