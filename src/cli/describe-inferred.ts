import type { FoundDelivery, Guess, InferredAuthentication, InferredContract } from '../infer/result.ts';
import { toJson } from '../reporters/escape.ts';
import { createStyle } from '../reporters/pretty/style.ts';
import type { ReporterOptions } from '../reporters/reporter.ts';
import type { Place } from '../findings/finding.ts';

/** Guesses of one event that are shown; the rest is counted. */
const mostDoubts = 6;
const mostFindings = 10;

/**
 * What was inferred, for a terminal: what tells events apart, each event with what is unsure, and what to look at next.
 *
 * @param out folder as it was named
 */
export function describeInferred(
  result: InferredContract,
  out: string,
  options: Pick<ReporterOptions, 'colour' | 'unicode' | 'width'>,
): string {
  const style = createStyle(options);
  const { id, captures, selector, events, models } = result;
  const width = Math.max(0, ...[...events, ...models].map(({ name }) => name.length));
  const guesses = (doubts: readonly Guess[]): string[] => [
    ...doubts
      .slice(0, mostDoubts)
      .map(({ pointer, message }) => style.show(`    ${pointer === '' ? '/' : pointer}: ${message}`)),
    ...(doubts.length > mostDoubts ? [`    and ${doubts.length - mostDoubts} more guesses`] : []),
  ];
  const blocks = [
    [style.bold(`${id} from ${counted(captures, 'capture')}, in ${style.show(out)}`)],
    unused(result).map((line) => style.show(line)),
    [
      'What tells events apart',
      `  ${style.show(selector.reason)}`,
      ...(selector.others.length === 0
        ? []
        : [`  It could also be ${style.show(selector.others.join(', '))}: --selector decides.`]),
      'What proves where a delivery comes from',
      `  ${style.show(authenticationText(result.authentication))}`,
      'What tells deliveries apart',
      `  ${style.show(deliveryText(result.delivery))}`,
    ],
    [
      'Events',
      ...events.flatMap(({ name, count, properties, examples, doubts }) => [
        `  ${name.padEnd(width)}  ${counted(count, 'delivery', 'deliveries')}, ${counted(properties, 'property', 'properties')}, ${counted(examples, 'example')}`,
        ...guesses(doubts),
      ]),
    ],
    models.length === 0
      ? []
      : [
          'Models',
          ...models.flatMap(({ name, count, doubts }) => [
            `  ${name.padEnd(width)}  ${counted(count, 'object')}`,
            ...guesses(doubts),
          ]),
        ],
    ['Look at next', ...next(result, out).map((line) => `  ${style.show(line)}`)],
  ];
  const shown = blocks.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The same as data; of the files the paths alone. */
export function inferredAsJson({ files, ...result }: InferredContract): string {
  return toJson({
    format: 'counterfoil-infer',
    formatVersion: 1,
    ...result,
    files: files.map(({ path }) => path),
  });
}

function unused({ leftOut, findings }: InferredContract): string[] {
  const lines = [
    ...leftOut.map(({ reason, count, place }) => `  ${count}: ${reason} First at ${at(place)}.`),
    ...findings.slice(0, mostFindings).map(({ message, place }) => `  ${at(place)}: ${message}`),
    ...(findings.length > mostFindings ? [`  and ${findings.length - mostFindings} more that cannot be read`] : []),
  ];
  return lines.length === 0 ? [] : ['Not used', ...lines];
}

function authenticationText(found: InferredAuthentication): string {
  if (found.kind === 'none') return found.reason;
  if (found.kind === 'header')
    return `The header ${found.header} had one value in all captures, and is taken for a fixed one.`;
  const { scheme, fitting, tried } = found;
  return `The signature in ${scheme.header}: ${scheme.algorithm} of ${JSON.stringify(scheme.signed)} in ${scheme.encoding}. It fits ${fitting} of ${tried} captures that were tried.`;
}

function deliveryText({ id, order, orderKey, repeated }: FoundDelivery): string {
  const told =
    id === undefined
      ? 'No id was found that no two bodies share.'
      : `${id}: no two bodies had the same value${repeated === 0 ? '' : `, and ${counted(repeated, 'delivery', 'deliveries')} came again`}.`;
  const time =
    order === undefined
      ? ''
      : ` ${order} says when it happened${orderKey === undefined ? '' : `, to what ${orderKey} names`}.`;
  return told + time;
}

function next({ id, events, authentication, captures }: InferredContract, out: string): string[] {
  const [vendor = '', version = ''] = id.split('@');
  const folder = out === '.' ? '' : `${out.replace(/\/$/, '')}/`;
  const seldom = events.filter(({ count }) => count < 3);
  return [
    ...(seldom.length === 0
      ? []
      : [
          `Of ${seldom.length === events.length ? 'all' : `${seldom.length} of ${events.length}`} events fewer than 3 deliveries were seen: nearly nothing is required of them. More captures settle that.`,
        ]),
    ...(captures < 100
      ? [
          `${counted(captures, 'capture shows', 'captures show')} what comes often. What is rare is not in the contract.`,
        ]
      : []),
    ...(authentication.kind === 'none' ? ['Nothing proves where a delivery comes from: see above.'] : []),
    'Descriptions say what was seen, not what it means: put in what the vendor documents.',
    `counterfoil check ${folder}asyncapi/${vendor}/${version}`,
  ];
}

function at({ file, line }: Place): string {
  return line === undefined ? file : `${file}:${line}`;
}

function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
