import type { CaptureList, ShownCapture } from '../api/captures-find.ts';
import type { ReplayResult } from '../api/captures-replay.ts';
import type { CapturesExported, EraseResult, ImportResult, RedactResult } from '../api/captures.ts';
import type { Finding } from '../findings/finding.ts';
import { escapeControls } from '../reporters/escape.ts';
import { table } from '../reporters/layout.ts';

const mostRows = 20;

function lines(parts: readonly (string | undefined)[]): string {
  const escaped = parts.filter((part) => part !== undefined).map(escapeControls);
  return escaped.length === 0 ? '' : `${escaped.join('\n')}\n`;
}

/** A number with its noun: `1 capture`, `3 captures`. */
function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`;
}

/** Whoever sends a delivery may have chosen what names it: one of them must not make all lines long. */
function cut(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function placed({ place, message }: Finding): string {
  return `  ${[place.file, place.line, place.column].filter((part) => part !== undefined).join(':')}: ${message}`;
}

function listed(items: readonly string[], total = items.length): string[] {
  const more = total - Math.min(items.length, mostRows);
  return [...items.slice(0, mostRows), ...(more > 0 ? [`  and ${more.toLocaleString('en')} more`] : [])];
}

/** What an import did, file by file. */
export function describeImport({ store, files }: ImportResult): string {
  return lines([
    ...files.flatMap((file) => {
      if (file.error !== undefined) return [`${file.file}: nothing imported`, placed(file.error), ...help(file.error)];
      const skipped = file.skipped.length + file.moreSkipped;
      return [
        `${file.file}: ${count(file.entries, 'entry', 'entries')} read, ${file.imported.toLocaleString('en')} imported` +
          (file.known === 0 ? '' : `, ${file.known.toLocaleString('en')} there already`) +
          `${skipped === 0 ? '' : `, ${skipped.toLocaleString('en')} skipped`}; ` +
          (file.imported === 0
            ? 'nothing new'
            : `${file.equalBodies.toLocaleString('en')} of ${count(file.imported, 'body', 'bodies')} byte-equal`),
        ...listed(file.skipped.map(placed), skipped),
      ];
    }),
    `Store: ${store}`,
  ]);
}

function help({ help: what }: Finding): string[] {
  return what === undefined ? [] : [`  What to do: ${what}`];
}

/** What an export wrote. */
export function describeExport({ written, notWritten, problems }: CapturesExported, out: string): string {
  return lines([
    `${count(written, 'capture')} in ${out}`,
    ...(notWritten.length === 0 ? [] : [`${count(notWritten.length, 'capture')} not written:`]),
    ...listed(notWritten.map(({ capture, reason }) => `  ${capture}: ${reason}`)),
    ...unread(problems),
  ]);
}

function unread(problems: readonly Finding[]): string[] {
  return problems.length === 0 ? [] : ['Not read:', ...listed(problems.map(placed))];
}

/** What a redaction replaced. */
export function describeRedact(result: RedactResult, hasKey: boolean): string {
  const {
    captures,
    redacted,
    places,
    unmatched,
    withoutContract,
    plain,
    unlike,
    attested,
    unverified,
    problems,
    notWritten,
  } = result;
  const { rows } = table([
    { heading: [], align: 'left', cells: places.slice(0, mostRows).map(({ place }) => `  ${escapeControls(place)}`) },
    { heading: [], align: 'right', cells: places.slice(0, mostRows).map((row) => row.captures.toLocaleString('en')) },
  ]);
  return lines([
    `${count(captures, 'capture')} read, ${redacted.toLocaleString('en')} redacted`,
    ...(places.length === 0 ? [] : rows),
    ...(places.length > mostRows ? [`  and ${places.length - mostRows} more places`] : []),
    unmatched.length === 0
      ? undefined
      : `Nothing stands at what was named, so nothing was replaced there: ${unmatched.join(', ')}`,
    withoutContract === 0
      ? undefined
      : `${count(withoutContract, 'capture')} of no known event: redacted by names and looks alone (name a contract with --contract)`,
    plain === 0 ? undefined : `${count(plain, 'body', 'bodies')} that are no JSON: redacted by looks alone`,
    unlike.length === 0
      ? undefined
      : `No stand-in was accepted by the schema, so these are not as valid as before: ${unlike.slice(0, mostRows).join(', ')}`,
    hasKey ? `${count(attested, 'capture')} signed as verified before` : undefined,
    unverified === 0
      ? undefined
      : `${count(unverified, 'capture')} not signed: nobody has verified their signature (--secret, or --trust for what a gateway recorded)`,
    ...(notWritten.length === 0 ? [] : [`${count(notWritten.length, 'capture')} not written:`]),
    ...listed(notWritten.map(({ capture, reason }) => `  ${capture}: ${reason}`)),
    ...unread(problems),
  ]);
}

/** What was found of a person, and what became of it. */
export function describeErase(result: EraseResult, isDone: boolean): string {
  const { searched, captures, erased, deleted, texts, problems, left, failed } = result;
  const found = captures.map(({ from, id, event, places }) => `  ${from}  ${id}  ${event ?? '-'}  ${places.join(' ')}`);
  const inTexts = texts.map((one) => `  ${one.file}: ${one.occurrences} in lines ${one.lines.join(', ')}`);
  const others =
    texts.length === 0 ? [] : [`${count(texts.length, 'other file')} with these values:`, ...listed(inTexts)];
  return lines([
    `${count(searched, 'capture')} searched, ${captures.length.toLocaleString('en')} found`,
    ...listed(found),
    ...others,
    isDone
      ? `${count(erased, 'capture')} erased${deleted.length === 0 ? '' : `, ${count(deleted.length, 'file')} deleted`}` +
        (texts.length === 0 ? '' : `, values taken out of ${count(texts.length, 'other file')}`)
      : captures.length + texts.length === 0
        ? undefined
        : 'Nothing was erased: give --yes to do it.',
    ...(failed.length === 0 ? [] : ['Nothing was done to these files:']),
    ...listed(failed.map(({ file, reason }) => `  ${file}: ${reason}`)),
    ...unread(problems),
    ...(left.length === 0 ? [] : ['Files that cannot be read whole and hold these values; erase them by hand:']),
    ...listed(left.map((one) => `  ${one.file}: ${one.occurrences} in lines ${one.lines.join(', ')}`)),
  ]);
}

/** The table of answers. */
export function describeReplay(result: ReplayResult): string {
  const { sent, accepted, before, refusedBefore, answers, refused, skipped, problems, isInterrupted } = result;
  const seconds = (time: number): string => `${(time * 1000).toFixed(1)} ms`;
  const { heading, rows } = table([
    { heading: ['event'], align: 'left', cells: answers.map(({ event }) => escapeControls(event)) },
    { heading: ['answer'], align: 'left', cells: answers.map(({ answer }) => answer) },
    { heading: ['count'], align: 'right', cells: answers.map((row) => row.count.toLocaleString('en')) },
    { heading: ['median'], align: 'right', cells: answers.map(({ median }) => seconds(median)) },
    { heading: ['longest'], align: 'right', cells: answers.map(({ longest }) => seconds(longest)) },
  ]);
  return lines([
    ...(answers.length === 0 ? [] : [...heading, ...rows]),
    `${count(sent, 'delivery', 'deliveries')} sent, ${accepted.toLocaleString('en')} accepted` +
      (before === 0 ? '' : `, ${before.toLocaleString('en')} had an answer in a former run`) +
      (refusedBefore === 0 ? '' : ` (${refusedBefore.toLocaleString('en')} of them no success)`) +
      (isInterrupted ? '; stopped before the end' : ''),
    ...listed(
      refused.map(
        ({ id, event, status, failure, before: former }) =>
          `  ${cut(id)}${event === undefined ? '' : ` ${event}`}: ${status ?? failure ?? 'no answer'}${former === undefined ? '' : `, ${former} when it came`}`,
      ),
      sent - accepted,
    ),
    ...(skipped.length === 0 ? [] : ['Not sent:', ...listed(skipped.map(({ id, reason }) => `  ${id}: ${reason}`))]),
    ...unread(problems),
  ]);
}

/** A table of captures. */
export function describeList({ captures, isCut, problems }: CaptureList): string {
  const cell = (text: string | number | undefined): string => escapeControls(String(text ?? '-'));
  const columns: readonly [string, 'left' | 'right', (one: CaptureList['captures'][number]) => string][] = [
    ['id', 'left', ({ id }) => cell(cut(id))],
    ['received', 'left', ({ receivedAt }) => cell(receivedAt)],
    ['origin', 'left', ({ origin, attested }) => (origin === 'live' && attested ? 'live, attested' : cell(origin))],
    ['contract', 'left', ({ contract }) => cell(contract)],
    ['event', 'left', ({ event }) => cell(event === undefined ? event : cut(event))],
    ['verdict', 'left', ({ verdict }) => verdict],
    ['signature', 'left', ({ signature }) => signature],
    ['answer', 'right', ({ answer }) => cell(answer)],
    ['bytes', 'right', ({ bytes }) => bytes.toLocaleString('en')],
  ];
  const { heading, rows } = table(
    columns.map(([name, align, of]) => ({ heading: [name], align, cells: captures.map(of) })),
  );
  const withPlaces = rows.flatMap((row, index) => {
    const places = captures[index]?.places ?? [];
    return [row, ...places.slice(0, 5).map((place) => `    ${place}`)];
  });
  return lines([
    ...(captures.length === 0 ? ['No captures.'] : [...heading, ...withPlaces]),
    isCut ? 'There are more: --limit shows them.' : undefined,
    ...unread(problems),
  ]);
}

/** One capture: what is known of it, headers and body. */
export function describeShown(shown: ShownCapture & { readonly attested: boolean }): string {
  const { record, url, headers, body, isMasked, attested } = shown;
  const { signature, answer, redactions = [] } = record;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['received', record.receivedAt],
    [
      'origin',
      `${record.origin ?? 'not stated'}${record.origin === 'live' ? (attested ? ', attested' : ', claimed') : ''}`,
    ],
    ['contract', record.contract],
    ['event', record.event],
    ['verdict', `${record.verdict}${record.reasons === undefined ? '' : `: ${record.reasons.join('; ')}`}`],
    ['signature', `${signature.state}${signature.secret === undefined ? '' : ` (${signature.secret})`}`],
    ['answer', answer === undefined ? undefined : `${answer.status ?? answer.failure ?? 'none'} by the ${answer.by}`],
    ['from', isMasked && record.remote !== undefined ? '(masked)' : record.remote],
    [
      'redacted',
      redactions.length === 0
        ? undefined
        : redactions.map(({ at, places, more = 0 }) => `${at}, ${places.length + more} places`).join('; '),
    ],
  ];
  return lines([
    record.id,
    ...rows.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(10)}${value}`])),
    '',
    [...(record.missing?.includes('method') === true ? [] : [record.method]), url].join(' ').trim() ||
      '(method and URL are not stated)',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '',
    ...body.split('\n'),
    ...(isMasked ? ['', 'Personal data is masked: --reveal shows it.'] : []),
  ]);
}
