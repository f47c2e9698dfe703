import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { CheckResult } from '../../src/checks/result.ts';
import type { Rule } from '../../src/findings/rule.ts';
import { reporters } from '../../src/reporters/all.ts';
import type { ReporterOptions } from '../../src/reporters/reporter.ts';

const casesFolder = join(import.meta.dirname, 'cases');
const rules = JSON.parse(readFileSync(join(casesFolder, 'rules.json'), 'utf8')) as Rule[];
const cases = readdirSync(casesFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const plain: ReporterOptions = { colour: false, width: 80, unicode: true, rules };

function read(name: string): CheckResult {
  return JSON.parse(readFileSync(join(casesFolder, name, 'result.json'), 'utf8')) as CheckResult;
}

function render(name: string, reporterName: string, options = plain): string {
  const reporter = reporters.find((candidate) => candidate.name === reporterName);
  if (reporter === undefined) throw new Error(`no reporter ${reporterName}`);
  return reporter.report(read(name), options);
}

describe.each(cases.map((entry) => entry.name))('%s', (name) => {
  test.each(reporters.map((reporter) => [reporter.name, reporter.fileExtension]))('%s', async (reporter, extension) => {
    await expect(render(name, reporter)).toMatchFileSnapshot(join(casesFolder, name, `${reporter}.${extension}`));
  });

  test('pretty in ASCII at 60 columns', async () => {
    const text = render(name, 'pretty', { ...plain, unicode: false, width: 60 });
    expect(text).toMatch(/^[\n\u0020-\u007E]*$/);
    await expect(text).toMatchFileSnapshot(join(casesFolder, name, 'pretty-ascii-60.txt'));
  });

  test('pretty in colour says the same', () => {
    const coloured = render(name, 'pretty', { ...plain, colour: true });
    expect(coloured.replace(/\u001B\[\d+m/g, '')).toBe(render(name, 'pretty'));
  });

  test.each(reporters.map((reporter) => reporter.name))('%s lets no control character through', (reporter) => {
    expect(render(name, reporter)).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
  });
});
