import type { SimulationSummary } from '../api/simulate.ts';
import { escapeControls } from '../reporters/escape.ts';

type Tally = SimulationSummary['all'];

const heads = ['', 'sent', 'accepted', 'refused', 'failed', 'unexpected', 'median', '95 %', 'most'];

/** The summary of a simulation as text. */
export function describeSimulation(summary: SimulationSummary): string {
  const { all, events, faults, retries, isSwitchedOff, isInterrupted, duration, surprises, verdict } = summary;
  const rows = [heads, ...events.map(cells), cells(all)];
  const faultRows = faults.length === 0 ? [] : [[['with a fault', ...heads.slice(1)], ...faults.map(cells)]];
  const notes = [
    ...(retries > 0 ? [`${retries} further attempts after failures.`] : []),
    ...(isSwitchedOff ? ['The vendor would have switched the endpoint off; nothing more was sent.'] : []),
    ...(isInterrupted ? ['Interrupted: the scenarios were not played to their end.'] : []),
  ];
  const wrong = surprises.map(
    ({ number, event, fault, answer, expected }) =>
      `  delivery ${number} (${event}${fault === undefined ? '' : `, ${fault}`}): ${answer}, and should be ${expected}`,
  );
  const more = all.unexpected - surprises.length;
  const rest = more > 0 ? [`  and ${more} more`] : [];
  const parts = [
    table(rows),
    ...faultRows.map(table),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
    ...(wrong.length > 0 ? [['Unexpected answers:', ...wrong, ...rest].join('\n')] : []),
    `${summary.contract}: ${verdict}, ${all.sent} deliveries in ${duration.toFixed(1)} s`,
  ];
  return `${parts.map((part) => part.split('\n').map(escapeControls).join('\n')).join('\n\n')}\n`;
}

function cells({ name, sent, accepted, refused, failed, unexpected, latency }: Tally): string[] {
  const times = [latency.median, latency.p95, latency.greatest].map((time) => `${(time * 1000).toFixed(1)} ms`);
  return [name, ...[sent, accepted, refused, failed, unexpected].map(String), ...times];
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
