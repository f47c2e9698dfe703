import { expect, test } from 'vitest';

import type { Finding } from '../../src/findings/finding.ts';
import { fingerprints } from '../../src/reporters/fingerprint.ts';

const finding: Finding = {
  rule: 'lint/closed-set',
  severity: 'info',
  message: 'closed',
  place: { file: 'a.json', line: 3, column: 1, pointer: '/a' },
};

test('a fingerprint stays when lines move, the message is reworded or the severity is configured', () => {
  const moved: Finding = { ...finding, severity: 'error', message: 'shut', place: { ...finding.place, line: 9 } };
  expect(fingerprints([moved])).toEqual(fingerprints([finding]));
});

test('equal findings have different fingerprints, whatever stands around them', () => {
  const other: Finding = { ...finding, rule: 'lint/other' };
  const [first, second] = fingerprints([finding, finding]);
  expect(first).not.toBe(second);
  expect(fingerprints([other, finding, other, finding]).filter((_, index) => index % 2 === 1)).toEqual([first, second]);
});
