import type { CiResult, StepReport } from '../../ci/result.ts';
import { changeBlocks, comparisonTable } from '../compare/markdown.ts';
import { escapeControls, escapeMarkdown } from '../escape.ts';
import { foldedFindings } from '../markdown.ts';
import { countFindings } from '../words.ts';
import type { CiReporter } from './reporter.ts';
import { againstText, approvables, approveCommand, loudFindings, quietText } from './words.ts';

/** A comment on GitHub may have 65,536 characters; longer ones are refused. */
const mostCharacters = 60_000;

/** For a comment on a pull request or a job summary: verdict, a table of the steps, and what is wrong, folded. */
export const markdown: CiReporter = (result) => {
  const head = [...heading(result), ...stepTable(result.steps), ...approval(result)].join('\n');
  const comparisons = result.compare?.comparisons ?? [];
  const changed = comparisons.filter(({ bump }) => bump !== 'none');
  const changes =
    result.compare === undefined || (changed.length === 0 && result.compare.contractChanges.length === 0)
      ? ''
      : `#### What changed\n\n${comparisonTable(changed).join('\n')}\n${changeBlocks(result.compare, (mostCharacters - head.length) / 2)}`;
  const room = mostCharacters - head.length - changes.length;
  const loud = loudFindings(result);
  const quiet = result.findings.filter(({ concerned }) => !concerned);
  const findings = loud.length === 0 ? '' : `#### About this change\n\n${foldedFindings(loud, room - 1000)}`;
  const others =
    quiet.length === 0
      ? ''
      : [
          '<details>',
          `<summary>${quietText(result) ?? ''}</summary>`,
          '',
          foldedFindings(quiet, room - findings.length - 500).replaceAll('<details open>', '<details>'),
          '</details>',
          '',
        ].join('\n');
  return [head, changes, findings, others].filter((part) => part !== '').join('\n');
};

function heading(result: CiResult): string[] {
  return [
    `### ${result.verdict === 'pass' ? '✅ counterfoil: pass' : '❌ counterfoil: fail'}`,
    '',
    `${escapeMarkdown(againstText(result))} About this change: ${countFindings(result.counts)}.`,
    '',
  ];
}

const marks: Readonly<Record<StepReport['outcome'], string>> = {
  pass: '✅ pass',
  fail: '❌ fail',
  stopped: '❌ stopped',
  skipped: 'skipped',
};

function stepTable(steps: readonly StepReport[]): string[] {
  return [
    '| Step | | |',
    '| --- | --- | --- |',
    ...steps.map(({ step, outcome, message, help }) => {
      const text = help === undefined || outcome === 'pass' ? message : `${message} ${help}`;
      return `| ${step} | ${marks[outcome]} | ${escapeMarkdown(text)} |`;
    }),
    '',
  ];
}

/** Lines to paste; a block of code that nothing in it can end, because fingerprints are all it holds. */
function approval(result: CiResult): string[] {
  const list = approvables(result);
  if (list.length === 0) return [];
  return [
    '<details>',
    `<summary>To approve ${list.length === 1 ? 'it' : `all ${list.length}`} for a time</summary>`,
    '',
    '```sh',
    escapeControls(approveCommand(list, result)),
    '```',
    '',
    'or, in `counterfoil.approvals.yaml`:',
    '',
    '```yaml',
    ...list.flatMap(({ fingerprint, message }) => [
      `# ${escapeControls(message).slice(0, 200).replaceAll('`', "'")}`,
      `- fingerprint: ${fingerprint}`,
      '  reason: ""',
      '  by: ""',
      `  until: ${result.approveUntil}`,
    ]),
    '```',
    '',
    '</details>',
    '',
  ];
}
