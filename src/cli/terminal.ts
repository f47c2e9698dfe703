import type { ReadStream, WriteStream } from 'node:tty';

/** A terminal that a command takes over for a time. */
export interface Terminal {
  readonly size: () => { readonly columns: number; readonly rows: number };
  /**
   * Hands over every key from now on, Ctrl-C too.
   *
   * @param onEnd called when the process ends without having given the terminal back
   * @returns gives the terminal back
   */
  take(onInput: (text: string) => void, onResize: () => void, onEnd: () => void): () => void;
}

/** The terminal of a program that a person sits in front of; undefined when it has none for both ways. */
export function findTerminal(
  stdin: ReadStream,
  stdout: WriteStream,
  env: Readonly<Record<string, string | undefined>>,
): Terminal | undefined {
  const { isTTY: canRead } = stdin as { readonly isTTY?: boolean };
  const { isTTY: canShow } = stdout as { readonly isTTY?: boolean };
  if (canRead !== true || canShow !== true || env['TERM'] === 'dumb') return undefined;
  return {
    // A terminal that does not know its size says 0.
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    take(onInput, onResize, onEnd) {
      stdin.setRawMode(true);
      stdin.setEncoding('utf8');
      stdin.on('data', onInput).resume();
      stdout.on('resize', onResize);
      process.once('exit', onEnd);
      return () => {
        process.removeListener('exit', onEnd);
        stdout.removeListener('resize', onResize);
        stdin.removeListener('data', onInput);
        stdin.setRawMode(false);
        stdin.pause();
        stdin.unref();
      };
    },
  };
}
