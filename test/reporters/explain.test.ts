import { expect, test } from 'vitest';

import type { Rule } from '../../src/findings/rule.ts';
import { explain } from '../../src/reporters/explain.ts';

const rule: Rule = {
  id: 'lint/closed-set',
  title: 'A set of strings is open unless it can never grow',
  severity: 'info',
  since: '0.1.0',
  purpose: 'A new value in a closed set breaks every receiver that checks it.',
  fix: 'Write the known values beside a plain string.',
  bad: 'type: string\nenum: [a, b]',
  good: 'anyOf:\n  - enum: [a, b]\n  - type: string',
};

test('a page has title, purpose, fix and both samples', () => {
  expect(explain(rule, { colour: false, width: 44, unicode: true })).toBe(`lint/closed-set · info · since 0.1.0
A set of strings is open unless it can never
grow

Why
  A new value in a closed set breaks every
  receiver that checks it.

What to do
  Write the known values beside a plain
  string.

Breaks it
  type: string
  enum: [a, b]

Satisfies it
  anyOf:
    - enum: [a, b]
    - type: string
`);
});

test("text of a local module's rule cannot steer the terminal", () => {
  const hostile = explain(
    { ...rule, title: '\u001B[2J', bad: 'x\u001B[2J' },
    { colour: false, width: 80, unicode: true },
  );
  expect(hostile).not.toContain('\u001B');
});
