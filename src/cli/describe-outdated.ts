import type { OutdatedResult } from '../api/outdated.ts';
import type { OutdatedContract, StepVerdict } from '../registry/client/outdated.ts';
import { markedJson } from '../reporters/compare/marked-json.ts';
import { escapeControls, escapeMarkdown } from '../reporters/escape.ts';
import { hang, table } from '../reporters/layout.ts';
import { createStyle } from '../reporters/pretty/style.ts';
import type { Style } from '../reporters/pretty/style.ts';
import type { ReporterOptions } from '../reporters/reporter.ts';

const heads = ['contract', 'locked', 'wanted', 'newest', 'for your receivers'] as const;

/** Longer payloads are cut; the format json has all. */
const mostLines = 30;

/** For people at a terminal: a table, then what breaks, each with the first payload that proves it. */
export function prettyOutdated({ contracts }: OutdatedResult, options: Omit<ReporterOptions, 'rules'>): string {
  const style = createStyle(options);
  const cells = contracts.map((contract) => cellsOf(contract).map((cell) => style.show(cell)));
  const { heading, rows } = table(
    heads.map((head, column) => ({ heading: [head], align: 'left', cells: cells.map((row) => row[column] ?? '') })),
  );
  const blocks = contracts.flatMap((contract) => [
    ...contract.verdicts.flatMap((verdict) => verdictBlock(contract, verdict, style)),
    ...deprecationLines(contract).map((line) => hang('', style.show(line), style.width)),
  ]);
  const last = contracts.some(({ isOutdated }) => isOutdated)
    ? 'counterfoil pull <vendor> goes to the wanted version, counterfoil pull <vendor>@<version> to another.'
    : 'Everything is up to date.';
  const head = [...heading.map((line) => style.bold(line)), ...rows];
  return [head, ...blocks, [last]].map((lines) => `${lines.map((line) => line.trimEnd()).join('\n')}\n`).join('\n');
}

/** For a comment on a pull request, or a job summary. */
export function markdownOutdated({ contracts }: OutdatedResult): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const blocks = contracts.flatMap((contract) => [
    ...contract.verdicts.flatMap((verdict) => markdownBlock(contract, verdict)),
    ...deprecationLines(contract).map((line) => `${escapeMarkdown(line)}\n`),
  ]);
  return `${[row(heads), row(heads.map(() => '---')), ...contracts.map((each) => row(cellsOf(each))), '', ...blocks].join('\n')}\n`;
}

function cellsOf(contract: OutdatedContract): string[] {
  const { vendor, locked, wanted, newest, verdicts, deprecated } = contract;
  const said = verdicts.map((verdict) => `${verdict.version} ${wordsOf(verdict)}`);
  const left = deprecated === undefined ? [] : ['deprecated'];
  const all = [...left, ...said];
  return [vendor, locked, wanted ?? '-', newest ?? '-', all.length === 0 ? 'up to date' : all.join(', ')];
}

function wordsOf({ status, breaks, changes }: StepVerdict): string {
  const counted = `${changes} ${changes === 1 ? 'change' : 'changes'}`;
  if (status === 'compatible') return changes === 0 ? 'is compatible' : `is compatible (${counted})`;
  return status === 'undecided' ? `is undecided (${counted})` : `breaks (${breaks} of ${counted})`;
}

function verdictBlock({ vendor, locked }: OutdatedContract, verdict: StepVerdict, style: Style): string[][] {
  const { first, version } = verdict;
  if (first === undefined) return [];
  const title = `${vendor} ${locked} ${style.arrow} ${version} ${wordsOf(verdict)}`;
  const { shown, rest } = payloadLines(verdict);
  return [
    [
      style.bold(style.show(title)),
      ...hang('  ', style.show(first.message), style.width),
      ...(first.witness === undefined ? [] : [`  ${style.show(witnessTitle(first.witness))}:`]),
      ...shown.map(({ text, note }) =>
        note === undefined
          ? `    ${style.show(text)}`
          : `  ${style.severity('error', '>')} ${style.show(text)}  ${style.severity('error', style.show(`${style.back} ${note}`))}`,
      ),
      ...(rest === 0 ? [] : [style.dim(`    ${rest} lines not shown; --format json has all`)]),
    ],
  ];
}

function markdownBlock({ vendor, locked }: OutdatedContract, verdict: StepVerdict): string[] {
  const { first, version } = verdict;
  if (first === undefined) return [];
  const { shown, rest } = payloadLines(verdict);
  const lines = shown.map(({ text, note }) => escapeControls(note === undefined ? text : `${text}  // <- ${note}`));
  const runs = lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length + 1));
  const fence = '`'.repeat(Math.max(3, ...runs));
  const payload =
    first.witness === undefined
      ? []
      : [`${escapeMarkdown(witnessTitle(first.witness))}:`, '', `${fence}jsonc`, ...lines, fence];
  return [
    `**${escapeMarkdown(`${vendor} ${locked} → ${version} ${wordsOf(verdict)}`)}**`,
    '',
    escapeMarkdown(first.message),
    '',
    ...payload,
    ...(rest === 0 ? [] : [`${rest} lines not shown; the format json has all.`]),
    '',
  ];
}

function payloadLines({ first }: StepVerdict) {
  const { witness } = first ?? {};
  if (witness === undefined) return { shown: [], rest: 0 };
  const lines = markedJson(
    witness.payload,
    new Map(witness.refusals.map(({ pointer, message }) => [pointer, message])),
  );
  const shown = lines.slice(0, mostLines);
  return { shown, rest: lines.length - shown.length };
}

function witnessTitle({ event, part }: { readonly event: string; readonly part: string }): string {
  return part === 'payload' ? `payload of ${event} that breaks it` : `headers of ${event} that break it`;
}

function deprecationLines({ vendor, locked, deprecated }: OutdatedContract): string[] {
  if (deprecated === undefined) return [];
  const { successor, reason } = deprecated;
  const to = successor === undefined ? '' : `: go to ${successor}`;
  return [`${vendor} ${locked} is deprecated${to}${reason === undefined ? '' : ` (${reason})`}.`];
}
