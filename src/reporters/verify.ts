import type { VerifiedDelivery, VerifyRun } from '../checks/verify-result.ts';
import { hang } from './layout.ts';
import { createStyle, type Style } from './pretty/style.ts';
import type { ReporterOptions } from './reporter.ts';

/** The most different answers that are shown; the rest is counted. */
const mostShown = 20;

/** What became of the signatures in a capture, for a terminal: the answer first, then what to do. */
export function describeVerified(
  run: VerifyRun,
  options: Pick<ReporterOptions, 'colour' | 'unicode' | 'width'>,
): string {
  const style = createStyle(options);
  const blocks = [
    ...run.problems.map(({ message, line, column }) => {
      const place = line === undefined ? '' : `line ${line}${column === undefined ? '' : `, column ${column}`}: `;
      return hang(`${style.severity('error', 'Cannot be read')}  `, style.show(`${place}${message}`), style.width);
    }),
    ...describeAll(run.deliveries, style),
    ...run.findings.map(({ message, place }) =>
      hang(`${style.severity('warning', 'Not asked')}  `, style.show(`${place.file}: ${message}`), style.width),
    ),
  ];
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** Deliveries about which there is the same to say are said once. */
function describeAll(deliveries: readonly VerifiedDelivery[], style: Style): string[][] {
  const [only] = deliveries;
  if (only === undefined) return [];
  if (deliveries.length === 1) return [describe(only, style)];
  const alike = new Map<string, number[]>();
  for (const [index, { contract, result, warnings }] of deliveries.entries()) {
    const { message, advice, status } = result;
    const said = warnings.map(({ pointer }) => pointer);
    const key = JSON.stringify([contract, status, message, advice, 'secret' in result ? result.secret : null, said]);
    const known = alike.get(key);
    if (known === undefined) alike.set(key, [index]);
    else known.push(index);
  }
  const groups = [...alike.values()];
  const blocks = groups.slice(0, mostShown).flatMap((indexes) => {
    const first = deliveries[indexes[0] ?? 0];
    return first === undefined ? [] : [[style.bold(heading(indexes, first, style)), ...describe(first, style)]];
  });
  const rest = groups.length - blocks.length;
  return [...blocks, ...(rest > 0 ? [[style.dim(`and ${rest} more answers`)]] : []), [summary(deliveries)]];
}

function heading(indexes: readonly number[], { place }: VerifiedDelivery, style: Style): string {
  const where = [place.file, place.line].filter((part) => part !== undefined).join(':');
  return indexes.length === 1
    ? `Delivery ${ranges(indexes)} (${style.show(where)})`
    : `Deliveries ${ranges(indexes)} (the first at ${style.show(where)})`;
}

/** Positions counted from 1, neighbours as a range: `1-3, 7`. */
function ranges(indexes: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const index of indexes) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === index - 1) run[1] = index;
    else runs.push([index, index]);
  }
  return runs.map(([first, last]) => (first === last ? `${first + 1}` : `${first + 1}-${last + 1}`)).join(', ');
}

const faults: Readonly<Record<string, string>> = {
  missing: 'is missing',
  malformed: 'cannot be read',
  'no-timestamp': 'has no time',
};

function describe(delivery: VerifiedDelivery, style: Style): string[] {
  return [
    ...describeResult(delivery, style),
    ...delivery.warnings.flatMap(({ pointer, message, line, column }) => {
      const place = line === undefined ? '' : `${line}:${column ?? 1}  `;
      const first = `${style.severity('warning', 'Warning')}  `;
      return hang(first, style.show(`${place}${pointer} ${message}, whatever the signature says.`), style.width);
    }),
  ];
}

function describeResult({ contract, result }: VerifiedDelivery, style: Style): string[] {
  if (result.status === 'unverified') {
    const first = `${style.severity('error', 'Cannot be verified')}  `;
    return [...hang(first, style.show(result.message), style.width), ...next(result.advice, style)];
  }
  const subject = `The signature${contract === undefined ? '' : ` of ${style.show(contract)}`}`;
  const secret = 'secret' in result && result.secret !== undefined ? style.show(result.secret) : undefined;
  const indented = (text: string): string[] => hang('      ', text, style.width);
  if (result.status === 'fits') {
    const by = secret === undefined ? '' : `, with the secret ${secret}`;
    const first = hang(`${style.verdict('pass')}  `, `${subject} fits${by}.`, style.width);
    return [...first, ...result.advice.flatMap((sentence) => indented(style.show(sentence)).map(style.dim))];
  }
  const fault = 'reason' in result ? (faults[result.reason] ?? 'does not match') : 'does not match';
  const by = secret === undefined ? '' : ` It was made with the secret ${secret}.`;
  return [
    ...hang(`${style.verdict('fail')}  `, `${subject} ${fault}.`, style.width),
    ...indented(`${style.show(result.message)}${by}`).map(style.bold),
    ...next(result.advice, style),
  ];
}

function next(advice: readonly string[], style: Style): string[] {
  return ['', style.bold('Next'), ...advice.flatMap((sentence) => hang('  ', style.show(sentence), style.width))];
}

function summary(deliveries: readonly VerifiedDelivery[]): string {
  const count = (status: VerifiedDelivery['result']['status']): number =>
    deliveries.filter(({ result }) => result.status === status).length;
  const parts = [
    [count('fits'), 'fit'],
    [count('explained'), 'explained'],
    [count('unexplained'), 'unexplained'],
    [count('unverified'), 'not verified'],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
  return `${deliveries.length} deliveries: ${said.join(', ')}.`;
}
