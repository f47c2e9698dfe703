import { escapeMarkdown } from '../escape.ts';
import type { ReadinessReporter } from './reporter.ts';
import { expectedText, gotText, shownFailures, summaryText } from './words.ts';

/** A comment on GitHub may have 65,536 characters; longer ones are refused. */
const mostCharacters = 60_000;

const mostShown = 3;

const marks = { passed: '✅', failed: '❌', skipped: '➖' } as const;

/** For a comment on a pull request or a job summary: verdict, table, and the failures folded by case. */
export const markdown: ReadinessReporter = (result) => {
  const { cases, verdict } = result;
  const head = [
    `### ${verdict === 'passed' ? marks.passed : marks.failed} counterfoil test: ${verdict}`,
    '',
    `${escapeMarkdown(summaryText(result))}.`,
    '',
    ...(result.hint === undefined ? [] : [escapeMarkdown(result.hint), '']),
    '| | Case | Sent | Expected | Got |',
    '| --- | --- | --: | --- | --- |',
    ...cases.map((one) => {
      const got = one.verdict === 'skipped' ? (one.reason ?? '') : gotText(one);
      const cells = [one.id, String(one.sent), expectedText(one), got].map(escapeMarkdown);
      return `| ${[marks[one.verdict], ...cells].join(' | ')} |`;
    }),
    '',
  ].join('\n');
  const shown: string[] = [];
  let room = mostCharacters - head.length;
  let hidden = 0;
  for (const one of cases.filter((candidate) => candidate.verdict === 'failed')) {
    const block = folded(one);
    room -= block.length;
    if (room >= 0) shown.push(block);
    else hidden++;
  }
  return [head, ...shown, ...(hidden === 0 ? [] : [`${hidden} more cases do not fit here.\n`])].join('\n');
};

function folded(one: Parameters<typeof shownFailures>[0]): string {
  const { shown, more } = shownFailures(one, mostShown);
  return [
    '<details>',
    `<summary>${escapeMarkdown(`${one.id}: ${one.title}`)}</summary>`,
    '',
    ...shown.flatMap(({ delivery, expected, got, curl }) => [
      `- ${escapeMarkdown(`${delivery}: expected ${expected}, got ${got}`)}`,
      '',
      fenced(curl),
      '',
    ]),
    ...(more === 0 ? [] : [`and ${more} more`, '']),
    '</details>',
    '',
  ].join('\n');
}

/** A block that no run of backticks in the text ends. */
function fenced(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, text, fence].map((line) => line.replaceAll(/^/gm, '  ')).join('\n');
}
