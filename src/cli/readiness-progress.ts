import type { TextOutput } from './io.ts';

const interval = 100;

/** A line on a terminal that tells which case is asked, and how far it is; nothing elsewhere. */
export function readinessProgress(stream: TextOutput): {
  show(progress: { readonly case: string; readonly done: number; readonly total: number }): void;
  clear(): void;
} {
  let last = -Infinity;
  let shown = false;
  return {
    show({ case: id, done, total }) {
      if (stream.isTTY !== true || performance.now() - last < interval) return;
      last = performance.now();
      stream.write(`\r\u001B[2KAsking ${id}: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`);
      shown = true;
    },
    clear() {
      if (shown) stream.write('\r\u001B[2K');
      shown = false;
    },
  };
}
