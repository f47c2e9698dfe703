import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

import { findContracts } from '../../../src/asyncapi/load.ts';
import { loadContract } from '../../../src/asyncapi/load-contract.ts';
import { lintRules } from '../../../src/checks/lint/all.ts';
import type { Finding } from '../../../src/findings/finding.ts';

const casesFolder = import.meta.dirname;
const cases = readdirSync(casesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .toSorted();

/** What one rule says about the document of a folder. A document that does not load would break no rule. */
async function lint(name: string, folder: 'bad' | 'good'): Promise<readonly Finding[]> {
  const [file = ''] = findContracts(join(casesFolder, name, folder)).files;
  const { contract, document, findings } = await loadContract(file);
  expect(findings.filter((finding) => finding.severity === 'error')).toEqual([]);
  if (contract === undefined) throw new Error(`${file} has no contract`);
  const rule = lintRules.find((candidate) => candidate.rule.id === `lint/${name}`);
  return rule?.check({ contract, document }) ?? [];
}

function showPlace(name: string, { place }: Finding): string {
  const file = relative(join(casesFolder, name, 'bad'), place.file);
  return [file, place.line, place.column].filter((part) => part !== undefined).join(':');
}

test('every rule has a folder that breaks it and one that does not, and every folder a rule', () => {
  expect(cases).toEqual(lintRules.map(({ rule }) => rule.id.replace('lint/', '')));
});

describe.each(cases)('%s', (name) => {
  test('breaks it, there', async () => {
    const expected = JSON.parse(readFileSync(join(casesFolder, name, 'expected.json'), 'utf8')) as string[];
    const findings = await lint(name, 'bad');
    expect(findings.map((finding) => showPlace(name, finding)).toSorted()).toEqual(expected.toSorted());
    for (const finding of findings) {
      expect(finding.rule).toBe(`lint/${name}`);
      expect(finding.message).toMatch(/\.$/);
      expect(finding.contract).toMatch(/^cafe@/);
    }
  });

  test('does not break it', async () => {
    expect(await lint(name, 'good')).toEqual([]);
  });
});
