import { createColors } from 'picocolors';
import type { DeliveryFilter } from './filter.ts';
import type { GatewayLog, LoggedDelivery } from './log.ts';
import { cellsOf, columns, detailsOf, notes, titles } from './row.ts';

export interface TerminalLogOptions {
  /** Writes text, line feeds included. */
  readonly write: (text: string) => void;
  readonly colour: boolean;
  /** Makes what strangers sent safe to show on one line. */
  readonly escape: (text: string) => string;
  readonly filter: DeliveryFilter;
  /** Shows below each delivery what is known of it. */
  readonly details: boolean;
}

const titlesEvery = 40;

/** A table for a person: a row for each delivery, as it comes. Its titles come again from time to time. */
export function createTerminalGatewayLog(options: TerminalLogOptions): GatewayLog {
  const { write, colour, escape, filter, details } = options;
  const colours = createColors(colour);
  const line = (text: string): void => write(`${text}\n`);
  const verdictColours = {
    accepted: colours.green,
    deviates: colours.red,
    unknown: colours.yellow,
    'not-judged': colours.dim,
  } as const;
  let rows = 0;

  function row(delivery: LoggedDelivery): string {
    const { verdict, signature, recorded } = delivery;
    const { cells: plain, what } = cellsOf(delivery);
    const cells = plain.map((cell, index) => cell.padEnd(columns[index] ?? 0));
    cells[1] = verdictColours[verdict](cells[1] ?? '');
    if (signature.state === 'wrong') cells[2] = colours.red(cells[2] ?? '');
    return `${cells.join(' ')} ${escape(what)}${notes(delivery)}${recorded ? '' : colours.red('  NOT RECORDED')}`;
  }

  return {
    delivery(delivery) {
      if (!filter(delivery)) return;
      if (rows % titlesEvery === 0)
        line(colours.dim([...titles.map((title, index) => title.padEnd(columns[index] ?? 0)), 'delivery'].join(' ')));
      rows += 1;
      line(row(delivery));
      for (const text of details ? detailsOf(delivery) : []) line(colours.dim(`         ${escape(text)}`));
    },
    settled({ id, contract = '', event = '' }, delivery, answer) {
      const what = `${contract} ${event} ${id}`.trim();
      line(`${colours.dim('held')} ${delivery}, answer ${answer?.status ?? 'none'}: ${escape(what)}`);
    },
    trouble(message) {
      line(`${colours.red('trouble:')} ${escape(message)}`);
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
