import { describe, expect, test } from 'vitest';
import type { CaseResult, Failure, ReadinessResult } from '../../src/readiness/result.ts';
import { readinessReporters } from '../../src/reporters/readiness/all.ts';

const plain = { colour: false, unicode: true, width: 80 };

const failure: Failure = {
  delivery: 'order.placed: null at /data/coupon',
  event: 'order.placed',
  expected: '2xx',
  got: '500',
  answer: '<b>"coupon" is null\u001B[31m</b>',
  curl: 'curl -i -X POST http://127.0.0.1:3000/w \\\n  -H \'X-Kiosk-Signature: ab\' \\\n  --data-binary \'{"a":"<&>```"}\'',
};

function make(one: Partial<CaseResult>): CaseResult {
  const usual = { id: 'sample', title: 'each event', expected: 'alive', isOverridden: false } as const;
  return { ...usual, verdict: 'passed', sent: 1, answers: [{ answer: '204', count: 1 }], failures: [], ...one };
}

const cases = [
  make({}),
  make({ id: 'late', verdict: 'skipped', sent: 0, answers: [], reason: 'no payload says when' }),
  make({ id: 'burst', expected: [200, 429], isOverridden: true }),
  make({
    id: 'null-value',
    title: 'null wherever it is allowed',
    verdict: 'failed',
    sent: 9,
    answers: [
      { answer: '204', count: 5 },
      { answer: '500', count: 4 },
    ],
    failures: [failure, failure, failure, failure],
  }),
];

const failed: ReadinessResult = {
  toolVersion: '0.0.0',
  contract: 'kiosk@1.0.0',
  to: 'http://127.0.0.1:3000/w',
  verdict: 'failed',
  cases,
  counts: { passed: 2, failed: 1, skipped: 1 },
  sent: 11,
  unsent: [{ event: 'order.lost', reason: 'no sample was found' }],
  isInterrupted: false,
};

const passed: ReadinessResult = {
  ...failed,
  verdict: 'passed',
  cases: cases.slice(0, 1),
  counts: { passed: 1, failed: 0, skipped: 0 },
  sent: 1,
  unsent: [],
};

describe.each(Object.entries(readinessReporters))('%s', (_, report) => {
  test('reports what failed, and what passed', () => {
    expect(report(failed, plain)).toMatchSnapshot('failed');
    expect(report(passed, plain)).toMatchSnapshot('passed');
  });

  test('lets no terminal sequence through', () => {
    expect(report(failed, plain)).not.toContain('\u001B');
  });
});

describe.each(['pretty', 'markdown', 'github', 'junit', 'json'] as const)('%s', (format) => {
  test('tells what is probably wrong', () => {
    const text = readinessReporters[format]({ ...failed, hint: 'Does the receiver know the secret?' }, plain);
    expect(text).toContain('Does the receiver know the secret?');
  });
});

test('a receiver that was asked nothing is not called ready', () => {
  const skipped = { ...passed, cases: cases.slice(1, 2), counts: { passed: 0, failed: 0, skipped: 1 }, sent: 0 };
  const text = readinessReporters.pretty(skipped, plain);
  expect(text).toContain('http://127.0.0.1:3000/w was asked nothing about kiosk@1.0.0: 0 cases passed, 1 skipped');
});

test('the commands can be copied as they are', () => {
  const lines = readinessReporters.pretty(failed, plain).split('\n');
  const start = lines.findIndex((line) => line.includes('curl -i'));
  const copied = lines.slice(start, start + 3).map((line) => line.slice(4));
  expect(copied.join('\n')).toBe(failure.curl);
});
