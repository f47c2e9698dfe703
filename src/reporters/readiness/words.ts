import type { CaseResult, ReadinessResult } from '../../readiness/result.ts';
import { count } from '../words.ts';

/** What is expected in a case; with a star when somebody said so in place of what is usual. */
export function expectedText({ expected, isOverridden }: CaseResult): string {
  const text = typeof expected === 'string' ? expected : expected.join(', ');
  return isOverridden ? `${text}*` : text;
}

/** `204`, or `204 (37), 500 (1)` where answers differ. */
export function gotText({ answers }: CaseResult): string {
  const [first] = answers;
  if (first === undefined) return '';
  if (answers.length === 1) return first.answer;
  return answers.map(({ answer, count: times }) => `${answer} (${times})`).join(', ');
}

/** `cafe@1.0.0 is ready: 24 cases passed, 2 skipped, 340 deliveries`. */
export function summaryText({ contract, to, verdict, counts, sent, isInterrupted }: ReadinessResult): string {
  const { passed, failed, skipped } = counts;
  const asked = isInterrupted
    ? 'was not asked all about'
    : passed + failed === 0
      ? 'was asked nothing about'
      : verdict === 'passed'
        ? 'is ready for'
        : 'is not ready for';
  const parts = [
    ...(failed > 0 ? [`${count(failed, 'case')} failed`] : []),
    `${failed > 0 ? String(passed) : count(passed, 'case')} passed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  return `${to} ${asked} ${contract}: ${parts.join(', ')}; ${sent} ${sent === 1 ? 'delivery' : 'deliveries'}`;
}

/** The failures of a case that are shown, and how many are not. */
export function shownFailures(
  { failures }: CaseResult,
  most: number,
): { readonly shown: CaseResult['failures']; readonly more: number } {
  return { shown: failures.slice(0, most), more: Math.max(0, failures.length - most) };
}
