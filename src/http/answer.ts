import { STATUS_CODES } from 'node:http';

/** What is sent back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const usual = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

/** As RFC 9110 calls them now; Node.js has their former names. */
const titles: Readonly<Record<number, string>> = { 413: 'Content Too Large', 422: 'Unprocessable Content' };

/** The name of a status, as titles and reason phrases have it. */
export function titleOf(status: number): string {
  return titles[status] ?? STATUS_CODES[status] ?? 'Error';
}

export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = `${JSON.stringify(value)}\n`;
  return { status, headers: { ...usual, 'content-type': 'application/json', ...headers }, body };
}

export function textAnswer(status: number, contentType: string, body: string, headers = {}): Answer {
  return { status, headers: { ...usual, 'content-type': contentType, ...headers }, body };
}

/** An error as RFC 9457 has it. */
export function problemAnswer(
  status: number,
  detail: string,
  more: object = {},
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const problem = { title: titleOf(status), status, detail, ...more };
  return jsonAnswer(status, problem, { 'content-type': 'application/problem+json', ...headers });
}
