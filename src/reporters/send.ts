import { STATUS_CODES } from 'node:http';
import type { SendResult } from '../readiness/send-result.ts';
import { escapeControls, toJson } from './escape.ts';
import { createStyle } from './pretty/style.ts';
import type { ReporterOptions } from './reporter.ts';
import { hang, table, wrap } from './layout.ts';

/** Longer bodies are cut. */
const longestBody = 8192;

/** Narrower lines would hold hardly a word. */
const leastWidth = 20;

/**
 * What was sent and what came back, for a terminal; of many deliveries the figures. Words are wrapped; messages stand as they
 * are, to be copied.
 */
export function describeSend(
  result: SendResult,
  options: Pick<ReporterOptions, 'colour' | 'unicode' | 'width'>,
): string {
  const style = createStyle(options);
  const width = Math.max(options.width, leastWidth);
  const prose = (text: string): string[] => wrap(style.show(text), width);
  const { event, contract, origin, problems, notes } = result;
  const blocks = [
    prose(`${event} of ${contract}: ${origin}`).map(style.bold),
    problems.length === 0
      ? []
      : ['Sent by force, though', ...problems.flatMap((text) => hang('  ', style.show(text), width))],
    notes.flatMap((text) => prose(`Note: ${text}`)),
    request(result),
    ...(result.summary.planned === 1 ? [answer(result)] : []),
    outcome(result, width),
  ];
  const shown = blocks.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The same as data: the answer's body as text, no secret. */
export function sendAsJson(result: SendResult): string {
  const { delivery, secrets: _, ...rest } = result;
  return toJson({
    format: 'counterfoil-send',
    formatVersion: 1,
    ...rest,
    delivery: {
      method: delivery.method,
      url: delivery.url,
      headers: shownHeaders(result),
      body: new TextDecoder().decode(delivery.body),
    },
  });
}

function request(result: SendResult): string[] {
  const { method, url, body } = result.delivery;
  const headers = shownHeaders(result).map(([name, value]) => `${name}: ${value}`);
  return marked('> ', [`${method} ${url}`, ...headers, '', ...bodyLines(new TextDecoder().decode(body))]);
}

function shownHeaders({ delivery, secrets }: SendResult): [string, string][] {
  return delivery.headers.map(([name, value]) => {
    const variable = secrets.get(value);
    return [name, variable === undefined ? value : `$${variable}`];
  });
}

function answer({ answer }: SendResult): string[] {
  if (answer?.status === undefined) return [];
  const headers = answer.headers.map(([name, value]) => `${name}: ${value}`);
  const first = `${answer.status} ${STATUS_CODES[answer.status] ?? ''}`.trimEnd();
  return marked('< ', [first, ...headers, ...(answer.body === '' ? [] : ['', ...bodyLines(answer.body.trimEnd())])]);
}

function bodyLines(text: string): string[] {
  const shown = text.length > longestBody ? `${text.slice(0, longestBody)}… (${text.length - longestBody} more)` : text;
  return shown.split(/\r?\n/);
}

function marked(mark: string, lines: readonly string[]): string[] {
  return lines.map((line) => `${mark}${escapeControls(line)}`.trimEnd());
}

function outcome({ answer, summary, isAccepted }: SendResult, width: number): string[] {
  const word = isAccepted ? 'Accepted' : 'Not accepted';
  if (summary.planned === 1 && answer !== undefined) {
    const what = answer.status === undefined ? answer.message : String(answer.status);
    return wrap(`${word}: ${escapeControls(what)} after ${milliseconds(answer.duration)}.`, width);
  }
  if (summary.sent === 0) return [`Interrupted: 0 of ${summary.planned} deliveries sent.`];
  const { median, p90, p95, p99, greatest } = summary.latency;
  const times = [median, p90, p95, p99, greatest].map(milliseconds);
  const heads = ['median', '90 %', '95 %', '99 %', 'most'];
  const across = table(
    heads.map((head, index) => ({ heading: [head], align: 'right' as const, cells: [times[index] ?? ''] })),
  );
  const down = table([
    { heading: [], align: 'left', cells: heads },
    { heading: [], align: 'right', cells: times },
  ]);
  const latency = [...across.heading, ...across.rows].every((line) => line.length <= width) ? across : down;
  const answers = table([
    { heading: ['answer'], align: 'left', cells: summary.answers.map((one) => one.answer) },
    { heading: ['count'], align: 'right', cells: summary.answers.map(({ count }) => String(count)) },
  ]);
  const speed = summary.duration === 0 ? '' : `, ${(summary.sent / summary.duration).toFixed(1)} a second`;
  return [
    ...answers.heading,
    ...answers.rows,
    '',
    ...latency.heading,
    ...latency.rows,
    '',
    ...wrap(`${total(summary, word)} in ${summary.duration.toFixed(1)} s${speed}.`, width),
  ];
}

/** Of a run that was interrupted it is not said whether it was accepted: nobody knows of the rest. */
function total({ planned, sent, accepted, isInterrupted }: SendResult['summary'], word: string): string {
  if (!isInterrupted) return `${word}: ${accepted} of ${sent} deliveries`;
  return `Interrupted: ${sent} of ${planned} deliveries sent, ${accepted} accepted`;
}

function milliseconds(seconds: number): string {
  return `${(seconds * 1000).toFixed(1)} ms`;
}
