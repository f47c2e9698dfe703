import type { CaseResult } from '../../readiness/result.ts';
import { escapeControls, escapeXml, toJson } from '../escape.ts';
import type { ReadinessReporter } from './reporter.ts';
import { expectedText, gotText, shownFailures, summaryText } from './words.ts';

/** The most failures of one case that a report for people shows. */
const mostShown = 20;

/** The whole result as data; `format` and `formatVersion` say how to read it. */
export const json: ReadinessReporter = (result) =>
  toJson({ format: 'counterfoil-readiness', formatVersion: 1, ...result });

/** JUnit XML: a suite for the contract, a test case for each case; its failure holds all commands. */
export const junit: ReadinessReporter = ({ contract, cases, counts, hint }) => {
  const figures = `tests="${cases.length}" failures="${counts.failed}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="counterfoil test" ${figures}>`,
    `  <testsuite name="${escapeXml(contract)}" ${figures} skipped="${counts.skipped}">`,
    ...cases.flatMap((one) => testCase(contract, one)),
    ...(hint === undefined ? [] : [`    <system-out>${escapeXml(hint)}</system-out>`]),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};

function testCase(contract: string, one: CaseResult): string[] {
  const { id, verdict, reason = '' } = one;
  const open = `    <testcase classname="${escapeXml(contract)}" name="${escapeXml(id)}"`;
  if (verdict === 'passed') return [`${open}/>`];
  if (verdict === 'skipped') return [`${open}>`, `      <skipped message="${escapeXml(reason)}"/>`, '    </testcase>'];
  const { shown, more } = shownFailures(one, mostShown);
  const texts = shown.flatMap(({ delivery, expected, got, curl }) => [
    `${delivery}: expected ${expected}, got ${got}`,
    ...curl.split('\n'),
    '',
  ]);
  return [
    `${open}>`,
    `      <failure message="${escapeXml(messageOf(one))}">`,
    ...[...texts, ...(more === 0 ? [] : [`and ${more} more`])].map(escapeXml),
    '      </failure>',
    '    </testcase>',
  ];
}

function messageOf(one: CaseResult): string {
  return `${one.title}: expected ${expectedText(one)}, got ${gotText(one)}`;
}

/** GitHub Actions workflow commands: an annotation for each case that failed, and a line that sums up. */
export const github: ReadinessReporter = (result) => {
  const lines = result.cases
    .filter(({ verdict }) => verdict === 'failed')
    .map((one) => {
      const [first] = one.failures;
      const detail = first === undefined ? '' : `\n${first.delivery}: got ${first.got}\n${first.curl}`;
      const title = escapeData(escapeControls(one.id)).replaceAll(':', '%3A').replaceAll(',', '%2C');
      const text = `${messageOf(one)}${detail}`.split('\n').map(escapeControls).join('\n');
      return `::error title=${title}::${escapeData(text)}`;
    });
  const hint =
    result.hint === undefined ? [] : [`::warning title=counterfoil test::${escapeData(escapeControls(result.hint))}`];
  return [...lines, ...hint, escapeControls(summaryText(result)), ''].join('\n');
};

/** Source: GitHub Actions, workflow commands: the escapes of the toolkit. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
