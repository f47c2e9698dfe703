import type { IncomingMessage } from 'node:http';
import type { Delivery } from '../deliveries/delivery.ts';

/** The path of a request without its query, percent-encoded as it came. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  // A proxy's form names the whole URL. Source: RFC 9112, section 3.2.2.
  const path = /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url).pathname : url;
  return path.split(/[?#]/, 1)[0] ?? '/';
}

/** The value of a parameter of the query. */
export function queryOf({ url = '/' }: IncomingMessage, name: string): string | undefined {
  return new URLSearchParams(/\?([^#]*)/.exec(url)?.[1]).get(name) ?? undefined;
}

/** The headers, in their order and spelling. */
export function headersOf({ rawHeaders }: IncomingMessage): Delivery['headers'] {
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return pairs;
}

/** The URL in front of all paths, as whoever sent the request sees it. */
export function baseOf({ headers }: IncomingMessage, publicUrl: string | undefined): string {
  return publicUrl ?? `http://${headers.host ?? 'localhost'}`;
}

/** The whole URL that a request was made to. */
export function urlOf(request: IncomingMessage, publicUrl: string | undefined): string {
  const { url = '/' } = request;
  return url.startsWith('/') ? `${baseOf(request, publicUrl)}${url}` : url;
}

/** Whether the client would rather have HTML than JSON: a browser, not a program that takes anything. */
export function wantsHtml({ headers: { accept = '' } }: IncomingMessage): boolean {
  const html = accept.search(/text\/html|application\/xhtml/i);
  const json = accept.search(/application\/(?:[\w.+-]*\+)?json/i);
  return html !== -1 && (json === -1 || html < json);
}
