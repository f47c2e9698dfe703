import { describe, expect, it } from 'vitest';
import { findChanges } from '../../src/compatibility/find-changes.ts';
import { changeRules } from '../../src/compatibility/rules.ts';
import { changeExamples } from './change-examples.ts';

const byId = new Map(changeRules.map((rule) => [rule.id, rule]));

describe('the table of change rules', () => {
  it('has each id once, in the form change/<name>', () => {
    expect(byId.size).toBe(changeRules.length);
    for (const id of byId.keys()) expect(id).toMatch(/^change\/[a-z]+(-[a-z]+)*$/);
  });

  it('has the mirror of each rule, with the mirrored effect, or a waiver with a reason', () => {
    const mirrored = { narrows: 'widens', widens: 'narrows', changes: 'changes', nothing: 'nothing' } as const;
    for (const rule of changeRules) {
      const mirror = byId.get(rule.mirror ?? '');
      const isMirrored = mirror?.mirror === rule.id && mirror.effect === mirrored[rule.effect];
      expect(isMirrored || (rule.waiver?.length ?? 0) > 20, rule.id).toBe(true);
    }
  });

  it('has an example for each pair of rules, and no example without a rule', () => {
    for (const id of Object.keys(changeExamples)) expect(byId.has(id), id).toBe(true);
    for (const rule of changeRules) {
      const shown = [rule.id, rule.mirror].some((id) => id !== undefined && Object.hasOwn(changeExamples, id));
      expect(shown, rule.id).toBe(true);
    }
  });
});

describe.each(Object.entries(changeExamples))('%s', (id, { older, newer, dialect = '2020-12' }) => {
  const before = { schema: older, dialect };
  const after = { schema: newer, dialect };

  it('is told for its example, and its mirror for the example read backwards', () => {
    expect(findChanges(before, after).map(({ rule }) => rule)).toEqual([id]);
    expect(findChanges(after, before).map(({ rule }) => rule)).toEqual([byId.get(id)?.mirror ?? id]);
  });

  it('is not told when nothing changes', () => {
    expect(findChanges(before, before)).toEqual([]);
    expect(findChanges(after, after)).toEqual([]);
  });
});
