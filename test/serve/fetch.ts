import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

export interface Fetched {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body, as what it is expected to be. */
  json(): never;
}

export interface FetchOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request on a connection of its own. `fetch` needs WebAssembly, which tests run without. */
export function fetch(url: string, { method = 'GET', headers = {}, body }: FetchOptions = {}): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const { statusCode = 0, headers: received } = response;
        resolve({ status: statusCode, headers: received, text, json: () => JSON.parse(text) as never });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
