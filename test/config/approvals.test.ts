import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addApproval } from '../../src/config/add-approval.ts';
import { approvalsFile, judgeApprovals, loadApprovals } from '../../src/config/approvals.ts';
import schema from '../../src/config/approvals.schema.json' with { type: 'json' };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-approvals-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const one = { fingerprint: '0123456789abcdef', reason: 'Nobody reads it.', by: 'team-cafe', until: '2027-01-31' };
const write = (text: string): void => writeFileSync(join(folder, approvalsFile), text);
const entry = (fingerprint: string, until = '2027-01-31'): string =>
  `- fingerprint: "${fingerprint}"\n  reason: r\n  by: b\n  until: ${until}\n`;

test('the published schema is valid, and any tool can use it', () => {
  const validate = new Ajv({ strict: true }).compile(schema);
  expect(validate([one])).toBe(true);
  expect(validate([{ ...one, until: '2027-13-01' }])).toBe(false);
});

describe('loading', () => {
  test('looks upwards; no file is no error', () => {
    expect(loadApprovals(folder)).toEqual({ approvals: [], findings: [] });
    write(entry(one.fingerprint));
    mkdirSync(join(folder, 'below'));
    expect(loadApprovals(join(folder, 'below')).approvals).toMatchObject([
      { fingerprint: one.fingerprint, until: '2027-01-31', place: { line: 1, column: 3 } },
    ]);
  });

  test.each([
    ['a map', 'approvals: []\n', 'config/invalid-value 1'],
    ['a key that is not known', `${entry('0123456789abcdef')}  who: me\n`, 'config/unknown-key 5'],
    ['a reason that is empty', entry('0123456789abcdef').replace('reason: r', 'reason: ""'), 'config/invalid-value 2'],
    [
      'a fingerprint that YAML reads as a number',
      '- fingerprint: 0123456789012345\n  reason: r\n  by: b\n  until: 2027-01-31\n',
      'config/invalid-value 1',
    ],
    ['text that does not parse', '- {', 'config/syntax 1'],
  ])('%s is an error with its line', (_, text, expected) => {
    write(text);
    const { approvals, findings } = loadApprovals(folder);
    expect(approvals).toEqual([]);
    expect(findings.map(({ rule, place }) => `${rule} ${place.line}`)).toEqual([expected]);
  });

  test('an empty file holds none', () => {
    write('# nothing yet\n');
    expect(loadApprovals(folder)).toEqual({ approvals: [], findings: [] });
  });
});

describe('judging', () => {
  test('what matches counts up to its last day; what does not match is stale', () => {
    write(`${entry('aaaaaaaaaaaaaaaa')}${entry('bbbbbbbbbbbbbbbb')}`);
    const loaded = loadApprovals(folder);
    const present = new Set(['aaaaaaaaaaaaaaaa']);
    const rules = (today: string) => judgeApprovals(loaded, present, today).findings.map(({ rule }) => rule);
    expect([...judgeApprovals(loaded, present, '2027-01-31').approved.keys()]).toEqual(['aaaaaaaaaaaaaaaa']);
    expect(rules('2027-01-31')).toEqual(['config/approval-stale']);
    expect([...judgeApprovals(loaded, present, '2027-02-01').approved.keys()]).toEqual([]);
    expect(rules('2027-02-01')).toEqual(['config/approval-expired', 'config/approval-stale']);
  });
});

describe('adding', () => {
  test('begins a file', () => {
    expect(addApproval('', one)).toBe(
      '# yaml-language-server: $schema=./node_modules/counterfoil/dist/config/approvals.schema.json\n\n' +
        '- fingerprint: 0123456789abcdef\n  reason: Nobody reads it.\n  by: team-cafe\n  until: 2027-01-31\n',
    );
  });

  test('keeps comments and what is there', () => {
    const before = `# Ours.\n${entry('aaaaaaaaaaaaaaaa').replace('reason: r', 'reason: r # for now')}`;
    const after = addApproval(before, one);
    expect(after.startsWith('# Ours.\n- fingerprint: "aaaaaaaaaaaaaaaa"\n  reason: r # for now\n')).toBe(true);
    expect(after).toContain('- fingerprint: 0123456789abcdef\n');
  });

  test('renews a former approval of the same break', () => {
    const after = addApproval(addApproval('', one), { ...one, until: '2028-01-31' });
    expect(after.match(/fingerprint/g)).toHaveLength(1);
    expect(after).toContain('until: 2028-01-31');
  });

  test('quotes what YAML would read as a number, so that it can be loaded again', () => {
    for (const fingerprint of ['0123456789012345', '12345678e1234567', '0000000000000000']) {
      write(addApproval('', { ...one, fingerprint }));
      expect(loadApprovals(folder)).toMatchObject({ approvals: [{ fingerprint }], findings: [] });
    }
  });

  test('refuses a file that is no list', () => {
    expect(() => addApproval('a: 1\n', one)).toThrow(SyntaxError);
    expect(() => addApproval('- {', one)).toThrow(SyntaxError);
  });
});
