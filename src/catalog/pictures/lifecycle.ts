import type { Duration, Lifecycle, Transition } from '../../simulator/format.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { seconds } from '../parts/durations.ts';

/** Sizes in user units of the drawing; text is set in a fixed width. */
const size = { row: 30, state: 40, gap: 22, left: 12, indent: 30, lane: 18, character: 7.6, small: 6.6 } as const;

interface Row {
  readonly kind: 'state' | 'step';
  readonly y: number;
  readonly state: string;
  readonly step?: Step;
}

interface Step {
  readonly events: readonly string[];
  readonly to: string;
  readonly share: number | undefined;
  readonly after: string | undefined;
}

/**
 * A lifecycle as a picture: states from top to bottom, below each what leads out of it, with the events that it sends, and
 * at the right a wire to where it leads. Every step has a row of its own, so nothing can overlap.
 *
 * @param linkOf where an event's page is
 */
export function lifecyclePicture(
  name: string,
  lifecycle: Lifecycle,
  linkOf: (event: string) => string | undefined,
): Html {
  const rows = layOut(lifecycle);
  const widest = Math.ceil(Math.max(...rows.map(widthOf), 180));
  const arrows = rows.flatMap(({ y, step }) => {
    const target = rows.find(({ kind, state }) => kind === 'state' && state === step?.to);
    return step === undefined || target === undefined ? [] : [{ from: y, to: target.y }];
  });
  const wired = assignLanes(arrows);
  const lanes = Math.max(0, ...wired.map(({ lane }) => lane + 1));
  const start = size.left + widest + 16;
  const width = start + lanes * size.lane + 26;
  const height = (rows.at(-1)?.y ?? 0) + 34;
  return html`<figure class="picture" tabindex="0">
    <svg
      width="${width}"
      height="${height}"
      viewBox="0 0 ${width} ${height}"
      role="group"
      aria-label="Lifecycle ${name}: ${spoken(lifecycle)}"
    >
      ${wired.map(({ from, to, lane }) => wire(start, start + 10 + lane * size.lane, from, to))}
      ${rows.map((row) => (row.kind === 'state' ? stateBox(row, start, isEnd(lifecycle, row.state)) : stepText(row, linkOf)))}
    </svg>
  </figure>`;
}

const born = '(start)';

function layOut({ born: birth, states }: Lifecycle): Row[] {
  const rows: Row[] = [];
  let y = 26;
  const add = (state: string, steps: readonly Step[]): void => {
    rows.push({ kind: 'state', state, y });
    y += size.state - 4;
    for (const step of steps) {
      rows.push({ kind: 'step', state, y, step });
      y += size.row;
    }
    y += size.gap;
  };
  add(born, [{ events: birth.emit ?? [], to: birth.to, share: undefined, after: undefined }]);
  for (const name of inOrder(birth.to, states)) add(name, stepsOf(states[name]?.next ?? []));
  return rows;
}

/** As they are reached first; those that nothing leads to at the end. */
function inOrder(first: string, states: Lifecycle['states']): string[] {
  const found = new Set([first]);
  for (const name of found)
    for (const { to } of Object.hasOwn(states, name) ? (states[name]?.next ?? []) : []) found.add(to);
  const all = [...found, ...Object.keys(states).filter((name) => !found.has(name))].filter(
    (name) => Object.hasOwn(states, name) || found.has(name),
  );
  // Where it ends comes last, so that wires lead down.
  const ends = all.filter((name) => !Object.hasOwn(states, name) || (states[name]?.next ?? []).length === 0);
  return [...all.filter((name) => !ends.includes(name)), ...ends];
}

function stepsOf(next: readonly Transition[]): Step[] {
  const whole = next.reduce((sum, { weight = 1 }) => sum + weight, 0);
  return next.map(({ emit = [], to, weight = 1, after }) => ({
    events: emit,
    to,
    share: next.length > 1 && whole > 0 ? weight / whole : undefined,
    after: durationText(after),
  }));
}

