import { createColors } from 'picocolors';

export interface TerminalOptions {
  /** Writes text, line feeds included. */
  readonly write: (text: string) => void;
  readonly colour: boolean;
  /** Makes what strangers sent safe to show on one line. */
  readonly escape: (text: string) => string;
}

interface Line {
  readonly time: string;
  readonly msg: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly ms?: number;
  readonly actor?: string;
  readonly error?: string;
  readonly stack?: string;
}

/** Turns JSON lines of the log into lines for a person. */
export function terminalLines({ write, colour, escape }: TerminalOptions): (line: string) => void {
  const colours = createColors(colour);

  function paintStatus(status: number): string {
    if (status >= 500) return colours.red(String(status));
    return status >= 400 ? colours.yellow(String(status)) : colours.green(String(status));
  }

  function show({ time, msg, method, path = '', status, ms = 0, actor = '', error, stack }: Line): string {
    const at = colours.dim(time.slice(11, 19));
    if (error !== undefined)
      return `${at}  ${colours.red('This is a bug in counterfoil, please report it:')} ${escape(error)}\n${stack ?? ''}`;
    if (status === undefined) return escape(msg);
    return `${at}  ${paintStatus(status)}  ${(method ?? '').padEnd(6)} ${escape(path)}  ${colours.dim(`${escape(actor)}  ${ms} ms`)}`;
  }

  return (text) => write(`${show(JSON.parse(text) as Line)}\n`);
}
