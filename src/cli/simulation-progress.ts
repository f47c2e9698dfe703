import type { Outcome } from '../api/simulate.ts';
import { escapeControls } from '../reporters/escape.ts';
import type { TextOutput } from './io.ts';

/**
 * Counts of each event so far: a table that is drawn anew on a terminal; nothing elsewhere.
 * @param interval milliseconds between two drawings
 */
export function simulationProgress(
  stream: TextOutput,
  interval = 250,
): { show(outcome: Outcome): void; clear(): void } {
  const counts = new Map<string, Record<Outcome['verdict'], number>>();
  let drawn = 0;
  let last = performance.now();
  const clear = (): void => {
    if (drawn > 0) stream.write(`\u001B[${drawn}A\u001B[J`);
    drawn = 0;
  };
  return {
    clear,
    show({ delivery, verdict }) {
      const count = counts.get(delivery.event) ?? { accepted: 0, refused: 0, failed: 0 };
      count[verdict]++;
      counts.set(delivery.event, count);
      if (stream.isTTY !== true || performance.now() - last < interval) return;
      last = performance.now();
      clear();
      const clock = `${new Date(delivery.at).toISOString().slice(0, 19)}Z`;
      const rows = [...counts].map(
        ([event, { accepted, refused, failed }]) =>
          `  ${escapeControls(event).padEnd(28)} ${accepted} accepted, ${refused} refused, ${failed} failed`,
      );
      stream.write([`Virtual time ${clock}`, ...rows, ''].join('\n'));
      drawn = rows.length + 1;
    },
  };
}
