import { describe, expect, test } from 'vitest';
import { applySeverities } from '../../src/checks/severities.ts';
import type { Finding } from '../../src/findings/finding.ts';
import type { Rule } from '../../src/findings/rule.ts';

const rule = (id: string, since: string): Rule => ({ id, since, severity: 'error', title: '', purpose: '', fix: '' });
const rules = new Map(
  [rule('a/old', '0.1.0'), rule('a/new', '0.2.0'), rule('b/old', '0.1.3')].map((row) => [row.id, row]),
);
const findings = [...rules.keys()].map((id): Finding => ({
  rule: id,
  severity: 'error',
  message: '',
  place: { file: 'x' },
}));
const apply = (severities: Parameters<typeof applySeverities>[2]['severities'], rulesVersion?: string): string[] =>
  applySeverities(findings, rules, { severities, rulesVersion }).map(
    (finding) => `${finding.rule} ${finding.severity}`,
  );

describe('applySeverities', () => {
  test('leaves everything as it is when nothing is configured', () => {
    expect(apply({})).toEqual(['a/old error', 'a/new error', 'b/old error']);
  });

  test('sets by id and by group, and the id wins', () => {
    expect(apply({ 'a/*': 'info', 'a/new': 'warning' })).toEqual(['a/old info', 'a/new warning', 'b/old error']);
  });

  test('leaves out what is off', () => {
    expect(apply({ 'a/*': 'off', 'a/new': 'info' })).toEqual(['a/new info', 'b/old error']);
  });

  test.each([
    ['0.1', ['a/old error', 'b/old error']],
    ['0.1.0', ['a/old error']],
    ['0.2', ['a/old error', 'a/new error', 'b/old error']],
    ['1', ['a/old error', 'a/new error', 'b/old error']],
    ['0.0.9', []],
  ])('pinned to %s, knows the rules of that version', (version, expected) => {
    expect(apply({}, version)).toEqual(expected);
  });

  test('does not take a property of every object for a setting', () => {
    const odd: Finding = { rule: 'constructor/x', severity: 'error', message: '', place: { file: 'x' } };
    expect(applySeverities([odd], rules, { severities: {}, rulesVersion: undefined })).toEqual([odd]);
  });
});
