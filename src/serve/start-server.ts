import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { backlog, hostInUrl, listenError, usualTimeouts } from '../http/listen.ts';
import { createServer } from './create-server.ts';
import type { ServerOptions } from './create-server.ts';

/** A server that listens. */
export interface RunningServer {
  /** Without a slash at its end. */
  readonly url: string;
  /** Takes nothing new, lets what is being answered end, and ends the rest after some seconds. */
  close(): Promise<void>;
}

/**
 * Starts a server.
 *
 * @param port any that is free when 0
 * @throws {RunError} when the address cannot be listened on
 */
export async function startServer(options: ServerOptions, port: number): Promise<RunningServer> {
  const { host, timeouts = usualTimeouts } = options;
  const server = await createServer(options);
  const { level } = options.logger;
  try {
    // Whoever started it says where it listens.
    options.logger.level = 'warn';
    await server.listen({ host, port, backlog });
    options.logger.level = level;
  } catch (error) {
    await server.close();
    throw listenError(error, host, port, '--port');
  }
  const address = server.server.address() as AddressInfo;
  return { url: `http://${hostInUrl(host)}:${address.port}`, close: () => closeServer(server, timeouts.close * 1000) };
}

/** Connections that become idle while the server ends are ended at once, and not when their clients have had enough. */
async function closeServer(server: FastifyInstance, grace: number): Promise<void> {
  const sweep = setInterval(() => server.server.closeIdleConnections(), 50);
  const last = setTimeout(() => server.server.closeAllConnections(), grace);
  try {
    await server.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(last);
  }
}
