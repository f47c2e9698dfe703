import { createColors } from 'picocolors';
import { readFilter } from './filter.ts';
import type { DeliveryFilter } from './filter.ts';
import { readKeys } from './keys.ts';
import type { Key } from './keys.ts';
import type { GatewayLog, LoggedDelivery } from './log.ts';
import { cellsOf, columns, detailsOf, notes, titles } from './row.ts';

export interface ScreenOptions {
  readonly write: (text: string) => void;
  /** Of the terminal, at present. */
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly colour: boolean;
  /** Makes what strangers sent safe to show on one line. */
  readonly escape: (text: string) => string;
  /** As `--filter`. */
  readonly filter: string;
  /** Whether details are shown from the start. */
  readonly details: boolean;
  /** The person wants to end. */
  readonly onQuit: () => void;
}

/** A table that fills the terminal and obeys keys. */
export interface ScreenLog extends GatewayLog {
  /** What the person has typed. */
  readonly type: (bytes: string) => void;
  /** Draws everything anew: the terminal has another size. */
  readonly resize: () => void;
  /** Gives the terminal back, and repeats below what was told beside deliveries. */
  readonly close: () => void;
}

const mostKept = 1000;
const mostTold = 20;
/** Milliseconds between two pictures: many deliveries share one. */
const pause = 50;
const enter = '\u001B[?1049h\u001B[?25l';
const leave = '\u001B[?25h\u001B[?1049l';
/** What is between these two appears at once. Source: Terminal Spec, Synchronized Output. */
const begin = '\u001B[?2026h';
const end = '\u001B[?2026l';
const help = 'up/down choose  Enter details  / filter  q end';

