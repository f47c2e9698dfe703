import type { CaptureFileReport, CheckResult } from '../checks/result.ts';
import type { Finding } from '../findings/finding.ts';
import { atLeast } from '../findings/severity.ts';
import { escapeXml } from './escape.ts';
import type { Reporter } from './reporter.ts';
import { messageText, originNames, origins, placeText } from './words.ts';

/** One test case with all that was found in it. */
export interface TestCase {
  readonly suite: string;
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** The suite of captures that belong to no contract and of findings about inputs and configuration. */
const noContract = 'counterfoil';

/**
 * JUnit XML as Jenkins and GitLab read it: a suite for each contract; in it one test case for the document, one for each
 * example and one for each file of captures. A test case has one failure that holds all its findings, because readers
 * keep only one. Findings that are not grave enough to fail the run stand in `system-out`.
 */
export const junit: Reporter = {
  name: 'junit',
  fileExtension: 'xml',
  report(result) {
    return junitText(testCases(result), result.failOn);
  },
};

/** JUnit XML of test cases, in suites by their names. Findings as grave as `failOn` are failures. */
export function junitText(testCases: readonly TestCase[], failOn: CheckResult['failOn']): string {
  const suites = Map.groupBy(testCases, (testCase) => testCase.suite);
  const lines = [...suites].flatMap(([name, cases]) => [
    `  <testsuite name="${escapeXml(name)}" ${counts(cases, failOn)} errors="0" skipped="0">`,
    ...cases.flatMap((testCase) => testCaseLines(testCase, failOn)),
    '  </testsuite>',
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="counterfoil" ${counts(testCases, failOn)} errors="0">`,
    ...lines,
    '</testsuites>',
    '',
  ].join('\n');
}

function testCases(result: CheckResult): TestCase[] {
  const groups = Map.groupBy(result.findings, (finding) => caseKey(result, finding));
  const take = (suite: string, name: string, key: string): TestCase => {
    const findings = groups.get(key) ?? [];
    groups.delete(key);
    return { suite, name, findings };
  };
  const cases = [
    ...result.contracts.flatMap((contract) => [
      take(contract.id, 'document', key(contract.id)),
      ...contract.exampleReports.map(({ event, example }) =>
        take(contract.id, `${event}: example ${example}`, key(contract.id, event, example)),
      ),
    ]),
    ...result.captureFiles.map((file) =>
      take(file.contract ?? noContract, captureCaseName(file), key(file.contract, file.file)),
    ),
  ];
  const rest = [...groups.values()].flat();
  return rest.length === 0
    ? cases
    : [...cases, { suite: noContract, name: 'inputs and configuration', findings: rest }];
}

/** Which test case a finding belongs to: that of its capture file, its example, or its contract's document. */
function caseKey(result: CheckResult, { place, contract, event, example }: Finding): string {
  if (result.captureFiles.some((report) => report.file === place.file && report.contract === contract)) {
    return key(contract, place.file);
  }
  if (event !== undefined && example !== undefined) return key(contract, event, example);
  return key(contract);
}

function key(...parts: readonly (string | undefined)[]): string {
  return JSON.stringify(parts);
}

/** The origins stand in the name, without numbers: a test case keeps its name from run to run. */
function captureCaseName({ file, captures }: CaptureFileReport): string {
  const used = origins.filter((origin) => captures[origin].total > 0).map((origin) => originNames[origin]);
  return `captures of ${file}${used.length === 0 ? '' : `: ${used.join(', ')}`}`;
}

function counts(cases: readonly TestCase[], failOn: CheckResult['failOn']): string {
  const failures = cases.filter((testCase) => testCase.findings.some((finding) => isGrave(finding, failOn)));
  return `tests="${cases.length}" failures="${failures.length}"`;
}

function testCaseLines({ suite, name, findings }: TestCase, failOn: CheckResult['failOn']): string[] {
  const open = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(name)}"`;
  if (findings.length === 0) return [`${open}/>`];
  const grave = findings.filter((finding) => isGrave(finding, failOn));
  const light = findings.filter((finding) => !isGrave(finding, failOn));
  return [
    `${open}>`,
    ...(grave[0] === undefined ? [] : element('failure', ` message="${escapeXml(messageText(grave[0]))}"`, grave)),
    ...(light.length === 0 ? [] : element('system-out', '', light)),
    '    </testcase>',
  ];
}

function element(name: string, attributes: string, findings: readonly Finding[]): string[] {
  return [`      <${name}${attributes}>`, ...findings.flatMap(findingLines), `      </${name}>`];
}

function findingLines(finding: Finding): string[] {
  const first = `${placeText(finding)} ${finding.severity} ${finding.rule}: ${messageText(finding)}`;
  return [first, ...(finding.help === undefined ? [] : [`  help: ${finding.help}`])].map(escapeXml);
}

function isGrave(finding: Finding, failOn: CheckResult['failOn']): boolean {
  return atLeast(finding.severity, failOn);
}
