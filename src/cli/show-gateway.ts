import type { GatewayLog } from '../api/gateway.ts';
import type { ScreenOptions } from '../capture/gateway/log/screen.ts';
import { escapeControls } from '../reporters/escape.ts';
import type { GatewayFlags } from './gateway-flags.ts';
import { useColour } from './io.ts';
import type { Io } from './io.ts';
import type { Terminal } from './terminal.ts';

/** Where the gateway tells what happens. */
export interface ShownGateway {
  readonly log: GatewayLog;
  /** Writes what has been gathered. */
  readonly flush: () => void;
  readonly close: () => void;
  /** Gives a terminal back that was taken: its keys are signals again, and what is told is written below one another. */
  readonly leave: () => void;
  /** Resolves when somebody ends the gateway by a key. */
  readonly quit?: Promise<void>;
}

/** @throws {RunError} when the filter is none */
export async function showGateway(flags: GatewayFlags, io: Io): Promise<ShownGateway> {
  const { readFilter } = await import('../capture/gateway/log/filter.ts');
  const filter = readFilter(flags.filter ?? '');
  const { bufferWrites } = await import('../http/buffer-writes.ts');
  const { write, flush } = bufferWrites((text) => void io.stdout.write(text));
  if (flags.log === 'json') {
    const { createJsonGatewayLog } = await import('../capture/gateway/log/json.ts');
    return { log: createJsonGatewayLog(write, filter), flush, close: flush, leave: flush };
  }
  const look = { colour: useColour(io, io.stdout), escape: escapeControls, details: flags.details === true };
  if (io.terminal !== undefined) return openScreen(io.terminal, io, { ...look, filter: flags.filter ?? '' });
  const { createTerminalGatewayLog } = await import('../capture/gateway/log/terminal.ts');
  return { log: createTerminalGatewayLog({ write, filter, ...look }), flush, close: flush, leave: flush };
}

async function openScreen(
  terminal: Terminal,
  io: Io,
  look: Pick<ScreenOptions, 'colour' | 'escape' | 'details' | 'filter'>,
): Promise<ShownGateway> {
  const { createScreenLog } = await import('../capture/gateway/log/screen.ts');
  const { promise: quit, resolve: onQuit } = Promise.withResolvers<void>();
  const write = (text: string): void => void io.stdout.write(text);
  const log = createScreenLog({ ...look, write, size: terminal.size, onQuit });
  const giveBack = terminal.take(log.type, log.resize, log.close);
  const leave = (): void => {
    log.close();
    giveBack();
  };
  return { log, flush() {}, close: leave, leave, quit };
}
