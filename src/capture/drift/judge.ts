import { driftRules } from '../../checks/drift-rules.ts';
import { captureNoContract, captureNotJson } from '../../checks/rules.ts';
import { captureOrigins } from '../../checks/result.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Severity } from '../../findings/severity.ts';
import { severities } from '../../findings/severity.ts';
import { deviations, named, timeText, undocumented, unknownEvent, whereSeen } from './drifts.ts';
import type { DriftContext, RawDrift } from './drifts.ts';
import { wentQuiet } from './quiet.ts';
import type { Presences } from './quiet.ts';
import type { ContractDrift, EventDrift } from './result.ts';
import { mostDeviations, mostStrangers, mostUnknownEvents, mostValues } from './summary.ts';
import type {
  Conformance,
  ContractSummary,
  EventSummary,
  Leftovers,
  Sighting,
  TrafficKind,
  TrafficSummary,
} from './summary.ts';

/** A contract's report before anybody looked what is approved. */
export type RawContractDrift = Omit<ContractDrift, 'drifts'> & { readonly drifts: readonly RawDrift[] };

/** What a contract's captures are held against beside the contract. */
export interface Baseline {
  readonly presences: Presences;
}

const emptyTraffic: TrafficSummary = {
  total: 0,
  first: undefined,
  last: undefined,
  places: new Map(),
  strangers: [],
  strange: 0,
  strangeProperties: 0,
  deviations: [],
  deviating: 0,
  samples: [],
};

/** What the captures of a contract say about it. */
export function judgeContract(
  summary: ContractSummary,
  baseline: Baseline | undefined,
  context: DriftContext,
): RawContractDrift {
  const { contract, document } = context;
  const basis = basisOf(summary);
  const kind: TrafficKind = basis === 'live' ? 'live' : 'other';
  const traffic = (event: string): TrafficSummary => summary.events.get(event)?.traffic[kind] ?? emptyTraffic;
  const now = presencesOf(summary, kind);
  const unknown = summary.unknown.filter((one) => one.kind === kind);
  const drifts = [
    ...contract.events.flatMap(({ name }) => [
      ...deviations(name, traffic(name), context),
      ...undocumented(name, traffic(name), context),
      ...neverSeen(name, traffic(name), now.total, context),
    ]),
    ...unknown.map((one) => unknownEvent(one, now.total + summary.unknownCaptures[kind], context)),
    ...(baseline === undefined ? [] : wentQuiet(now, baseline.presences, context)),
  ];
  return {
    id: contract.id,
    vendor: contract.vendor,
    version: contract.version,
    file: document.file,
    basis,
    captures: now.total,
    events: contract.events.map(({ name }) => eventOf(name, summary.events.get(name), kind, baseline)),
    drifts: inOrder(
      drifts,
      contract.events.map(({ name }) => name),
    ),
    limits: limitsOf(summary, kind),
  };
}

/** How often events and properties were seen in one kind of traffic. */
export function presencesOf(summary: ContractSummary, kind: TrafficKind): Presences {
  const events = [...summary.events].map(([name, { traffic }]) => [name, traffic[kind]] as const);
  return { total: events.reduce((sum, [, { total }]) => sum + total, 0), events: new Map(events) };
}

/** Live captures are what counts; where there is none, all others do. */
export function basisOf(summary: ContractSummary): 'live' | 'other' | 'none' {
  const total = (kind: TrafficKind): number => presencesOf(summary, kind).total + summary.unknownCaptures[kind];
  if (total('live') > 0) return 'live';
  return total('other') > 0 ? 'other' : 'none';
}

