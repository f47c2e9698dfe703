import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** The contract that is made for these tests. */
export const kiosk = join(import.meta.dirname, 'kiosk');

export interface TestServer {
  /** With the path `/webhooks`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A server on the loopback, on a port that is free. */
export async function serve(listener: RequestListener, options: ServerOptions = {}): Promise<TestServer> {
  const server = createServer(options, listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** All bytes of a request. */
export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
