import type { Progress } from '../isolation/protocol.ts';
import type { TextOutput } from './io.ts';

const quiet = 1000;

/**
 * A line on a terminal that tells how far the work is. Nothing is shown in the first second, or where no terminal is.
 *
 * @param clock the time in milliseconds
 */
export function progressLine(
  stream: TextOutput,
  clock: () => number = () => performance.now(),
): { show(progress: Progress): void; clear(): void } {
  const start = clock();
  let shown = false;
  return {
    show({ stage, done, total }) {
      if (stream.isTTY !== true || clock() - start < quiet) return;
      const count = done.toLocaleString('en');
      const amount = total === undefined ? count : `${count} of ${total.toLocaleString('en')}`;
      stream.write(`\r\u001B[2KChecking ${stage}: ${amount} (${Math.round((clock() - start) / 1000)} s)`);
      shown = true;
    },
    clear() {
      if (shown) stream.write('\r\u001B[2K');
      shown = false;
    },
  };
}
