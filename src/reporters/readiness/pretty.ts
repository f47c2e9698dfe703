import picocolors from 'picocolors';
import type { CaseResult, Failure } from '../../readiness/result.ts';
import { escapeControls } from '../escape.ts';
import { displayWidth, hang, shortText, table, wrap } from '../layout.ts';
import { createStyle } from '../pretty/style.ts';
import type { Style } from '../pretty/style.ts';
import type { ReadinessReporter } from './reporter.ts';
import { expectedText, gotText, shownFailures, summaryText } from './words.ts';

/** The most failures of one case that are shown. */
const mostShown = 3;

/** Narrower lines would hold hardly a word. */
const leastWidth = 20;

/** The least room in which the reason of a verdict is wrapped. */
const leastReason = 16;

/** For a terminal: the table of cases, each failure with the command that reproduces it, and a line that sums up. */
export const pretty: ReadinessReporter = (result, options) => {
  const style = createStyle(options);
  const { green, red, bold } = picocolors.createColors(options.colour);
  const { cases, unsent } = result;
  const width = Math.max(options.width, leastWidth);
  const paint = (one: CaseResult, line: string): string =>
    one.verdict === 'failed' ? red(line) : one.verdict === 'skipped' ? style.dim(line) : line;
  const rows = tabled(cases, style, width) ?? stacked(cases, style, width);
  const isOverridden = cases.some((one) => one.isOverridden);
  const blocks = [
    [
      ...rows.heading.map((line) => style.bold(line)),
      ...cases.flatMap((one, index) => (rows.ofCases[index] ?? []).map((line) => paint(one, line))),
    ],
    isOverridden ? ['* as the configuration or an option says'] : [],
    unsent.flatMap(({ event, reason }) => wrap(style.show(`Nothing could be sent of ${event}: ${reason}`), width)),
    ...cases.filter(({ verdict }) => verdict === 'failed').map((one) => failuresOf(one, style, width)),
    result.hint === undefined ? [] : wrap(style.show(result.hint), width),
  ];
  const paintLast = (line: string): string => bold((result.verdict === 'passed' ? green : red)(line));
  const summary = style.show(summaryText(result));
  // Whole where the table has room: people look for this line with other programs.
  blocks.push((rows.isStacked ? wrap(summary, width) : [summary]).map(paintLast));
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};

interface Rows {
  readonly heading: readonly string[];
  /** Lines of each case. */
  readonly ofCases: readonly (readonly string[])[];
  readonly isStacked: boolean;
}

/** A table whose last column is wrapped; undefined when there is no room for that. */
function tabled(cases: readonly CaseResult[], style: Style, width: number): Rows | undefined {
  const columns = [
    { heading: ['case'], align: 'left', cells: cases.map(({ id }) => id) },
    { heading: ['sent'], align: 'right', cells: cases.map(({ sent }) => String(sent)) },
    { heading: ['expected'], align: 'left', cells: cases.map(expectedText) },
    { heading: ['got'], align: 'left', cells: cases.map((one) => style.show(gotText(one))) },
  ] as const;
  const last = cases.map((one) => style.show(verdictText(one)));
  // With something behind them lines keep their blanks.
  const fixed = table([...columns, { heading: ['|'], align: 'left', cells: cases.map(() => '|') }]);
  const fronts = fixed.rows.map((row) => row.slice(0, -1));
  const front = displayWidth(fixed.heading[0] ?? '') - 1;
  const room = width - front;
  if (room < Math.min(leastReason, Math.max('verdict'.length, ...last.map(displayWidth)))) return undefined;
  return {
    heading: fixed.heading.map((line) => `${line.slice(0, -1)}verdict`),
    ofCases: last.map((text, index) => hang(fronts[index] ?? '', text, width)),
    isStacked: false,
  };
}

function stacked(cases: readonly CaseResult[], style: Style, width: number): Rows {
  const detail = (one: CaseResult): string => {
    if (one.sent === 0) return verdictText(one);
    return `${verdictText(one)}; ${one.sent} sent, expected ${expectedText(one)}, got ${gotText(one)}`;
  };
  return {
    heading: [],
    ofCases: cases.map((one) => [one.id, ...hang('  ', style.show(detail(one)), width)]),
    isStacked: true,
  };
}

function verdictText({ verdict, reason }: CaseResult): string {
  return reason === undefined ? verdict : `${verdict}: ${reason}`;
}

function failuresOf(one: CaseResult, style: Style, width: number): string[] {
  const { shown, more } = shownFailures(one, mostShown);
  const blocks = shown.map((failure) => failureText(failure, style, width));
  const rest =
    more === 0 ? [] : wrap(`and ${more} more of ${one.id}; --format json has them all`, width).map(style.dim);
  return [...wrap(`${one.id}: ${one.title}`, width).map(style.bold), ...blocks.flat(), ...rest];
}

/** The command is shown whole, whatever its length: it is there to be copied. */
function failureText({ delivery, expected, got, answer, curl }: Failure, style: Style, width: number): string[] {
  return [
    ...hang('  ', style.show(`${delivery}: expected ${expected}, got ${got}`), width),
    ...(answer === '' ? [] : hang('  ', style.show(`answer: ${shortText(answer)}`), width).map(style.dim)),
    ...curl.split('\n').map((line) => `    ${escapeControls(line)}`),
  ];
}
