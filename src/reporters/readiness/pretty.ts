import picocolors from 'picocolors';
import type { CaseResult, Failure } from '../../readiness/result.ts';
import { escapeControls } from '../escape.ts';
import { shortText, table } from '../layout.ts';
import { createStyle } from '../pretty/style.ts';
import type { Style } from '../pretty/style.ts';
import type { ReadinessReporter } from './reporter.ts';
import { expectedText, gotText, shownFailures, summaryText } from './words.ts';

/** The most failures of one case that are shown. */
const mostShown = 3;

/** For a terminal: the table of cases, each failure with the command that reproduces it, and a line that sums up. */
export const pretty: ReadinessReporter = (result, options) => {
  const style = createStyle(options);
  const { green, red, bold } = picocolors.createColors(options.colour);
  const { cases, unsent } = result;
  const layout = table([
    { heading: ['case'], align: 'left', cells: cases.map(({ id }) => id) },
    { heading: ['sent'], align: 'right', cells: cases.map(({ sent }) => String(sent)) },
    { heading: ['expected'], align: 'left', cells: cases.map(expectedText) },
    { heading: ['got'], align: 'left', cells: cases.map((one) => style.show(gotText(one))) },
    { heading: ['verdict'], align: 'left', cells: cases.map(verdictText) },
  ]);
  const rows = layout.rows.map((row, index) => {
    const verdict = cases[index]?.verdict;
    return verdict === 'failed' ? red(row) : verdict === 'skipped' ? style.dim(row) : row;
  });
  const isOverridden = cases.some((one) => one.isOverridden);
  const blocks = [
    [...layout.heading.map((line) => style.bold(line)), ...rows],
    isOverridden ? ['* as the configuration or an option says'] : [],
    unsent.map(({ event, reason }) => style.show(`Nothing could be sent of ${event}: ${reason}`)),
    ...cases.filter(({ verdict }) => verdict === 'failed').map((one) => failuresOf(one, style)),
    result.hint === undefined ? [] : [style.show(result.hint)],
  ];
  const line = bold((result.verdict === 'passed' ? green : red)(escapeControls(summaryText(result))));
  return `${[...blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')), line].join('\n\n')}\n`;
};

function verdictText({ verdict, reason }: CaseResult): string {
  return reason === undefined ? verdict : `${verdict}: ${reason}`;
}

function failuresOf(one: CaseResult, style: Style): string[] {
  const { shown, more } = shownFailures(one, mostShown);
  const blocks = shown.map((failure) => failureText(failure, style));
  const rest = more === 0 ? [] : [style.dim(`and ${more} more of ${one.id}; --format json has them all`)];
  return [style.bold(`${one.id}: ${one.title}`), ...blocks.flat(), ...rest];
}

/** The command is shown whole, whatever its length: it is there to be copied. */
function failureText({ delivery, expected, got, answer, curl }: Failure, style: Style): string[] {
  return [
    `  ${style.show(`${delivery}: expected ${expected}, got ${got}`)}`,
    ...(answer === '' ? [] : [`  ${style.dim(style.show(`answer: ${shortText(answer)}`))}`]),
    ...curl.split('\n').map((line) => `    ${escapeControls(line)}`),
  ];
}