/** Captures that no contract could say anything about, as findings. */
export function leftoverFindings({ notJson, noContract }: Leftovers, place: DriftContext['place']): Finding[] {
  const finding = (
    { id: rule, severity }: { readonly id: string; readonly severity: Severity },
    message: string,
    sighting: Sighting | undefined,
  ): Finding[] =>
    sighting === undefined
      ? []
      : [
          {
            rule,
            severity,
            message,
            ...whereSeen(sighting.exhibit, place),
            ...(sighting.captures === 1 ? {} : { occurrences: sighting.captures }),
          },
        ];
  return [
    ...finding(captureNotJson, 'The body is not JSON.', notJson),
    ...finding(captureNoContract, 'No contract of this run knows the event of this capture.', noContract),
  ];
}

function neverSeen(event: string, traffic: TrafficSummary, total: number, context: DriftContext): RawDrift[] {
  const { document, contract } = context;
  if (traffic.total === 0) {
    if (total === 0) return [];
    const pointer = document.messagePointer(event);
    return [
      {
        ...named(driftRules.eventNeverSeen, context, { at: event }),
        event,
        path: '',
        what: 'The event is documented and was never seen',
        captures: 0,
        of: total,
        place: pointer === undefined ? { file: document.file } : document.origin(pointer),
      },
    ];
  }
  const payload = contract.events.find(({ name }) => name === event)?.payload ?? '';
  return [...traffic.places]
    .filter(([, { count, of, required }]) => count === 0 && of > 0 && !required)
    .map(([path, { of }]) => ({
      ...named(driftRules.neverSeen, context, { event, at: path }),
      event,
      path,
      what: 'is documented and was never seen',
      captures: 0,
      of,
      place: document.locateSchema(`/definitions/${payload.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    }));
}

function eventOf(
  event: string,
  summary: EventSummary | undefined,
  kind: TrafficKind,
  baseline: Baseline | undefined,
): EventDrift {
  const { total, first, last, places } = summary?.traffic[kind] ?? emptyTraffic;
  const none = (): Conformance => ({ total: 0, valid: 0, described: 0 });
  return {
    event,
    conformance: Object.fromEntries(
      captureOrigins.map((origin) => [origin, summary?.conformance[origin] ?? none()]),
    ) as EventDrift['conformance'],
    captures: total,
    ...(first === undefined ? {} : { first: timeText(first) }),
    ...(last === undefined ? {} : { last: timeText(last) }),
    ...(baseline === undefined ? {} : { before: baseline.presences.events.get(event)?.total ?? 0 }),
    places: [...places]
      .map(([path, { count, of }]) => ({ path, count, of }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** By event in the order of the contract, what is about none of them first; the gravest and most frequent first. */
function inOrder(drifts: readonly RawDrift[], events: readonly string[]): RawDrift[] {
  const position = (event: string | undefined): number => (event === undefined ? -1 : events.indexOf(event));
  return drifts.toSorted(
    (a, b) =>
      position(a.event) - position(b.event) ||
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      b.captures - a.captures ||
      (`${a.path} ${a.rule} ${a.what}` < `${b.path} ${b.rule} ${b.what}` ? -1 : 1),
  );
}

function limitsOf(summary: ContractSummary, kind: TrafficKind): string[] {
  const limits = [...summary.events].flatMap(([event, { traffic }]) => {
    const { strangers, strangeProperties, deviations: listed } = traffic[kind];
    const perPlace = Map.groupBy(
      listed.filter((one) => one.kind === 'unknown-value'),
      ({ path }) => path,
    );
    return [
      ...(strangers.length < mostStrangers
        ? []
        : [`${event}: ${mostStrangers} undocumented places are listed, ${strangeProperties} were counted in all.`]),
      ...(listed.filter((one) => one.kind !== 'unknown-value').length < mostDeviations
        ? []
        : [`${event}: ${mostDeviations} deviations are listed; there are more.`]),
      ...[...perPlace]
        .filter(([, values]) => values.length >= mostValues)
        .map(([path]) => `${event}: ${mostValues} unknown values of ${path} are listed; there are more.`),
    ];
  });
  const unknown =
    summary.unknown.length < mostUnknownEvents
      ? []
      : [`${mostUnknownEvents} unknown events are listed; there are more.`];
  return [...limits, ...unknown].toSorted();
}