function durationText(after: Duration): string | undefined {
  if (typeof after === 'number') return seconds(after);
  if ('uniform' in after) return `${seconds(after.uniform[0])} to ${seconds(after.uniform[1])}`;
  if ('mean' in after) return `about ${seconds(after.mean)}`;
  return 'at a set time';
}

function labelOf({ share, after }: Step): string {
  return [share === undefined ? '' : `${Math.round(share * 100)} %`, after === undefined ? '' : `after ${after}`]
    .filter((text) => text !== '')
    .join(', ');
}

function widthOf({ kind, state, step }: Row): number {
  if (kind === 'state' || step === undefined) return state.length * size.character + 40;
  return size.indent + eventText(step).length * size.character + 14 + labelOf(step).length * size.small;
}

function eventText({ events }: Step): string {
  return events.length === 0 ? '(sends nothing)' : events.join(', ');
}

/** Wires that run side by side get lanes of their own, short ones nearest. */
function assignLanes(
  arrows: readonly { readonly from: number; readonly to: number }[],
): { from: number; to: number; lane: number }[] {
  const taken: { top: number; bottom: number; lane: number }[] = [];
  return arrows
    .toSorted((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from))
    .map(({ from, to }) => {
      const [top, bottom] = from < to ? [from, to] : [to, from];
      const inWay = new Set(taken.filter((one) => one.top <= bottom && one.bottom >= top).map(({ lane }) => lane));
      let lane = 0;
      while (inWay.has(lane)) lane += 1;
      taken.push({ top, bottom, lane });
      return { from, to, lane };
    });
}

function wire(start: number, x: number, from: number, to: number): Html {
  const bend = from < to ? 7 : -7;
  const path = `M${start - 8} ${from}H${x - 7}Q${x} ${from} ${x} ${from + bend}V${to - bend}Q${x} ${to} ${x - 7} ${to}H${start + 4}`;
  return html`<path class="wire" d="${path}" /><path class="tip" d="M${start - 4} ${to}l9 -4.5v9z" /> `;
}

function stateBox({ state, y }: Row, start: number, end: boolean): Html {
  const kind = state === born ? 'start' : end ? 'end' : 'box';
  return html`<rect
      class="${kind}"
      x="${size.left}"
      y="${y - 14}"
      width="${start - size.left - 8}"
      height="28"
      rx="6"
    /><text x="${size.left + 12}" y="${y + 4.5}" font-weight="650">${state}</text> `;
}

function stepText({ y, step }: Row, linkOf: (event: string) => string | undefined): Html {
  if (step === undefined) return html``;
  let x = size.left + size.indent;
  const parts = step.events.map((event, index) => {
    const at = x;
    x += (event.length + 2) * size.character;
    const link = linkOf(event);
    const text = html`<text x="${Math.round(at)}" y="${y + 4.5}"
      >${event}${index < step.events.length - 1 && ','}</text
    >`;
    return link === undefined ? text : html`<a href="${link}">${text}</a>`;
  });
  const name = parts.length > 0 ? parts : html`<text class="label" x="${x}" y="${y + 4.5}">${eventText(step)}</text>`;
  if (parts.length === 0) x += eventText(step).length * size.character;
  return html`<path class="wire" d="M${size.left + 14} ${y - 18}v12q0 6 6 6h4" />${name}<text
      class="label"
      x="${Math.round(x + 4)}"
      y="${y + 4.5}"
      >${labelOf(step)}</text
    > `;
}

function isEnd({ states }: Lifecycle, state: string): boolean {
  return state !== born && (!Object.hasOwn(states, state) || (states[state]?.next ?? []).length === 0);
}

function spoken({ born: birth, states }: Lifecycle): string {
  const steps = Object.entries(states).flatMap(([name, { next = [] }]) =>
    next.map(({ to, emit = [] }) => `from ${name} to ${to}${emit.length > 0 ? ` by ${emit.join(' and ')}` : ''}`),
  );
  return [`begins with ${(birth.emit ?? []).join(' and ') || 'nothing sent'} in ${birth.to}`, ...steps].join('; ');
}
