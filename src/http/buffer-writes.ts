/** A writer that gathers what it is given. */
export interface BufferedWriter {
  readonly write: (text: string) => void;
  /** Writes what has been gathered. */
  readonly flush: () => void;
}

/**
 * Gathers texts for some milliseconds, or until there are many, and writes them at once: a write to a pipe stops the
 * process until it is done, and one for each delivery would take longer than the delivery.
 */
export function bufferWrites(write: (text: string) => void, wait = 20, most = 64 * 1024): BufferedWriter {
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const text = waiting;
    waiting = '';
    if (text !== '') write(text);
  };
  return {
    flush,
    write(text) {
      waiting += text;
      if (waiting.length >= most) flush();
      else timer ??= setTimeout(flush, wait);
    },
  };
}
