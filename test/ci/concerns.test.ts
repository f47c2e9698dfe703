import { describe, expect, test } from 'vitest';
import { concerns } from '../../src/ci/concerns.ts';
import type { ChangedFiles, LineRange } from '../../src/ci/read-diff.ts';
import type { Finding } from '../../src/findings/finding.ts';

const contracts = [
  { id: 'cafe@1.0.0', vendor: 'cafe', version: '1.0.0', file: 'asyncapi/cafe/1.0.0/asyncapi.yaml' },
  { id: 'bar@1.0.0', vendor: 'bar', version: '1.0.0', file: 'asyncapi/bar/1.0.0/asyncapi.yaml' },
];
const schema = 'schemas/cafe/1.0.0/order.schema.json';

function finding(file: string, line: number | undefined, more: Partial<Finding> = {}): Finding {
  const place = line === undefined ? { file } : { file, line };
  return { rule: 'lint/x', severity: 'warning', message: 'm', place, ...more };
}

function isConcerned(changed: ChangedFiles | undefined, one: Finding): boolean {
  return concerns(changed, contracts)(one);
}

describe('a finding concerns a change', () => {
  test('when there is nothing to hold it against', () => {
    expect(isConcerned(undefined, finding('a', 1))).toBe(true);
  });

  test('when its line was changed, or its file is new', () => {
    const changed: ChangedFiles = new Map<string, readonly LineRange[] | 'whole'>([
      ['a.yaml', [{ first: 3, last: 5 }]],
      ['b.yaml', 'whole'],
    ]);
    expect([2, 3, 5, 6].map((line) => isConcerned(changed, finding('a.yaml', line)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isConcerned(changed, finding('b.yaml', 99))).toBe(true);
    expect(isConcerned(changed, finding('a.yaml', undefined))).toBe(true);
    expect(isConcerned(changed, finding('c.yaml', 3))).toBe(false);
  });

  test('when another file of its contract was changed, its schemas too', () => {
    const changed: ChangedFiles = new Map([[schema, [{ first: 1, last: 1 }]]]);
    const example = 'asyncapi/cafe/1.0.0/messages/order.yaml';
    expect(isConcerned(changed, finding(example, 9, { contract: 'cafe@1.0.0' }))).toBe(true);
    expect(isConcerned(changed, finding('captures/a.http', 9, { contract: 'cafe@1.0.0' }))).toBe(true);
    expect(isConcerned(changed, finding(example, 9, { contract: 'bar@1.0.0' }))).toBe(false);
  });

  test('a warning in another line of a changed file does not, an error does', () => {
    const changed: ChangedFiles = new Map([[schema, [{ first: 1, last: 1 }]]]);
    const contract = 'cafe@1.0.0';
    expect(isConcerned(changed, finding(schema, 9, { contract }))).toBe(false);
    expect(isConcerned(changed, finding(schema, 9, { contract, severity: 'error' }))).toBe(true);
  });

  test.each(['counterfoil.yaml', 'sub/counterfoil.yml', 'counterfoil.approvals.yaml', 'counterfoil.lock'])(
    'always when %s was changed',
    (file) => {
      expect(isConcerned(new Map([[file, []]]), finding('elsewhere', 1))).toBe(true);
    },
  );
});
