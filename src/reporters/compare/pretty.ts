import type { CompareResult, ComparisonReport, ReportedChange } from '../../checks/compare/result.ts';
import type { Finding } from '../../findings/finding.ts';
import type { EventSchemaChange, Refusal, Witness } from '../../compatibility/contracts/model.ts';
import type { Json } from '../../util/json.ts';
import { hang } from '../layout.ts';
import { createStyle } from '../pretty/style.ts';
import type { Style } from '../pretty/style.ts';
import { count, placeText } from '../words.ts';
import { markedJson, type MarkedLine } from './marked-json.ts';
import type { CompareReporter } from './reporter.ts';
import { schemaPlace } from './schema-place.ts';
import {
  anyPayload,
  bumpText,
  concernedText,
  directionNames,
  eventsText,
  findingOf,
  hurtText,
  isQuiet,
  sections,
  statusNames,
} from './words.ts';

/** More would scroll the verdict out of sight; the machine formats hold all. */
const most = { changes: 40, details: 12, lines: 40, snippet: 100, events: 6 };

/** For people at a terminal: the verdict, then what changed and whom it hurts, each with the payload that proves it. */
export const pretty: CompareReporter = (result, options) => {
  const style = createStyle(options);
  const blocks = [verdictLines(result, style), ...changedBlocks(result, style), ...approvalBlocks(result, style)];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
};

/** What changed and whom it hurts, in blocks of lines. */
export function changedBlocks(result: CompareResult, style: Style): string[][] {
  return [
    ...result.comparisons
      .filter(({ bump }) => bump !== 'none')
      .flatMap((report) => comparisonBlocks(report, result, style)),
    ...changeBlocks(result.contractChanges, result, style),
  ];
}

function verdictLines(result: CompareResult, style: Style): string[] {
  const label = `${style.verdict(result.verdict)}  `;
  const { comparisons } = result;
  const [only, ...others] = comparisons;
  const first =
    only !== undefined && others.length === 0
      ? `${only.older.id} ${style.arrow} ${only.newer.id}`
      : `${count(comparisons.length, 'contract')} compared`;
  return [
    ...hang(label, style.show(first), style.width),
    ...(isQuiet(result) ? ['      Nothing differs.'] : []),
    ...comparisons
      .filter(({ bump }) => bump !== 'none')
      .flatMap((report) => statusLines(report, others.length > 0, style)),
    `      Mode ${result.mode}: ${result.counts.error === 0 ? 'nothing fails.' : `${count(result.counts.error, 'finding')} to settle.`}`,
  ];
}

function statusLines(report: ComparisonReport, isOneOfMany: boolean, style: Style): string[] {
  const margin = ' '.repeat(6);
  const name = isOneOfMany
    ? [`${margin}${style.bold(style.show(`${report.older.id} ${style.arrow} ${report.newer.id}`))}`]
    : [];
  const paint = (status: ComparisonReport['forward']): string =>
    style.severity(
      status === 'compatible' ? 'info' : status === 'undecided' ? 'warning' : 'error',
      statusNames[status],
    );
  return [
    ...name,
    `${margin}${directionNames.forward}: ${paint(report.forward)}`,
    `${margin}${directionNames.backward}: ${paint(report.backward)}`,
    ...hang(margin, `${eventsText(report)}${bumpText(report)}`, style.width),
  ];
}

function comparisonBlocks(report: ComparisonReport, result: CompareResult, style: Style): string[][] {
  const blocks = [...changeBlocks(report.changes, result, style), detailLines(report, style)];
  return result.comparisons.length === 1
    ? blocks
    : [[style.bold(style.show(`${report.older.id} ${style.arrow} ${report.newer.id}`))], ...blocks];
}

function changeBlocks(changes: readonly ReportedChange[], result: CompareResult, style: Style): string[][] {
  return sections(changes).flatMap(([heading, list]) => {
    const shown = list.slice(0, most.changes);
    const rest = list.length - shown.length;
    const [first = [], ...others] = groupShort(shown, result, style);
    return [
      [style.bold(heading), ...first],
      ...others,
      ...(rest === 0 ? [] : [[`  ${rest} more are not shown; --format json has all of them.`]]),
    ];
  });
}

/** What fails stands in a block of its own; the rest is told line by line. */
function groupShort(changes: readonly ReportedChange[], result: CompareResult, style: Style): string[][] {
  const [first] = changes;
  if (first?.outcome === 'fails')
    return changes.map((change) => failingLines(change, findingOf(change, result), style));
  return [changes.flatMap((change) => shortLines(change, style))];
}

function failingLines(change: ReportedChange, finding: Finding | undefined, style: Style): string[] {
  const { message, events, rule, because = [], witnesses, weight, correction } = change;
  const about = [rule, ...(finding === undefined ? [] : [placeText(finding)])]
    .map((part) => style.show(part))
    .join(style.dot);
  return [
    ...hang('  ', style.show(message), style.width),
    ...hang('    ', `hurts: ${hurtText(change)}`, style.width),
    ...(events.length > 1 ? hang('    ', `events: ${style.show(events.join(', '))}`, style.width) : []),
    ...snippetLines(change, style),
    ...(because.length === 0 ? [] : hang('    ', `changed: ${style.show(because.join(' '))}`, style.width)),
    ...(weight === undefined ? [] : hang('    ', `captures: ${style.show(weight)}`, style.width)),
    ...(correction === undefined ? [] : hang('    ', `correction: ${style.show(correction)}`, style.width)),
    ...hang('    ', about, style.width).map((line) => style.dim(line)),
    ...witnessLines(witnesses, change.pointer, style),
    ...(finding?.help === undefined ? [] : [`    ${style.show(finding.help.replace('To approve it: ', 'approve: '))}`]),
  ];
}

