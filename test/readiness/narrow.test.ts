import { expect, test } from 'vitest';
import { sendProgress } from '../../src/cli/send-progress.ts';
import type { CaseResult, ReadinessResult } from '../../src/readiness/result.ts';
import type { SendResult } from '../../src/readiness/send-result.ts';
import { readinessReporters } from '../../src/reporters/readiness/all.ts';
import { describeSend } from '../../src/reporters/send.ts';

const usual = { isOverridden: false, answers: [], failures: [] } as const;
const cases: CaseResult[] = [
  {
    ...usual,
    id: 'content-type-parameter',
    title: 'the content type with a charset',
    expected: 'alive',
    verdict: 'failed',
    sent: 7,
    answers: [
      { answer: '204', count: 4 },
      { answer: 'connection ended', count: 3 },
    ],
    failures: [
      {
        delivery: 'order.placed: application/json; charset=utf-8',
        event: 'order.placed',
        expected: '2xx',
        got: 'the connection ended',
        answer: 'no words of this answer are long, but there are many',
        curl: `curl -i -X POST http://127.0.0.1:3000/webhooks --data-binary '{}'`,
      },
    ],
  },
  {
    ...usual,
    id: 'late',
    title: 'each event two days late',
    expected: 'alive',
    verdict: 'skipped',
    sent: 0,
    reason: 'no payload of the contract says when something was',
  },
];
const result: ReadinessResult = {
  toolVersion: '0.0.0',
  contract: 'kiosk@1.0.0',
  to: 'http://127.0.0.1:3000/w',
  verdict: 'failed',
  cases,
  counts: { passed: 0, failed: 1, skipped: 1 },
  sent: 7,
  unsent: [{ event: 'order.lost', reason: 'no sample was found for the schema of this event' }],
  isInterrupted: false,
  hint: 'None was accepted. Does the receiver know the secret in $KIOSK_SECRET?',
};

test.each([30, 50, 80, 100])('a readiness report fits into %d columns, but for its commands', (width) => {
  const text = readinessReporters.pretty(result, { colour: false, unicode: true, width });
  const lines = text
    .split('\n')
    .filter((line) => !line.includes('curl') && (width < 60 || !line.includes(' is not ready')));
  expect(lines.filter((line) => line.length > width)).toEqual([]);
  expect(text).toContain(`    ${cases[0]?.failures[0]?.curl}\n`);
  expect(text).toMatchSnapshot();
});

const sent: SendResult = {
  contract: 'kiosk@1.0.0',
  event: 'order.placed',
  origin: 'documented example "placed", changed at data.status',
  problems: [],
  notes: ['/data/more is not described by the contract.'],
  delivery: { method: 'POST', url: 'http://127.0.0.1/', headers: [], body: new Uint8Array() },
  secrets: new Map(),
  answer: { status: 204, headers: [], body: '', duration: 0.1 },
  summary: {
    planned: 1000,
    sent: 56,
    accepted: 56,
    answers: [{ answer: '204', count: 56 }],
    latency: { median: 0.001, p90: 0.002, p95: 0.003, p99: 0.1, greatest: 0.25 },
    duration: 3,
    isInterrupted: true,
  },
  isAccepted: false,
};

test.each([30, 80])('what was sent fits into %d columns', (width) => {
  const text = describeSend(sent, { colour: false, unicode: true, width });
  expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
  expect(text).toMatchSnapshot();
});

test('a single delivery has no progress', async () => {
  const written: string[] = [];
  const stream = { isTTY: true, write: (text: string) => written.push(text) > 0 };
  for (const total of [1, 2]) {
    const progress = sendProgress(stream, total);
    await new Promise((resolve) => setTimeout(resolve, 250));
    progress.show(204, 1);
    progress.clear();
  }
  expect(written).toEqual(['\r\u001B[2K1 of 2 answers', '\r\u001B[2K']);
});
