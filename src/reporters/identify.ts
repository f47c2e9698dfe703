import type { ContractMatch, Deviation, IdentifiedDelivery, NearestEvent } from '../deliveries/identify-result.ts';
import type { IdentifyRun } from '../checks/run-identify.ts';
import { hang } from './layout.ts';
import { createStyle, type Style } from './pretty/style.ts';
import type { ReporterOptions } from './reporter.ts';

/** The most deviations shown of one contract; the rest is counted. */
const mostShown = 12;

/** What a pasted text is, for a terminal: the answer first, then what deviates and where, then what to do. */
export function describeIdentified(
  run: IdentifyRun,
  options: Pick<ReporterOptions, 'colour' | 'unicode' | 'width'>,
): string {
  const style = createStyle(options);
  const many = run.deliveries.length > 1;
  const blocks = [
    ...run.problems.map(({ message, line, column }) => {
      const place = line === undefined ? '' : `line ${line}${column === undefined ? '' : `, column ${column}`}: `;
      return hang(`${style.severity('error', 'Cannot be read')}  `, style.show(`${place}${message}`), style.width);
    }),
    ...run.deliveries.map((delivery, index) => [
      ...(many ? [style.bold(`Delivery ${index + 1} of ${run.deliveries.length}`)] : []),
      ...describeDelivery(delivery, style),
    ]),
    ...run.findings.map(({ message, place }) =>
      hang(`${style.severity('warning', 'Not asked')}  `, style.show(`${place.file}: ${message}`), style.width),
    ),
  ];
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function describeDelivery(delivery: IdentifiedDelivery, style: Style): string[] {
  const { best, nearest, next, matches, warnings } = delivery;
  return [
    ...headline(delivery, style),
    ...(best === undefined ? nearest.flatMap((event) => describeNearest(event, style)) : describeMatch(best, style)),
    ...others(matches, best, style),
    ...(warnings.length === 0 ? [] : ['', style.severity('warning', 'Programs may read different values from it:')]),
    ...list(warnings, style),
    ...(next.length === 0 ? [] : ['', style.bold('Next')]),
    ...next.flatMap((sentence) => hang('  ', style.show(sentence), style.width)),
  ];
}

function headline({ verdict, best, nearest }: IdentifiedDelivery, style: Style): string[] {
  if (best === undefined) {
    const text =
      nearest.length === 0 ? 'No contract knows this event.' : 'No contract knows this event. What comes nearest:';
    return [style.severity('error', text)];
  }
  const name = style.bold(style.show(best.event ?? 'an event'));
  const from = `of ${style.show(best.contract)}`;
  return verdict === 'accepted'
    ? [`This is ${name} ${from}, which accepts it.`]
    : [`This is ${name} ${from}, ${style.severity('error', 'which does not accept it')}:`];
}

function describeMatch({ deviations, undocumented, proof }: ContractMatch, style: Style): string[] {
  return [
    ...list(deviations, style),
    ...(undocumented.length === 0
      ? []
      : ['', style.severity('warning', 'Not in the contract (a receiver ignores it; the strict profile reports it):')]),
    ...list(undocumented, style),
    // That it is missing is among the next steps.
    ...(proof?.present === true
      ? [style.dim(`Has the header ${style.show(proof.header)}; whether it is right was not checked here.`)]
      : []),
  ];
}

function describeNearest({ contract, event, deviations }: NearestEvent, style: Style): string[] {
  return ['', `${style.bold(style.show(event))} of ${style.show(contract)} would need:`, ...list(deviations, style)];
}

function list(deviations: readonly Deviation[], style: Style): string[] {
  const rest = deviations.length - mostShown;
  return [
    ...deviations.slice(0, mostShown).flatMap(({ pointer, message, line, column }) => {
      const place = line === undefined ? '' : style.dim(`${line}:${column ?? 1}  `);
      return hang(`  ${place}`, style.show(`${pointer === '' ? 'the value' : pointer} ${message}`), style.width);
    }),
    ...(rest > 0 ? [style.dim(`  and ${rest} more`)] : []),
  ];
}

/** Other contracts that accept the same payload: a receiver of several versions must know. */
function others(matches: readonly ContractMatch[], best: ContractMatch | undefined, style: Style): string[] {
  return matches
    .filter((match) => match !== best && (match.status === 'accepted' || match.status === 'deviates'))
    .map((match) => {
      const count = match.deviations.length;
      const how =
        match.status === 'accepted'
          ? 'accepts it too'
          : `knows the event too, with ${count === 1 ? '1 deviation' : `${count} deviations`}`;
      return style.dim(`${style.show(match.contract)} ${how}.`);
    });
}
