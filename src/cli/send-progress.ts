import type { TextOutput } from './io.ts';

const interval = 200;

/** A line on a terminal that tells how many answers of several have come; nothing elsewhere. */
export function sendProgress(
  stream: TextOutput,
  total: number,
): { show(status: number | undefined, done: number): void; clear(): void } {
  let last = performance.now();
  let failed = 0;
  let shown = false;
  return {
    show(status, done) {
      if (status === undefined || status >= 400) failed++;
      if (stream.isTTY !== true || total === 1 || performance.now() - last < interval) return;
      last = performance.now();
      const more = failed === 0 ? '' : `, ${failed.toLocaleString('en')} of them failures`;
      stream.write(`\r\u001B[2K${done.toLocaleString('en')} of ${total.toLocaleString('en')} answers${more}`);
      shown = true;
    },
    clear() {
      if (shown) stream.write('\r\u001B[2K');
      shown = false;
    },
  };
}
