import type { CompareResult, ComparisonReport, ReportedChange } from '../../checks/compare/result.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Json } from '../../util/json.ts';
import { escapeControls, escapeMarkdown } from '../escape.ts';
import { placeText } from '../words.ts';
import { markedJson } from './marked-json.ts';
import type { CompareReporter } from './reporter.ts';
import { bumpText, directionNames, eventsText, findingOf, hurtText, sections, statusNames } from './words.ts';

/** A comment on GitHub may have 65,536 characters; longer ones are refused. */
const mostCharacters = 60_000;

/** For a comment on a pull request or a job summary: the verdict, then what changed and whom it hurts. */
export const markdown: CompareReporter = (result) => {
  const head = [...heading(result), ...comparisonTable(result.comparisons)].join('\n');
  return `${head}\n${changeBlocks(result, mostCharacters - head.length)}`;
};

/** What changed, folded by whom it hurts, with the payloads that break, as much as fits into `room` characters. */
export function changeBlocks(result: CompareResult, room: number): string {
  const { comparisons, contractChanges } = result;
  const changes = [...comparisons.flatMap((report) => report.changes), ...contractChanges];
  return fitting(
    sections(changes).map(([title, list]) => section(title, list, result)),
    room,
  );
}

function heading({ verdict, mode, findings }: CompareResult): string[] {
  const wrong = findings.filter(({ rule }) => rule.startsWith('config/'));
  return [
    `### ${verdict === 'pass' ? '✅ counterfoil compare: pass' : '❌ counterfoil compare: fail'}`,
    '',
    `Mode ${mode}.`,
    '',
    ...wrong.map(({ message }) => `- **approval** ${escapeMarkdown(message)}`),
  ];
}

/** A row for each comparison: who can break, and which step it demands. */
export function comparisonTable(comparisons: readonly ComparisonReport[]): string[] {
  if (comparisons.length === 0) return [];
  return [
    `| Older | Newer | ${directionNames.forward} | ${directionNames.backward} | Demands | Events |`,
    '| --- | --- | --- | --- | --- | --- |',
    ...comparisons.map(
      (report) =>
        `| ${escapeMarkdown(report.older.id)} | ${escapeMarkdown(report.newer.id)} | ${statusNames[report.forward]} | ${statusNames[report.backward]} | ${bumpText(report)} | ${eventsText(report).trim()} |`,
    ),
    '',
  ];
}

function section(title: string, changes: readonly ReportedChange[], result: CompareResult): string {
  const isOpen = changes.some(({ outcome }) => outcome === 'fails');
  return [
    `<details${isOpen ? ' open' : ''}>`,
    `<summary>${title}: ${changes.length}</summary>`,
    '',
    ...changes.flatMap((change) => changeLines(change, findingOf(change, result))),
    '</details>',
    '',
  ].join('\n');
}

function changeLines(change: ReportedChange, finding: Finding | undefined): string[] {
  const { message, older, newer, events, hurts, fingerprint, outcome, correction, weight, approval, rule } = change;
  const facts = [
    rule,
    ...(finding === undefined ? [] : [placeText(finding)]),
    ...(events.length > 1 ? [`in ${events.length} events`] : []),
    ...(hurts.length > 0 ? [`hurts ${hurtText(change)}`] : []),
    ...(weight === undefined ? [] : [weight]),
    ...(correction === undefined ? [] : [`corrects our own reading: ${correction}`]),
    ...(approval === undefined ? [] : [`approved by ${approval.by} until ${approval.until}: ${approval.reason}`]),
  ].map(escapeMarkdown);
  const proof = outcome === 'fails' ? [...witnessLines(change), `  Fingerprint: \`${fingerprint}\``, ''] : [];
  const snippet = outcome === 'fails' ? [...snippetOf('was', older), ...snippetOf('is', newer)].join(', ') : '';
  const lines = [message, snippet].filter((text) => text !== '').map(escapeMarkdown);
  return [`- ${[...lines, facts.join(' · ')].join('<br>')}`, ...proof];
}

/** What stood or stands there, when it is short. A digest, which stands for whole schemas, says nothing to a person. */
function snippetOf(word: string, value: Json | undefined): string[] {
  if (value === undefined || typeof value === 'string') return [];
  const text = JSON.stringify(value);
  return text.length > 200 ? [] : [`${word} ${text}`];
}

/** The payload in a block of code, long enough a fence that nothing in it can end it. */
function witnessLines({ witnesses, pointer }: ReportedChange): string[] {
  const [witness] = witnesses;
  if (witness === undefined) return [];
  const notes = new Map(witness.refusals.map((refusal) => [refusal.pointer, refusal.message]));
  const place = witness.refusals.find(({ schemaPointer }) => schemaPointer === pointer);
  if (place !== undefined) notes.set(place.pointer, place.message);
  const lines = markedJson(witness.payload, notes).map(({ text, note }) =>
    escapeControls(note === undefined ? text : `${text}  // <- ${note}`),
  );
  const fence = '`'.repeat(
    Math.max(3, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length + 1))),
  );
  return ['', `  ${fence}jsonc`, ...lines.map((line) => `  ${line}`), `  ${fence}`, ''];
}

function fitting(blocks: readonly string[], room: number): string {
  const shown: string[] = [];
  let used = 0;
  for (const block of blocks) {
    if (used + block.length > room)
      return [...shown, 'More does not fit here; the format json has all of it.\n'].join('\n');
    used += block.length;
    shown.push(block);
  }
  return shown.join('\n');
}