/** Shows the last deliveries, the newest at the bottom; only lines that have changed are written. */
export function createScreenLog(options: ScreenOptions): ScreenLog {
  const { write, size, escape, onQuit } = options;
  const colours = createColors(options.colour);
  const kept: LoggedDelivery[] = [];
  const told: string[] = [];
  /** What was told first: where the gateway listens. */
  let headline = '';
  let shown: LoggedDelivery[] = [];
  let filterText = options.filter;
  let filter: DeliveryFilter = readFilter(filterText);
  let typed: string | undefined;
  let wrong = '';
  let hasDetails = options.details;
  /** Undefined follows the newest. */
  let chosen: LoggedDelivery | undefined;
  let drawn: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isOpen = true;
  let hasEntered = false;

  function later(): void {
    if (isOpen) timer ??= setTimeout(draw, pause);
  }

  function draw(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!isOpen) return;
    const lines = picture();
    const changed = lines.map((line, index) =>
      line === drawn[index] ? '' : `\u001B[${index + 1};1H${line}\u001B[0m\u001B[K`,
    );
    drawn = lines;
    const text = changed.join('');
    if (text !== '') write((hasEntered ? '' : enter) + begin + text + end);
    hasEntered = true;
  }

  function picture(): string[] {
    const { columns: width, rows: height } = size();
    const at = chosen === undefined ? shown.length - 1 : shown.indexOf(chosen);
    const details = hasDetails ? detailsAt(shown[at], Math.max(0, Math.floor((height - 5) / 2))) : [];
    const room = Math.max(1, height - 4 - details.length);
    const first = Math.max(0, Math.min(shown.length - room, at - Math.floor(room / 2)));
    const rows = shown.slice(first, first + room);
    // Before the first delivery there is room for all that was told at the start.
    const begun = kept.length === 0 ? told.slice(1, -1).slice(-room) : [];
    return [
      cut(headline, width),
      colours.dim(cut(titleLine(width), width)),
      ...rows.map((delivery, index) => rowLine(delivery, width, first + index === at)),
      ...begun.map((line) => cut(line, width)),
      ...Array.from({ length: room - rows.length - begun.length }, () => ''),
      ...details.map((line) => colours.dim(cut(line, width))),
      cut(told.at(-1) ?? '', width),
      cut(footer(), width),
    ].slice(0, height);
  }

  function titleLine(width: number): string {
    return [
      ...titles.slice(0, cellsAt(width)).map((title, index) => title.padEnd(columns[index] ?? 0)),
      'delivery',
    ].join(' ');
  }

  function rowLine(delivery: LoggedDelivery, width: number, isChosen: boolean): string {
    const { cells, what } = cellsOf(delivery);
    const line = [
      ...cells.slice(0, cellsAt(width)).map((cell, index) => cell.padEnd(columns[index] ?? 0)),
      `${escape(what)}${notes(delivery)}`,
    ].join(' ');
    const text = cut(delivery.recorded ? line : `${line}  NOT RECORDED`, width);
    if (isChosen) return colours.inverse(text);
    if (delivery.verdict === 'deviates' || delivery.signature.state === 'wrong' || !delivery.recorded)
      return colours.red(text);
    return delivery.verdict === 'unknown' ? colours.yellow(text) : text;
  }

  function detailsAt(delivery: LoggedDelivery | undefined, most: number): string[] {
    return delivery === undefined
      ? []
      : detailsOf(delivery)
          .map((line) => `  ${escape(line)}`)
          .slice(0, most);
  }

  function footer(): string {
    if (typed !== undefined) return wrong === '' ? `filter: ${typed}_` : `filter: ${typed}_  ${wrong}`;
    const count = `${shown.length} of ${kept.length}`;
    return filterText === '' ? `${count}  ${help}` : `${count} (${filterText})  ${help}`;
  }

  function choose(step: number): void {
    const at = chosen === undefined ? shown.length - 1 : shown.indexOf(chosen);
    const next = Math.max(0, at + step);
    chosen = next >= shown.length - 1 ? undefined : shown[next];
  }

  function applyFilter(text: string): void {
    try {
      filter = readFilter(text);
    } catch (error) {
      wrong = error instanceof Error ? error.message : String(error);
      return;
    }
    filterText = text;
    typed = undefined;
    shown = kept.filter(filter);
    if (chosen !== undefined && !shown.includes(chosen)) chosen = undefined;
  }

  function edit(key: Key): void {
    wrong = '';
    if (key.name === 'enter') applyFilter((typed ?? '').trim());
    else if (key.name === 'escape') typed = undefined;
    else if (key.name === 'backspace') typed = [...(typed ?? '')].slice(0, -1).join('');
    else if (key.name === 'text') typed = (typed ?? '') + escape(key.text);
  }

  function press(key: Key): void {
    if (key.name === 'interrupt') onQuit();
    else if (typed !== undefined) edit(key);
    else if (key.name === 'up' || key.text === 'k') choose(-1);
    else if (key.name === 'down' || key.text === 'j') choose(1);
    else if (key.name === 'page-up') choose(5 - size().rows);
    else if (key.name === 'page-down') choose(size().rows - 5);
    else if (key.name === 'home' || key.text === 'g') choose(-mostKept);
    else if (key.name === 'end' || key.text === 'G') chosen = undefined;
    else if (key.name === 'enter') hasDetails = !hasDetails;
    else if (key.text === '/') typed = filterText;
    else if (key.text === 'q') onQuit();
  }

  function tell(text: string): void {
    if (!isOpen) {
      write(`${escape(text)}\n`);
      return;
    }
    if (headline === '') headline = escape(text);
    told.push(escape(text));
    if (told.length > mostTold) told.shift();
    later();
  }

  return {
    delivery(delivery) {
      kept.push(delivery);
      if (filter(delivery)) shown.push(delivery);
      if (kept.length > mostKept) {
        const gone = kept.shift();
        if (shown[0] === gone) shown.shift();
        if (chosen === gone) chosen = shown[0];
      }
      later();
    },
    settled({ id, contract = '', event = '' }, delivery, answer) {
      tell(`held ${delivery}, answer ${answer?.status ?? 'none'}: ${contract} ${event} ${id}`);
    },
    trouble: (message) => tell(`trouble: ${message}`),
    bug(message, error) {
      tell(`This is a bug in counterfoil, please report it: ${message}`);
      if (error instanceof Error) for (const line of (error.stack ?? '').split('\n')) tell(line);
    },
    notice: tell,
    type(bytes) {
      for (const key of readKeys(bytes)) press(key);
      draw();
    },
    resize() {
      drawn = [];
      if (isOpen && hasEntered) write('\u001B[2J');
      draw();
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      clearTimeout(timer);
      write((hasEntered ? leave : '') + told.map((line) => `${line}\n`).join(''));
    },
  };
}

/** The times give way first where there is little room. */
function cellsAt(width: number): number {
  return width < 100 ? 4 : columns.length;
}

/** By code points: close enough for what contracts and paths are written in, and no line ever wraps. */
function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}~`;
}
