import type { Drift, EventDrift } from '../../capture/drift/result.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';

const sizes = { character: 7.7, bar: 420, row: 26, top: 10, count: 110 } as const;
const mostRows = 40;

/** How many captures of each event conform: a bar each, to one scale. */
export function conformanceChart(events: readonly EventDrift[]): Html {
  const rows = events
    .map(({ event, conformance }) => {
      const all = Object.values(conformance);
      return { event, total: sum(all.map(({ total }) => total)), valid: sum(all.map(({ valid }) => valid)) };
    })
    .filter(({ total }) => total > 0)
    .toSorted((a, b) => b.total - a.total)
    .slice(0, mostRows);
  const most = Math.max(1, ...rows.map(({ total }) => total));
  const width = (number: number): number => (number === 0 ? 0 : Math.max(2, Math.round((number / most) * sizes.bar)));
  const label = labelWidth(rows.map(({ event }) => event));
  const spoken = rows.map(({ event, total, valid }) => `${event} ${valid} of ${total}`).join(', ');
  return picture(
    rows.length,
    label,
    `Captures that conform: ${spoken}`,
    rows.map(({ event, total, valid }, index) => {
      const y = sizes.top + index * sizes.row;
      const good = width(valid);
      return html`<text x="${label - 12}" y="${y + 14}" text-anchor="end">${short(event)}</text
        ><rect
          class="fill-good"
          x="${label}"
          y="${y + 4}"
          width="${good}"
          height="12"
          rx="2"
        />${total > valid && html`<rect class="fill-bad" x="${label + good + 1}" y="${y + 4}" width="${Math.max(2, width(total) - good)}" height="12" rx="2" />`}<text
          class="label"
          x="${label + good + (total > valid ? Math.max(2, width(total) - good) : 0) + 9}"
          y="${y + 14}"
          >${valid.toLocaleString('en')} of ${total.toLocaleString('en')}</text
        > `;
    }),
  );
}

/** When each drift was seen, on one line of time; nothing when no capture states its time. */
export function spanChart(drifts: readonly Drift[]): Html {
  const rows = drifts
    .flatMap(({ event, path, first, last, outcome }) => {
      const [from, to] = [Date.parse(first ?? ''), Date.parse(last ?? first ?? '')];
      return Number.isNaN(from) || Number.isNaN(to)
        ? []
        : [{ name: path === '' ? (event ?? '') : path, from, to, outcome }];
    })
    .slice(0, mostRows);
  const start = Math.min(...rows.map(({ from }) => from));
  const end = Math.max(...rows.map(({ to }) => to));
  if (rows.length < 2 || end <= start) return html``;
  const label = labelWidth(rows.map(({ name }) => name));
  const x = (time: number): number => label + Math.round(((time - start) / (end - start)) * sizes.bar);
  const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
  const axis = html`<text class="label" x="${label}" y="${sizes.top + rows.length * sizes.row + 14}">${day(start)}</text
    ><text class="label" x="${label + sizes.bar}" y="${sizes.top + rows.length * sizes.row + 14}" text-anchor="end"
      >${day(end)}</text
    >`;
  const lines = rows.map(({ name, from, to, outcome }, index) => {
    const y = sizes.top + index * sizes.row;
    return html`<text x="${label - 12}" y="${y + 14}" text-anchor="end">${short(name)}</text
      ><rect class="fill-line" x="${label}" y="${y + 9}" width="${sizes.bar}" height="2" /><rect
        class="fill-${outcome === 'approved' ? 'accent' : 'warn'}"
        x="${x(from)}"
        y="${y + 5}"
        width="${Math.max(4, x(to) - x(from))}"
        height="10"
        rx="3"
      /> `;
  });
  return picture(rows.length + 1, label, `When drifts were seen, from ${day(start)} to ${day(end)}`, [...lines, axis]);
}

function picture(rows: number, left: number, words: string, parts: readonly Html[]): Html {
  if (parts.length === 0) return html``;
  const width = left + sizes.bar + sizes.count;
  const height = sizes.top * 2 + rows * sizes.row;
  return html`<figure class="picture" tabindex="0">
    <svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${words}">
      ${parts}
    </svg>
  </figure>`;
}

function short(text: string): string {
  return text.length <= 32 ? text : `…${text.slice(-31)}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Room for names at the left. */
function labelWidth(names: readonly string[]): number {
  return Math.ceil(Math.max(6, ...names.map((name) => short(name).length)) * sizes.character) + 16;
}
