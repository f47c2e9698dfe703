import type { ContractDocument } from '../../asyncapi/contract-document.ts';
import type { Contract } from '../../asyncapi/model.ts';
import { driftRules } from '../../checks/drift-rules.ts';
import { undocumentedProperty, unknownValue } from '../../checks/rules.ts';
import { driftPrefix } from '../../config/approvals.ts';
import type { Rule } from '../../findings/rule.ts';
import type { Place } from '../../findings/finding.ts';
import { digest } from '../../json-schema/canonicalize.ts';
import { show } from '../../json-schema/violation.ts';
import type { Json } from '../../util/json.ts';
import type { Drift, DriftField } from './result.ts';
import { jsonTypes } from './summary.ts';
import type { Deviation, DeviationKind, Exhibit, Sighting, Stranger, TrafficSummary, UnknownEvent } from './summary.ts';

/** A drift before anybody looked whether it is approved. */
export type RawDrift = Omit<Drift, 'outcome' | 'approval'>;

/** What is needed to speak of what captures of a contract showed. */
export interface DriftContext {
  readonly contract: Contract;
  readonly document: ContractDocument;
  /** Where a capture stands. */
  place(exhibit: Exhibit): Place;
}

const deviationRules: Readonly<Record<DeviationKind, Rule>> = {
  type: driftRules.wrongType,
  null: driftRules.nullValue,
  format: driftRules.wrongFormat,
  missing: driftRules.missing,
  value: driftRules.valueOutside,
  'unknown-value': unknownValue,
};

/** Most fields of an undocumented property that are listed with it. */
const mostFields = 40;

/** What stands in payloads of an event that no schema describes: each with what is below it. */
export function undocumented(event: string, traffic: TrafficSummary, context: DriftContext): RawDrift[] {
  const below = Map.groupBy(traffic.strangers, ({ parent }) => parent);
  return (below.get(undefined) ?? []).map((stranger) => {
    const owner = stranger.owners.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? '';
    const fields = fieldsOf(stranger, below);
    return {
      ...named(undocumentedProperty, context, { at: `${owner}/${lastToken(stranger.path)}` }),
      event,
      path: stranger.path,
      what: `is not documented: ${typesText(stranger.types)}`,
      of: traffic.total,
      types: typeCounts(stranger.types),
      ...(fields.length === 0 ? {} : { fields }),
      ...seen(stranger, context),
      ...(owner === '' ? {} : schemaOf(owner, context)),
    };
  });
}

/** How payloads of an event break its schema, and what unknown values there are. */
export function deviations(event: string, traffic: TrafficSummary, context: DriftContext): RawDrift[] {
  return traffic.deviations.map((deviation) => ({
    ...named(deviationRules[deviation.kind], context, {
      at: deviation.schemaPointer,
      below: deviation.kind === 'missing' ? lastToken(deviation.path) : null,
      was: deviation.value ?? deviation.type,
    }),
    event,
    path: deviation.path,
    what: whatOf(deviation),
    of: traffic.total,
    ...seen(deviation, context),
    ...schemaOf(deviation.schemaPointer, context),
  }));
}

/** An event that the contract does not have. */
export function unknownEvent(unknown: UnknownEvent, of: number, context: DriftContext): RawDrift {
  const values = unknown.values.map((value) => (value === null ? 'nothing' : `"${value}"`)).join(', ');
  return {
    ...named(driftRules.unknownEvent, context, { was: unknown.values }),
    event: undefined,
    path: '',
    what: `The event ${values} is not in the contract`,
    of,
    ...seen(unknown, context),
  };
}

/** A name for a drift that survives versions, counts and wording: rule, vendor, and what it is about. */
export function named(
  rule: Rule,
  { contract: { vendor } }: DriftContext,
  about: Readonly<Record<string, Json>>,
): Pick<RawDrift, 'rule' | 'severity' | 'fingerprint'> {
  const name = digest({ rule: rule.id, vendor, ...about }).slice('sha256:'.length);
  return { rule: rule.id, severity: rule.severity, fingerprint: `${driftPrefix}${name.slice(0, 16)}` };
}

/** A time as RFC 3339, to the second. */
export function timeText(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

function seen(
  { captures, first, last, exhibit }: Sighting,
  context: DriftContext,
): Pick<RawDrift, 'captures' | 'first' | 'last' | 'example' | 'place' | 'capture'> {
  return {
    captures,
    ...(first === undefined ? {} : { first: timeText(first) }),
    ...(last === undefined ? {} : { last: timeText(last) }),
    ...(exhibit.example === null ? {} : { example: exhibit.example }),
    ...whereSeen(exhibit, context.place),
  };
}

/** Where a capture stands, and its id; one without an id of its own goes by its line. */
export function whereSeen(exhibit: Exhibit, placeOf: DriftContext['place']): { place: Place; capture: string } {
  const place = placeOf(exhibit);
  const isNumbered = exhibit.id === String(exhibit.line) && place.line !== undefined;
  return { place, capture: isNumbered ? String(place.line) : exhibit.id };
}

function schemaOf(pointer: string, { document }: DriftContext): Pick<RawDrift, 'schema'> {
  const place = document.locateSchema(pointer);
  return { schema: `${place.file}#${place.pointer ?? ''}` };
}

function whatOf({ kind, wants, type, value }: Deviation): string {
  switch (kind) {
    case 'missing':
      return `is absent, and ${wants}`;
    case 'null':
      return `is null, and must be ${wants}`;
    case 'type':
      return `is ${article(type)}, and must be ${wants}`;
    case 'unknown-value':
      return `has the unknown value ${show(value ?? null)}; ${wants} is expected`;
    case 'value':
      return `has the value ${show(value ?? null)}, and must be ${wants}`;
    default:
      return `does not fit ${wants}`;
  }
}

function article(type: string): string {
  return type === 'boolean' || type === 'string' || type === 'number' ? `a ${type}` : `an ${type}`;
}

function fieldsOf(stranger: Stranger, below: ReadonlyMap<string | undefined, readonly Stranger[]>): DriftField[] {
  const fields: DriftField[] = [];
  const waiting = [...(below.get(stranger.path) ?? [])];
  for (let next = waiting.shift(); next !== undefined && fields.length < mostFields; next = waiting.shift()) {
    const { path, captures, types, exhibit } = next;
    fields.push({ path, captures, types: typeCounts(types), example: exhibit.example });
    waiting.push(...(below.get(path) ?? []));
  }
  return fields.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function typeCounts(types: readonly number[]): Record<string, number> {
  return Object.fromEntries(
    jsonTypes.flatMap((name, index) => ((types[index] ?? 0) > 0 ? [[name, types[index] ?? 0]] : [])),
  );
}

/** `string or null`. */
export function typesText(types: readonly number[]): string {
  return jsonTypes
    .filter((_, index) => (types[index] ?? 0) > 0)
    .toReversed()
    .join(' or ');
}

function lastToken(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
