import type { Terminal } from './terminal.ts';

/** A stream that a command writes text to. */
export interface TextOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Width in columns, when it is a terminal. */
  readonly columns?: number | undefined;
}

/** Everything a command may use of the world around it. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean | undefined };
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  /** The terminal, when a person sits in front of it. */
  readonly terminal?: Terminal | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Working folder, absolute. */
  readonly cwd: string;
  /** Day in UTC, YYYY-MM-DD: approvals are judged by it. */
  readonly today: string;
  /**
   * Resolves when the program is asked to end (SIGINT or SIGTERM); asked twice, it ends at once. For commands that go on
   * until then: where it is missing, they end when they have started.
   */
  readonly untilStopped?: () => Promise<void>;
  /** Calls back whenever the program is asked to read anew what it was configured with (SIGHUP). */
  readonly onReload?: (reload: () => void) => void;
}

/**
 * Whether to write colours to a stream: only to a terminal, never when `NO_COLOR` is set (no-color.org); `FORCE_COLOR`
 * asks for them where no terminal is seen.
 */
export function useColour(io: Io, stream: TextOutput): boolean {
  if (io.env['NO_COLOR'] !== undefined && io.env['NO_COLOR'] !== '') return false;
  const force = io.env['FORCE_COLOR'];
  if (force !== undefined && force !== '' && force !== '0') return true;
  return stream.isTTY === true && io.env['TERM'] !== 'dumb';
}

/** Width to lay text out for: that of the terminal, at most 120 columns; 80 where there is none. */
export function useWidth(stream: TextOutput): number {
  return Math.min(120, stream.columns ?? 80);
}

/** Whether the terminal can be trusted to show more than ASCII. */
export function useUnicode(io: Io): boolean {
  if (io.env['TERM'] === 'dumb' || io.env['TERM'] === 'linux') return false;
  const locale = io.env['LC_ALL'] ?? io.env['LC_CTYPE'] ?? io.env['LANG'] ?? 'UTF-8';
  return /utf-?8/i.test(locale) || locale === '';
}
