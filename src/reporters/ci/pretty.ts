import type { CiResult, StepReport } from '../../ci/result.ts';
import { changedBlocks } from '../compare/pretty.ts';
import { hang } from '../layout.ts';
import { findingLines } from '../pretty/findings.ts';
import { createStyle } from '../pretty/style.ts';
import type { Style } from '../pretty/style.ts';
import { countFindings } from '../words.ts';
import type { CiReporter } from './reporter.ts';
import { againstText, approvables, approveCommand, loudFindings, quietText } from './words.ts';

/** For people at a terminal: verdict, a line for each step, what concerns the change, how to approve. */
export const pretty: CiReporter = (result, options) => {
  const style = createStyle(options);
  const loud = loudFindings(result);
  const quiet = quietText(result);
  const blocks = [
    headLines(result, style),
    result.steps.flatMap((step) => stepLines(step, style)),
    ...(result.compare === undefined ? [] : changedBlocks(result.compare, style)),
    loud.length === 0 ? [] : findingLines(loud, style).slice(0, -1),
    quiet === undefined
      ? []
      : hang('', `${quiet} --format json lists them.`, style.width).map((line) => style.dim(line)),
    approvalLines(result, style),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
};

function headLines(result: CiResult, style: Style): string[] {
  const first = `${againstText(result)} About this change: ${countFindings(result.counts)}.`;
  return hang(`${style.verdict(result.verdict)}  `, first, style.width);
}

function stepLines({ step, outcome, message, help }: StepReport, style: Style): string[] {
  const word = outcome.padEnd(7);
  const severity = outcome === 'fail' || outcome === 'stopped' ? 'error' : undefined;
  const label = severity === undefined ? style.dim(word) : style.severity(severity, word);
  return [
    ...hang(`  ${step.padEnd(8)}  ${label}  `, style.show(message), style.width),
    ...(help === undefined ? [] : hang(' '.repeat(21), style.show(`What to do: ${help}`), style.width)),
  ];
}

function approvalLines(result: CiResult, style: Style): string[] {
  const list = approvables(result);
  if (list.length === 0) return [];
  // Not wrapped: it is there to be copied.
  return ['If it is meant, approve it for a time:', `  ${style.show(approveCommand(list, result))}`];
}