/** What stood and stands there; a long one is cut. A digest, which stands for whole schemas, says nothing to a person. */
function snippetLines({ older, newer }: ReportedChange, style: Style): string[] {
  const line = (label: string, value: Json | undefined): string[] => {
    if (value === undefined || typeof value === 'string') return [];
    const text = JSON.stringify(value);
    return [`    ${label} ${style.show(text.length > most.snippet ? `${text.slice(0, most.snippet)}...` : text)}`];
  };
  return [...line('was:', older), ...line('is: ', newer)];
}

function witnessLines(witnesses: readonly Witness[], pointer: string, style: Style): string[] {
  const [witness] = witnesses;
  if (witness === undefined) return [];
  const { event, part, payload, refusals } = witness;
  const lines = markedJson(payload, notesOf(refusals, pointer));
  const marked = lines.findIndex(({ note }) => note !== undefined);
  const start = lines.length <= most.lines ? 0 : Math.max(0, marked - most.lines / 2);
  const shown = lines.slice(start, start + most.lines);
  const rest = lines.length - shown.length;
  return [
    `    ${style.show(witnessTitle(event, part))}:`,
    ...(start === 0 ? [] : [style.dim(`      ${start} lines before`)]),
    ...shown.map((line) => witnessLine(line, style)),
    ...(rest === 0 ? [] : [style.dim(`      ${count(rest, 'line')} not shown; --format json has all`)]),
  ];
}

function witnessLine({ text, note }: MarkedLine, style: Style): string {
  if (note === undefined) return `      ${style.show(text)}`;
  const remark = style.severity('error', style.show(`${style.back} ${note}`));
  return `    ${style.severity('error', '>')} ${style.show(text)}  ${remark}`;
}

function witnessTitle(event: string, part: Witness['part']): string {
  const of = event === anyPayload ? '' : ` of ${event}`;
  return part === 'payload' ? `payload${of} that breaks it` : `headers${of} that break it`;
}

/** The place that the change is about first; others that the same payload breaks are marked too. */
function notesOf(refusals: readonly Refusal[], pointer: string): Map<string, string> {
  const ordered = refusals.toSorted(
    (a, b) => Number(a.schemaPointer === pointer) - Number(b.schemaPointer === pointer),
  );
  return new Map(ordered.map((refusal) => [refusal.pointer, refusal.message]));
}

function shortLines(change: ReportedChange, style: Style): string[] {
  const { message, hurts, approval, correction } = change;
  const many = concernedText(change);
  const who = hurts.length === 0 ? '' : ` (${hurtText(change)})`;
  const by = approval === undefined ? '' : ` Approved by ${approval.by} until ${approval.until}: ${approval.reason}`;
  const ours = correction === undefined ? '' : ` Corrects our own reading: ${correction}`;
  return hang('  ', style.show(`${message}${many}${who}${by}${ours}`), style.width);
}

/** What differs in the schemas, in detail: by place, what may hurt old receivers first. */
function detailLines({ schemaChanges, forward, backward }: ComparisonReport, style: Style): string[] {
  const isSafe = forward === 'compatible' && backward === 'compatible';
  if (schemaChanges.length === 0) return [];
  const rank = ({ effect }: EventSchemaChange): number => ['changes', 'widens', 'narrows', 'nothing'].indexOf(effect);
  const ordered = schemaChanges.toSorted((a, b) => rank(a) - rank(b));
  const shown = ordered.slice(0, most.details);
  return [
    style.bold('In the schemas'),
    ...(isSafe ? [] : hang('  ', oneAtATime, style.width)),
    ...shown.flatMap((change) =>
      hang(`  ${effectNames[change.effect]}  `, style.show(detailText(change)), style.width),
    ),
    ...(ordered.length > shown.length
      ? [style.dim(`  and ${ordered.length - shown.length} more; --format json has all`)]
      : []),
  ];
}

const oneAtATime =
  'A payload proves one place at a time: what became wider can hurt old receivers too, what became narrower new ones.';

function detailText({ message, older, newer, events }: EventSchemaChange): string {
  const concerned = events.length > 1 ? `${events.length} events` : (events[0] ?? '');
  const where = concerned === anyPayload ? '' : ` (${concerned})`;
  return `${schemaPlace((newer ?? older)?.pointer ?? '')}: ${message}${where}`;
}

const effectNames: Readonly<Record<EventSchemaChange['effect'], string>> = {
  changes: 'other   ',
  widens: 'wider   ',
  narrows: 'narrower',
  nothing: 'same    ',
};

/** Approvals that are out of date or match nothing. */
function approvalBlocks({ findings }: CompareResult, style: Style): string[][] {
  const wrong = findings.filter(({ rule }) => rule.startsWith('config/'));
  if (wrong.length === 0) return [];
  return [
    [
      style.bold('Approvals'),
      ...wrong.flatMap((finding) => hang('  ', style.show(`${placeText(finding)}: ${finding.message}`), style.width)),
    ],
  ];
}
