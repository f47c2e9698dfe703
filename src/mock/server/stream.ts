import type { ServerResponse } from 'node:http';
import type { DeliveryList } from '../spaces/delivery-list.ts';

/** What may wait for a client that does not read, in bytes; then its stream ends. */
const mostWaiting = 1024 * 1024;

/** Gives deliveries to clients as they come, as server-sent events (WHATWG HTML, section 9.2). */
export class Streams {
  readonly #most: number;
  readonly #beat: number;
  readonly #open = new Set<ServerResponse>();

  /** @param beat seconds between signs of life, which keep proxies from ending a stream */
  constructor(most = 100, beat = 15) {
    this.#most = most;
    this.#beat = beat;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Answers with a stream of further deliveries; false when there are too many streams. */
  open(list: DeliveryList, response: ServerResponse): boolean {
    if (this.#open.size >= this.#most) return false;
    this.#open.add(response);
    response.socket?.setTimeout(0);
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const write = (text: string): void => {
      if (response.writableLength > mostWaiting) response.destroy();
      else response.write(text);
    };
    write(': deliveries as they come\n\n');
    const stop = list.listen((delivery) => {
      write(`id: ${delivery.id}\nevent: delivery\ndata: ${JSON.stringify(delivery)}\n\n`);
    });
    const beat = setInterval(() => write(': still here\n\n'), this.#beat * 1000);
    beat.unref();
    response.on('error', () => {});
    response.on('close', () => {
      stop();
      clearInterval(beat);
      this.#open.delete(response);
    });
    return true;
  }

  /** Ends all streams. */
  close(): void {
    for (const response of this.#open) {
      if (response.writableLength > 0) response.destroy();
      else response.end();
    }
  }
}
