import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { loadContract } from '../../../src/api/load-contract.ts';
import { startMock } from '../../../src/api/mock.ts';
import type { Mock, MockOptions } from '../../../src/api/mock.ts';
import type { Contract, ContractEvent } from '../../../src/asyncapi/model.ts';
import { buildDelivery } from '../../../src/sending/build-delivery.ts';
import { isObject } from '../../../src/util/json.ts';
import type { Json, JsonObject } from '../../../src/util/json.ts';

/** The folder of the contract that tests are about: orders of a cafe, which signs. */
export const cafeFolder = join(import.meta.dirname, '../../cli/bases/cafe/asyncapi');
export const secret = 'test-secret-cafe';
export const path = '/cafe/1';

/** A mock of the cafe that ends with the test. */
export async function startCafe(options: MockOptions = {}): Promise<Mock & AsyncDisposable> {
  const mock = await startMock({ contracts: [cafeFolder], engine: 'fast', ...options });
  return Object.defineProperties({} as Mock & AsyncDisposable, {
    ...Object.getOwnPropertyDescriptors(mock),
    [Symbol.asyncDispose]: { value: () => mock.close() },
  });
}

export async function loadCafe(): Promise<{ contract: Contract; ready: ContractEvent; payload: JsonObject }> {
  const { contract } = await loadContract(cafeFolder);
  const ready = contract?.events.find(({ name }) => name === 'order.ready');
  const payload = ready?.examples[0]?.payload;
  if (contract === undefined || ready === undefined || !isObject(payload)) throw new Error('The cafe is not whole.');
  return { contract, ready, payload };
}

const cafe = await loadCafe();
export const payload = cafe.payload;

/** What is sent: by `node:http`, since the tests' threads have no `fetch`. */
export interface Call {
  readonly method?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  readonly agent?: Agent;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; empty when it is none. */
  readonly body: JsonObject;
}

const agent = new Agent({ keepAlive: false });

/** Sends a request and reads the answer. */
export async function call(
  url: string,
  { method = 'GET', headers = [], body = '', ...more }: Call = {},
): Promise<Answered> {
  const { host } = new URL(url);
  const sent = request(url, {
    method,
    agent,
    ...more,
    headers: [...hostOf(host, headers), ...headers.flat(), ...lengthOf(body)],
  });
  const answer = once(sent, 'response') as Promise<[IncomingMessage]>;
  // A server may answer, and end the connection, before it has everything.
  sent.on('error', () => {});
  if (typeof body === 'string' || body instanceof Uint8Array) sent.end(body);
  else {
    for await (const piece of body) sent.write(piece);
    sent.end();
  }
  const [response] = await answer;
  const text = Buffer.concat(await response.toArray()).toString();
  const isJson = /json/.test(response.headers['content-type'] ?? '');
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text,
    body: isJson ? (JSON.parse(text) as JsonObject) : {},
  };
}

function hostOf(host: string, headers: NonNullable<Call['headers']>): string[] {
  return headers.some(([name]) => name.toLowerCase() === 'host') ? [] : ['Host', host];
}

function lengthOf(body: Call['body']): string[] {
  return typeof body === 'string' || body instanceof Uint8Array
    ? ['Content-Length', String(Buffer.byteLength(body))]
    : ['Transfer-Encoding', 'chunked'];
}

/** A signed delivery of the event order.ready. */
export function signed(url: string, body: Json | Uint8Array = payload, key = secret): Call {
  return buildDelivery(cafe.contract, cafe.ready, body, { url, secret: key });
}

/** Posts JSON, or bytes. */
export async function post(
  url: string,
  body: Json | Uint8Array = payload,
  headers: readonly (readonly [string, string])[] = [],
): Promise<Answered> {
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return call(url, { method: 'POST', headers: [['Content-Type', 'application/json'], ...headers], body: bytes });
}

/** A bare connection, and everything that comes back on it. */
export async function dial(url: string): Promise<{ readonly socket: Socket; readonly received: Promise<string> }> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {});
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const received = once(socket, 'close').then(() => text);
  socket.on('end', () => socket.end());
  await once(socket, 'connect');
  return { socket, received };
}
