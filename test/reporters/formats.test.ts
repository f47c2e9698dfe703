import { Ajv } from 'ajv';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { CheckResult } from '../../src/checks/result.ts';
import { github } from '../../src/reporters/github.ts';
import { gitlab } from '../../src/reporters/gitlab.ts';
import { json } from '../../src/reporters/json.ts';
import { junit } from '../../src/reporters/junit.ts';
import { markdown } from '../../src/reporters/markdown.ts';
import type { Reporter } from '../../src/reporters/reporter.ts';
import { sarif } from '../../src/reporters/sarif.ts';
import gitlabSchema from './schemas/gitlab.schema.json' with { type: 'json' };
import sarifSchema from './schemas/sarif.schema.json' with { type: 'json' };
import { parseXml } from './xml.ts';

const casesFolder = join(import.meta.dirname, 'cases');
const cases = readdirSync(casesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const ajv = new Ajv({ allErrors: true });

function read(name: string): CheckResult {
  return JSON.parse(readFileSync(join(casesFolder, name, 'result.json'), 'utf8')) as CheckResult;
}

function render(reporter: Reporter, result: CheckResult): string {
  return reporter.report(result, { colour: false, width: 80, unicode: true, rules: [] });
}

describe.each(cases)('%s', (name) => {
  const result = read(name);

  test('JSON holds the whole result', () => {
    expect(JSON.parse(render(json, result))).toEqual({ format: 'counterfoil-check', formatVersion: 1, ...result });
  });

  test('SARIF satisfies the standard', () => {
    const validate = ajv.compile(sarifSchema);
    validate(JSON.parse(render(sarif, result)));
    expect(validate.errors ?? []).toEqual([]);
  });

  test("the Code Quality report has GitLab's shape and names no finding twice", () => {
    const validate = ajv.compile(gitlabSchema);
    const entries = JSON.parse(render(gitlab, result)) as { fingerprint: string }[];
    validate(entries);
    expect(validate.errors ?? []).toEqual([]);
    expect(new Set(entries.map((entry) => entry.fingerprint)).size).toBe(result.findings.length);
  });

  test('JUnit is well-formed, and its counts are right', () => {
    const root = parseXml(render(junit, result));
    expect(root.name).toBe('testsuites');
    const testCases = root.children.flatMap((suite) => {
      expect(suite.attributes.get('tests')).toBe(String(suite.children.length));
      return suite.children;
    });
    const failed = testCases.filter((testCase) => testCase.children.some((child) => child.name === 'failure'));
    expect(root.attributes.get('tests')).toBe(String(testCases.length));
    expect(root.attributes.get('failures')).toBe(String(failed.length));
    expect(failed.length > 0).toBe(result.verdict === 'fail');
    for (const { children } of testCases) expect(children.length).toBeLessThanOrEqual(2);
  });

  test('GitHub commands are one line each and name a file', () => {
    const lines = render(github, result).trimEnd().split('\n');
    expect(lines).toHaveLength(result.findings.length + 1);
    for (const line of lines.slice(0, -1))
      expect(line).toMatch(/^::(error|warning|notice) file=[^:,]+(,\w+=[^:,]+)*::/);
    expect(lines.at(-1)).toMatch(/^counterfoil: /);
  });

  test('Markdown lets neither HTML, links nor mentions through', () => {
    const text = render(markdown, result);
    const tags = Array.from(text.matchAll(/<\/?(\w+)/g), (match) => match[1]);
    expect(tags.filter((tag) => !['details', 'summary', 'br'].includes(tag ?? ''))).toEqual([]);
    expect(text).not.toMatch(/\]\(|https?:\/\/|@\w/);
  });
});

test('a simulated or documented capture that passes is never called live', () => {
  const text = render(markdown, read('documented-captures-only'));
  expect(text).toContain('Captures: live 0, documented 1 of 1, simulated 4 of 4.');
  expect(text).toContain('No live capture was checked');
});

test('Markdown stays within the length that a comment may have, and says what it leaves out', () => {
  const result = read('findings');
  const findings = Array.from({ length: 2000 }, (_, index) => ({
    rule: 'example/payload',
    severity: 'error' as const,
    message: 'total must be a number, and here is a message of some length',
    place: { file: `messages/${index}.yaml`, line: 1 },
  }));
  const text = render(markdown, { ...result, findings });
  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/\d+ more findings do not fit here\.\n$/);
});

test('SARIF writes absolute files as file addresses, and Windows paths with slashes', () => {
  const result = read('findings');
  const place = (file: string) => ({ rule: 'a/b', severity: 'error' as const, message: 'no', place: { file } });
  const findings = ['/tmp/a b.yaml', 'C:\\x\\y.yaml', 'sub\\z.yaml'].map(place);
  const uris = render(sarif, { ...result, findings }).match(/"uri": ".*"/g);
  expect(uris).toEqual(['"uri": "file:///tmp/a%20b.yaml"', '"uri": "file:///C%3A/x/y.yaml"', '"uri": "sub/z.yaml"']);
});
