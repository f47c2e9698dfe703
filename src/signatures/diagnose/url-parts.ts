/** A URL as its parts, which put together again are the same text: each with what stands between it and the others. */
export interface UrlParts {
  /** `https` */
  readonly scheme: string;
  /** `name:password@`, or empty. */
  readonly user: string;
  readonly host: string;
  /** `:8080`, or empty. */
  readonly port: string;
  /** From the first slash on; may be empty. */
  readonly path: string;
  /** `?a=b`, or empty. */
  readonly query: string;
  /** `#part`, or empty. */
  readonly fragment: string;
}

const shape = /^([a-z][a-z\d+.-]*):\/\/([^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)(:\d*)?([^?#]*)(\?[^#]*)?(#.*)?$/is;

/** Splits an absolute URL without changing a letter of it; undefined when it is none. Source: RFC 3986, appendix B. */
export function splitUrl(url: string): UrlParts | undefined {
  const [whole, scheme = '', user = '', host = '', port = '', path = '', query = '', fragment = ''] =
    shape.exec(url) ?? [];
  return whole === undefined ? undefined : { scheme, user, host, port, path, query, fragment };
}

/** Path and query of what a request line asks for: an absolute URL, or its path. */
export function targetOf(url: string): Pick<UrlParts, 'path' | 'query'> | undefined {
  const absolute = splitUrl(url);
  if (absolute !== undefined) return absolute;
  const [whole, path = '', query = ''] = /^(\/[^?#]*)(\?[^#]*)?/s.exec(url) ?? [];
  return whole === undefined ? undefined : { path, query };
}

export function joinUrl({ scheme, user, host, port, path, query, fragment }: UrlParts): string {
  return `${scheme}://${user}${host}${port}${path}${query}${fragment}`;
}

/** A URL for people to read: without what tends to be secret in it, a password and the values of the query. */
export function shownUrl(url: string): string {
  const parts = splitUrl(url);
  if (parts === undefined) return url.replace(/=[^&#]+/g, '=***');
  const { user, query } = parts;
  return joinUrl({ ...parts, user: user === '' ? '' : '***@', query: query.replace(/=[^&]+/g, '=***') });
}
