import type { Progress } from '../isolation/protocol.ts';
import type { TextOutput } from './io.ts';

const quiet = 1000;

/**
 * A line on a terminal that tells how far the work is. Nothing is shown in the first second, or where no terminal is.
 */
export function progressLine(stream: TextOutput): { show(progress: Progress): void; clear(): void } {
  const start = performance.now();
  let shown = false;
  return {
    show({ stage, done, total }) {
      if (stream.isTTY !== true || performance.now() - start < quiet) return;
      const count = done.toLocaleString('en');
      const amount = total === undefined ? count : `${count} of ${total.toLocaleString('en')}`;
      stream.write(`\r\u001B[2KChecking ${stage}: ${amount} (${Math.round((performance.now() - start) / 1000)} s)`);
      shown = true;
    },
    clear() {
      if (shown) stream.write('\r\u001B[2K');
      shown = false;
    },
  };
}
