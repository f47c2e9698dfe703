/** An HTTP answer. */
export type Answer = readonly [status: number, body?: string, headers?: Readonly<Record<string, string>>];

/** An error as `application/problem+json`; without a type it is the one of its status. Source: RFC 9457, section 4.2.1. */
export function problem(status: number, more?: object, headers?: Answer[2]): Answer {
  return [status, JSON.stringify({ status, ...more }), { 'content-type': 'application/problem+json', ...headers }];
}
