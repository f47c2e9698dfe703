import type { CheckResult } from '../../checks/result.ts';
import type { CompareResult } from '../../checks/compare/result.ts';
import { toJson } from '../escape.ts';
import { annotations } from '../github.ts';
import { gitlab as gitlabOfCheck } from '../gitlab.ts';
import { junitText } from '../junit.ts';
import type { TestCase } from '../junit.ts';
import { sarif as sarifOfCheck } from '../sarif.ts';
import { countFindings } from '../words.ts';
import type { CompareReporter } from './reporter.ts';

/** The whole result as data; `format` and `formatVersion` say how to read it. */
export const json: CompareReporter = (result) => toJson({ format: 'counterfoil-compare', formatVersion: 1, ...result });

/** JUnit XML: a suite for each comparison, a test case for each event and one for the contract. */
export const junit: CompareReporter = (result) => junitText(testCases(result), 'error');

/** SARIF 2.1.0: a result for each change. */
export const sarif: CompareReporter = (result, options) => sarifOfCheck.report(asCheck(result), options);

/** GitLab's Code Quality report. */
export const gitlab: CompareReporter = (result, options) => gitlabOfCheck.report(asCheck(result), options);

/** GitHub Actions workflow commands. */
export const github: CompareReporter = ({ findings, verdict, counts }) =>
  [...annotations(findings), `counterfoil: ${verdict}, ${countFindings(counts)}`].map((line) => `${line}\n`).join('');

/** A comparison as the formats for findings take it: without contracts and captures. */
function asCheck({ toolVersion, verdict, findings, rules, counts }: CompareResult): CheckResult {
  const none = { contracts: [], captureFiles: [] };
  return { toolVersion, verdict, failOn: 'error', profile: 'tolerant', findings, rules, counts, ...none };
}

function testCases({ comparisons, findings }: CompareResult): TestCase[] {
  const told = new Set<CompareResult['findings'][number]>();
  const cases = comparisons.flatMap(({ older, newer, events, changes }): TestCase[] => {
    const suite = `${older.id} to ${newer.id}`;
    const own = findings.filter(({ contract }) => contract === newer.id);
    const about = (event: string): TestCase['findings'] => {
      const rules = changes.filter((change) => change.events.includes(event));
      return own.filter(
        (finding) =>
          finding.event === event || rules.some(({ fingerprint }) => finding.help?.includes(fingerprint) === true),
      );
    };
    const ofEvents = events.map(({ event }) => ({ suite, name: event, findings: about(event) }));
    for (const { findings: found } of ofEvents) for (const finding of found) told.add(finding);
    const rest = own.filter((finding) => !told.has(finding));
    for (const finding of rest) told.add(finding);
    return [{ suite, name: 'contract', findings: rest }, ...ofEvents];
  });
  const others = findings.filter((finding) => !told.has(finding));
  return others.length === 0
    ? cases
    : [...cases, { suite: 'counterfoil', name: 'states and approvals', findings: others }];
}
