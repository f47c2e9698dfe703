import type { ImportContractResult } from '../api/import.ts';
import type { Finding, Place } from '../findings/finding.ts';
import { toJson } from '../reporters/escape.ts';
import { createStyle } from '../reporters/pretty/style.ts';
import type { ReporterOptions } from '../reporters/reporter.ts';
import { count } from '../reporters/words.ts';
import { displayPath } from '../util/display-path.ts';

/** Places that are shown of what has the same reason. */
const mostPlaces = 3;
const mostFindings = 10;

/**
 * What became of a document, for a terminal: the events, what was assumed, what was not taken over and why, what is missing, and
 * what the check says.
 *
 * @param cwd absolute
 */
export function describeImported(
  result: ImportContractResult,
  cwd: string,
  options: Pick<ReporterOptions, 'colour' | 'unicode' | 'width'>,
): string {
  const style = createStyle(options);
  const { id, format, documents, events, models, selector, assumptions, missing } = result;
  const folders = new Set(result.files.map(({ path }) => path.split('/').slice(0, 3).join('/')));
  const sources = documents.length > 3 ? [...documents.slice(0, 3), 'others'] : documents;
  const width = Math.max(0, ...events.map(({ name }) => name.length));
  const blocks = [
    [
      style.bold(`${id} from ${style.show(sources.map((file) => displayPath(file, cwd)).join(', '))} (${format})`),
      ...[...folders].map((folder) => `  ${style.show(folder)}`),
    ],
    [
      `Events (${count(events.length, 'event')}, ${count(models.length, 'shared model')})`,
      ...events.map(({ name, examples }) => style.show(`  ${name.padEnd(width)}  ${count(examples, 'example')}`)),
    ],
    ['What tells events apart', `  ${style.show(selector.reason)}`],
    titled(
      'Assumed, not in the document',
      assumptions.map(({ event, message }) => (event === undefined ? message : `${event}: ${message}`)),
    ),
    titled('Not taken over', notTakenLines(result)),
    titled('Missing: for you to add', missing),
    checkLines(result),
  ];
  const shown = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => style.show(line)).join('\n'));
  return `${shown.join('\n\n')}\n`;
}

/** The same as data; of the files the paths alone. */
export function importedAsJson({ files, check, format, ...result }: ImportContractResult): string {
  return toJson({
    format: 'counterfoil-import',
    formatVersion: 1,
    documentFormat: format,
    ...result,
    ...(check === undefined ? {} : { check: { verdict: check.verdict, findings: check.findings } }),
    files: files.map(({ path }) => path),
  });
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

/** By reason, because a document has the same thing in many places. */
function notTakenLines({ notTaken }: ImportContractResult): string[] {
  const byReason = Map.groupBy(notTaken, ({ reason }) => reason);
  return [...byReason].flatMap(([reason, places]) => [
    reason,
    ...places.slice(0, mostPlaces).map(({ what, place }) => `  ${what}  ${at(place)}`),
    ...(places.length > mostPlaces ? [`  and ${places.length - mostPlaces} more: --format json lists them`] : []),
  ]);
}

function checkLines({ check }: ImportContractResult): string[] {
  if (check === undefined) return [];
  const { error, warning, info } = check.counts;
  const errors = check.findings.filter(({ severity }) => severity === 'error');
  const summary = `Check: ${check.verdict}, ${count(error, 'error')}, ${count(warning, 'warning')}, ${info} hints`;
  return [
    summary,
    ...errors.slice(0, mostFindings).map((finding) => `  ${textOf(finding)}`),
    ...(errors.length > mostFindings ? [`  and ${errors.length - mostFindings} more`] : []),
  ];
}

function textOf({ message, place, rule }: Finding): string {
  return `${at(place)}: ${message} (${rule})`;
}

function at({ file, line }: Place): string {
  return line === undefined ? file : `${file}:${line}`;
}
