import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importCaptures } from '../../../src/api/captures.ts';
import { replayCaptures } from '../../../src/api/captures-replay.ts';
import { verify } from '../../../src/signatures/verify.ts';
import { inFolder } from '../exchange/captures.ts';
import { bodyOf, messageOf, secret, withCafe } from '../redact/cafe.ts';

interface Got {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

interface Receiver {
  readonly url: string;
  readonly got: Got[];
}

/** A real server that keeps what it gets; `answer` says how it answers the n-th delivery. */
async function withReceiver<Result>(
  work: (receiver: Receiver) => Promise<Result>,
  answer: (count: number) => number = () => 204,
): Promise<Result> {
  const got: Got[] = [];
  const read = async (request: IncomingMessage): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const headers = request.rawHeaders.flatMap((name, index, all) =>
      index % 2 === 0 ? [[name, all[index + 1] ?? ''] as const] : [],
    );
    got.push({ method: request.method, url: request.url, headers, body: Buffer.concat(chunks) });
  };
  const server: Server = createServer((request, response) => {
    void read(request).then(() => response.writeHead(answer(got.length)).end());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    return await work({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`, got });
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}

const at = (second: number): string => new Date(Date.UTC(2026, 0, 2, 3, 4, second)).toISOString();
const line = (second: number, body: string, more: object = {}): string =>
  JSON.stringify({
    at: at(second),
    method: 'POST',
    url: 'https://a.example/x',
    headers: [['X-N', '1']],
    body,
    ...more,
  });

describe('a replay', () => {
  test('sends the same bytes with the same headers in the same order', () =>
    inFolder((cwd) =>
      withReceiver(async ({ url, got }) => {
        const odd = Buffer.from([0, 0xff, 0x7b]);
        const headers = [
          ['X-B', '2'],
          ['x-a', '1'],
          ['X-A', '2'],
          ['Host', 'a.example'],
          ['Connection', 'close, X-Hop'],
          ['X-Hop', 'x'],
          ['Content-Length', '3'],
          ['X-Signature', '(not kept)'],
        ];
        const lines = [
          line(0, '{ "a" : 1.0 }'),
          JSON.stringify({
            at: at(1),
            method: 'PUT',
            url: 'https://a.example/',
            headers,
            bodyBase64: odd.toString('base64'),
          }),
          line(2, ''),
          JSON.stringify({ body: '{}' }),
        ];
        writeFileSync(join(cwd, 'a.ndjson'), lines.join('\n'));
        const result = await replayCaptures({ cwd, files: ['a.ndjson'], to: url, speed: Infinity });
        expect(result).toMatchObject({ sent: 4, accepted: 4, refused: [], skipped: [], problems: [] });
        expect(got.map(({ method }) => method)).toEqual(['POST', 'PUT', 'POST', 'POST']);
        expect(got.map(({ body }) => body.toString('latin1'))).toEqual([
          '{ "a" : 1.0 }',
          odd.toString('latin1'),
          '',
          '{}',
        ]);
        const ours = got[1]?.headers.filter(([name]) => name.startsWith('X-') || name.startsWith('x-'));
        expect(ours).toEqual([
          ['X-B', '2'],
          ['x-a', '1'],
          ['X-A', '2'],
        ]);
      }),
    ));

  test('signs anew with a given secret, for the URL that the receiver knows', () =>
    withCafe((cwd) =>
      withReceiver(async ({ url, got }) => {
        writeFileSync(join(cwd, 'a.http'), messageOf(bodyOf()));
        const options = { cwd, files: ['a.http'], to: url, speed: Infinity };
        await replayCaptures(options);
        await replayCaptures({ ...options, contracts: ['asyncapi'], secret: 'another' });
        const registeredUrl = 'https://mine.example/hooks';
        await replayCaptures({ ...options, contracts: ['asyncapi'], secret: 'another', registeredUrl });
        const scheme = {
          header: 'X-Cafe-Signature',
          algorithm: 'hmac-sha256',
          encoding: 'hex',
          signed: '{url}{body}',
        } as const;
        const fits = (index: number, value: string, registered: string): boolean => {
          const one = got[index];
          if (one === undefined) throw new Error('nothing came');
          expect(one.headers.filter(([name]) => name.toLowerCase() === 'x-cafe-signature')).toHaveLength(1);
          const { headers, body } = one;
          return verify(scheme, { secrets: [{ value }], url: registered, method: 'POST', headers, body }).valid;
        };
        expect(fits(0, secret, 'https://example.com/hooks?u=anna%40corp.se')).toBe(true);
        expect(fits(1, 'another', url)).toBe(true);
        expect(fits(2, 'another', registeredUrl)).toBe(true);
        await expect(replayCaptures({ ...options, secret: 'x' })).rejects.toThrow(/no contract says/);
      }),
    ));

  test('tells the answers, those that failed, and what they were before', () =>
    inFolder((cwd) =>
      withReceiver(
        async ({ url }) => {
          const record = {
            verdict: 'not-judged',
            signature: { state: 'none' },
            answer: { status: 204, by: 'receiver', duration: 0 },
          };
          writeFileSync(
            join(cwd, 'a.ndjson'),
            [line(0, '1'), line(1, '2', { record }), line(2, '3', { method: 'CONNECT' })].join('\n'),
          );
          const result = await replayCaptures({ cwd, files: ['a.ndjson'], to: url, speed: Infinity });
          expect(result).toMatchObject({
            sent: 2,
            accepted: 1,
            refused: [{ status: 500, before: 204 }],
            skipped: [{ reason: 'the method CONNECT cannot be sent' }],
          });
          expect(result.answers.map(({ answer, count }) => [answer, count])).toEqual([
            ['200', 1],
            ['500', 1],
          ]);
        },
        (count) => (count === 2 ? 500 : 200),
      ),
    ));

  test('goes on after a stop: nothing is left out, and what had an answer is not sent again', () =>
    inFolder((cwd) =>
      withReceiver(async ({ url, got }) => {
        // Two with the same content are two.
        writeFileSync(
          join(cwd, 'a.ndjson'),
          [line(0, '0'), line(0, '0'), ...[1, 2, 3, 4, 5].map((n) => line(n, String(n)))].join('\n'),
        );
        const stop = new AbortController();
        const options = { cwd, files: ['a.ndjson'], to: url, speed: Infinity, resume: 'state' };
        const first = await replayCaptures({
          ...options,
          signal: stop.signal,
          onAnswer: (_, sent) => {
            if (sent === 3) stop.abort();
          },
        });
        expect(first).toMatchObject({ isInterrupted: true });
        expect(first.sent).toBeLessThan(7);
        // The program was killed while it wrote a line.
        appendFileSync(join(cwd, 'state'), '{"done":"half');
        const second = await replayCaptures(options);
        expect(second).toMatchObject({ isInterrupted: false, before: first.sent, sent: 7 - first.sent });
        expect(await replayCaptures(options)).toMatchObject({ before: 7, sent: 0 });
        expect(got.map(({ body }) => body.toString()).toSorted()).toEqual(['0', '0', '1', '2', '3', '4', '5']);
        expect(readFileSync(join(cwd, 'state'), 'utf8').split('\n')[0]).toContain(url);
        await expect(replayCaptures({ ...options, to: `${url}/else` })).rejects.toThrow(/state of a replay to/);
        await expect(replayCaptures({ ...options, resume: 'a.ndjson' })).rejects.toThrow(/no state of a replay/);
      }),
    ));

  test('answers of former runs count, and a state that was never begun is begun', () =>
    inFolder((cwd) =>
      withReceiver(
        async ({ url }) => {
          writeFileSync(join(cwd, 'a.ndjson'), [line(0, '0'), line(0, '1')].join('\n'));
          writeFileSync(join(cwd, 'state'), '');
          const options = { cwd, files: ['a.ndjson'], to: url, speed: Infinity, resume: 'state' };
          expect(await replayCaptures(options)).toMatchObject({ sent: 2, accepted: 1, refusedBefore: 0 });
          expect(await replayCaptures(options)).toMatchObject({ sent: 0, before: 2, refusedBefore: 1 });
        },
        (count) => (count === 2 ? 500 : 200),
      ),
    ));

  test('keeps the pace: no delivery comes before it is due', () =>
    inFolder((cwd) =>
      withReceiver(async ({ url }) => {
        writeFileSync(join(cwd, 'a.ndjson'), [line(0, '0'), line(2, '1'), line(1, '2'), line(40, '3')].join('\n'));
        const times: number[] = [];
        const start = performance.now();
        await replayCaptures({
          cwd,
          files: ['a.ndjson'],
          to: url,
          speed: 10,
          longestPause: 0.3,
          onAnswer: () => times.push(performance.now() - start),
        });
        expect(times).toHaveLength(4);
        expect(times[1]).toBeGreaterThanOrEqual(190);
        expect(times[3]).toBeGreaterThanOrEqual(490);
      }),
    ));

  test('takes captures from a store in the order in which they came', () =>
    inFolder((cwd) =>
      withReceiver(async ({ url, got }) => {
        writeFileSync(join(cwd, 'a.ndjson'), [line(5, '5'), line(1, '1'), line(3, '3')].join('\n'));
        await importCaptures(['a.ndjson'], { cwd, store: 's.db' });
        await replayCaptures({ cwd, store: 's.db', to: url, speed: Infinity, since: at(2) });
        expect(got.map(({ body }) => body.toString())).toEqual(['3', '5']);
      }),
    ));

  test('with several under way all arrive', () =>
    inFolder((cwd) =>
      withReceiver(async ({ url, got }) => {
        writeFileSync(join(cwd, 'a.ndjson'), Array.from({ length: 50 }, (_, n) => line(n, String(n))).join('\n'));
        const result = await replayCaptures({
          cwd,
          files: ['a.ndjson'],
          to: url,
          speed: Infinity,
          parallel: 8,
          resume: 'state',
        });
        expect(result).toMatchObject({ sent: 50, accepted: 50 });
        expect(new Set(got.map(({ body }) => body.toString())).size).toBe(50);
      }),
    ));
});

test('nothing is sent to another machine unasked', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'a.json'), '{}');
    const options = { cwd, files: ['a.json'], speed: Infinity };
    await expect(replayCaptures({ ...options, to: 'https://a.example/' })).rejects.toThrow(/not this machine/);
    await expect(replayCaptures({ ...options, to: 'nowhere' })).rejects.toThrow(/no URL/);
  }));

test('a receiver that is not there is told, and nothing counts as done', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'a.json'), '{}');
    const options = { cwd, files: ['a.json'], to: 'http://127.0.0.1:1/', speed: Infinity, resume: 'state' };
    expect(await replayCaptures(options)).toMatchObject({ sent: 1, accepted: 0, refused: [{ failure: 'refused' }] });
    expect(await replayCaptures(options)).toMatchObject({ before: 0, sent: 1 });
  }));
