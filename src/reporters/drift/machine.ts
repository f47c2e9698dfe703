import type { DriftResult } from '../../capture/drift/result.ts';
import type { CheckResult } from '../../checks/result.ts';
import { toJson } from '../escape.ts';
import { annotations } from '../github.ts';
import { gitlab as gitlabOfCheck } from '../gitlab.ts';
import { junitText } from '../junit.ts';
import type { TestCase } from '../junit.ts';
import { sarif as sarifOfCheck } from '../sarif.ts';
import { countFindings } from '../words.ts';
import type { DriftReporter } from './reporter.ts';

/** The whole result as data; `format` and `formatVersion` say how to read it. It can be the baseline of a later run. */
export const json: DriftReporter = (result) => toJson({ format: 'counterfoil-drift', formatVersion: 1, ...result });

/** JUnit XML: a suite for each contract, a test case for each event and one for the contract. */
export const junit: DriftReporter = (result) => junitText(testCases(result), result.failOn);

/** SARIF 2.1.0: a result for each finding. */
export const sarif: DriftReporter = (result, options) => sarifOfCheck.report(asCheck(result), options);

/** GitLab's Code Quality report. */
export const gitlab: DriftReporter = (result, options) => gitlabOfCheck.report(asCheck(result), options);

/** GitHub Actions workflow commands. */
export const github: DriftReporter = ({ findings, verdict, counts }) =>
  [...annotations(findings), `counterfoil drift: ${verdict}, ${countFindings(counts)}`]
    .map((line) => `${line}\n`)
    .join('');

/** A report of drift as the formats for findings take it: without contracts and captures. */
function asCheck({ toolVersion, verdict, failOn, findings, rules, counts }: DriftResult): CheckResult {
  const none = { contracts: [], captureFiles: [] };
  return { toolVersion, verdict, failOn, profile: 'strict', findings, rules, counts, ...none };
}

function testCases({ contracts, findings }: DriftResult): TestCase[] {
  const cases = contracts.flatMap(({ id, events }): TestCase[] => {
    const own = findings.filter(({ contract }) => contract === id);
    return [
      { suite: id, name: 'contract', findings: own.filter(({ event }) => event === undefined) },
      ...events.map(({ event }) => ({ suite: id, name: event, findings: own.filter((one) => one.event === event) })),
    ];
  });
  const others = findings.filter(({ contract }) => contract === undefined);
  return others.length === 0
    ? cases
    : [...cases, { suite: 'counterfoil', name: 'captures and approvals', findings: others }];
}
