import { isEqual } from '../../../json-schema/equal.ts';
import { child } from '../../../json-schema/pointer.ts';
import { isObject } from '../../../util/json.ts';
import type { Json, JsonObject } from '../../../util/json.ts';
import { mergeStrangers } from '../merge.ts';
import type { Deviation, Stranger, TrafficSummary } from '../summary.ts';
import type { ProposedFiles } from './files.ts';
import { formOf, keyOf } from './form.ts';
import type { FormContext, SourceOf } from './form.ts';

/** What was changed, or could not be: a sentence. */
export interface Note {
  readonly isDone: boolean;
  readonly text: string;
}

/** Finds models that a schema in a file may refer to. */
export type ReuseIn = (file: string) => FormContext['reuse'];

/** Changes the schemas so that they allow what was seen of events. The same change twice is one. */
export function allow(
  seen: readonly (readonly [event: string, traffic: TrafficSummary])[],
  files: ProposedFiles,
  sourceOf: SourceOf,
  reuseIn: ReuseIn,
): Note[] {
  return [
    ...seen.flatMap(([event, { deviations }]) => deviations.flatMap((one) => allowDeviation(event, one, files))),
    ...[...gather(seen).values()].flatMap((stranger) => describe(stranger, files, sourceOf, reuseIn)),
  ];
}

/** An undocumented property of a place in the contract, with what was seen of it in all events that share the place. */
interface Gathered {
  readonly event: string;
  readonly path: string;
  readonly owner: string | undefined;
  readonly root: Stranger;
  /** What stands below it, by what holds that. */
  readonly below: ReadonlyMap<string | undefined, readonly Stranger[]>;
  readonly total: number;
}

function gather(seen: readonly (readonly [event: string, traffic: TrafficSummary])[]): Map<string, Gathered> {
  const gathered = new Map<string, Gathered>();
  for (const [event, { strangers, total }] of seen) {
    for (const root of strangers.filter(({ parent }) => parent === undefined)) {
      // The model itself rather than one of its conditions.
      const [owner] = root.owners.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1));
      const name = owner === undefined ? `${event} ${root.path}` : child(owner, keyOf(root.path));
      const known = gathered.get(name);
      const tree = strangers.filter(({ path }) => path === root.path || path.startsWith(`${root.path}/`));
      const at = known?.path ?? root.path;
      const moved = tree.map((one) => movedTo(one, root.path, at));
      const all = new Map([...(known?.below.values() ?? [])].flat().map((one) => [one.path, one]));
      for (const one of moved) all.set(one.path, sum(one, one.path === at ? known?.root : all.get(one.path)));
      const top = all.get(at) ?? root;
      all.delete(at);
      gathered.set(name, {
        event: known?.event ?? event,
        path: at,
        owner,
        root: top,
        below: Map.groupBy(all.values(), ({ parent }) => parent),
        total: total + (known?.total ?? 0),
      });
    }
  }
  return gathered;
}

function movedTo(stranger: Stranger, from: string, to: string): Stranger {
  const { path, parent } = stranger;
  const moved = (text: string): string => to + text.slice(from.length);
  return { ...stranger, path: moved(path), parent: parent === undefined ? undefined : moved(parent) };
}

function sum(one: Stranger, other: Stranger | undefined): Stranger {
  return other === undefined ? one : mergeStrangers(other, one);
}

function describe(
  { event, path: where, owner, root, below, total }: Gathered,
  files: ProposedFiles,
  sourceOf: SourceOf,
  reuseIn: ReuseIn,
): Note[] {
  if (owner === undefined) return [failed(event, where, 'no schema describes the object that holds it')];
  const { path, pointer } = files.locate(owner);
  const key = keyOf(where);
  const place = key === '*' ? child(pointer, 'additionalProperties') : child(child(pointer, 'properties'), key);
  const known = files.get(path, place);
  if (known !== undefined && known !== false) return [];
  files.set(path, place, formOf(root, below, { total, sourceOf, reuse: reuseIn(path) }));
  return [done(event, where, `is described, as it was seen in ${root.captures} of ${total} captures`)];
}

function allowDeviation(event: string, deviation: Deviation, files: ProposedFiles): Note[] {
  const { path, pointer } = files.locate(deviation.schemaPointer);
  const { kind, keyword } = deviation;
  if (kind === 'unknown-value') return addKnown(event, deviation, path, pointer, files);
  const schema = pointer.slice(0, pointer.lastIndexOf('/'));
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  const demand = files.get(path, pointer);
  if (name === 'jsonText') {
    files.set(path, child(schema, 'contentSchema'), undefined);
    return [done(event, deviation.path, 'may hold a text that is not the JSON described')];
  }
  if (demand === undefined) {
    // The set may have become free text, on account of another capture.
    const type = files.get(path, child(schema, 'type'));
    if (name !== 'anyOf' || type === undefined) return [];
    return widenType(event, deviation, { path, pointer: child(schema, 'type') }, type, files);
  }
  if (name === 'required' && Array.isArray(demand)) return makeOptional(event, deviation, path, pointer, demand, files);
  if (name === 'type') return widenType(event, deviation, { path, pointer }, demand, files);
  if ((name === 'anyOf' || name === 'oneOf') && Array.isArray(demand)) {
    const branch = branchFor(deviation);
    if ((demand as readonly Json[]).some((one) => isEqual(one, branch))) return [];
    files.set(path, pointer, [...(demand as readonly Json[]), branch]);
    return [done(event, deviation.path, `may be ${deviation.type}`)];
  }
  if ((name === 'enum' || name === 'const') && deviation.value !== undefined && deviation.isMasked !== true) {
    return extendSet(event, deviation, { path, pointer, schema }, deviation.value, files);
  }
  if ((name === 'enum' || name === 'const') && deviation.kind === 'null')
    return extendSet(event, deviation, { path, pointer, schema }, null, files);
  // What remains is too narrow: a format, a pattern, a limit.
  files.set(path, pointer, undefined);
  return [done(event, deviation.path, `is no longer held to ${keyword}`)];
}

function widenType(
  event: string,
  deviation: Deviation,
  { path, pointer }: { readonly path: string; readonly pointer: string },
  demand: Json,
  files: ProposedFiles,
): Note[] {
  const wider = withType(demand, deviation.type);
  if (wider === demand) return [];
  files.set(path, pointer, wider);
  return [done(event, deviation.path, `may be ${deviation.type}`)];
}

/** A closed set with one more value. Several events may share it, and each of them may have shown the value. */
function extendSet(
  event: string,
  deviation: Deviation,
  { path, pointer, schema }: { readonly path: string; readonly pointer: string; readonly schema: string },
  value: Json,
  files: ProposedFiles,
): Note[] {
  const demand = files.get(path, pointer) as Json;
  const values = Array.isArray(demand) ? (demand as readonly Json[]) : [demand];
  if (values.some((one) => isEqual(one, value))) return [];
  files.set(path, pointer, undefined);
  files.set(path, child(schema, 'enum'), [...values, value]);
  return [done(event, deviation.path, value === null ? 'may be null' : `may be ${JSON.stringify(value)}`)];
}

function makeOptional(
  event: string,
  deviation: Deviation,
  path: string,
  pointer: string,
  names: readonly Json[],
  files: ProposedFiles,
): Note[] {
  const name = keyOf(deviation.path);
  const left = names.filter((one) => one !== name);
  if (left.length === names.length) return [];
  files.set(path, pointer, left.length === 0 ? undefined : left);
  const counts = `${pointer.slice(0, pointer.lastIndexOf('/'))}/x-source/required`;
  const evidence = files.get(path, counts);
  if (isObject(evidence) && Object.hasOwn(evidence, name)) files.set(path, child(counts, name), undefined);
  return [done(event, deviation.path, 'is optional')];
}

function addKnown(
  event: string,
  { path: where, value, isMasked }: Deviation,
  path: string,
  pointer: string,
  files: ProposedFiles,
): Note[] {
  if (value === undefined) return [];
  const schema = files.get(path, pointer);
  const place = isObject(schema) ? knownPlace(schema) : undefined;
  // Another capture has made it free text.
  if (isObject(schema) && place === undefined && allowsText(schema)) return [];
  if (place === undefined) return [failed(event, where, 'the list of known values was not found')];
  if (isMasked === true) {
    // Values that look like data are no words of a program: the set was none.
    files.set(path, pointer, withoutSet(schema as JsonObject));
    return [done(event, where, 'is free text: its unknown values look like data')];
  }
  const list = files.get(path, pointer + place.list) as readonly Json[];
  if (list.includes(value)) return [];
  files.set(path, pointer + place.list, [...list, value]);
  return [done(event, where, `has the known value ${JSON.stringify(value)}`)];
}

/** Where the known values of an open set are listed. */
function knownPlace(schema: JsonObject): { readonly list: string } | undefined {
  if (Array.isArray(schema['x-extensible-enum'])) return { list: '/x-extensible-enum' };
  const branches = schema['anyOf'];
  if (!Array.isArray(branches)) return undefined;
  const index = (branches as readonly Json[]).findIndex((branch) => isObject(branch) && Array.isArray(branch['enum']));
  return index === -1 ? undefined : { list: `/anyOf/${index}/enum` };
}

/** The schema as free text; what else it may be beside a value of its set, it may still be. */
function withoutSet(schema: JsonObject): JsonObject {
  const { anyOf, 'x-extensible-enum': _, ...rest } = schema;
  const branches = (Array.isArray(anyOf) ? (anyOf as readonly Json[]) : []).filter(isObject);
  const others = branches.filter((branch) => !Array.isArray(branch['enum']));
  const isPlain = others.every((branch) => Object.keys(branch).every((keyword) => keyword === 'type'));
  if (!isPlain) return { ...rest, anyOf: [...others, { type: 'string' }] };
  const types = [rest['type'], ...others.map((branch) => branch['type'])].flat().filter((type) => type !== undefined);
  const all = [...new Set<Json>(['string', ...types])];
  return { ...rest, type: all.length === 1 ? 'string' : all };
}

function allowsText(schema: JsonObject): boolean {
  return [schema['type']].flat().includes('string') || Array.isArray(schema['anyOf']);
}

function branchFor({ kind, type, value, isMasked }: Deviation): JsonObject {
  return kind === 'value' && value !== undefined && isMasked !== true ? { enum: [value] } : { type };
}

function withType(demand: Json, type: string): Json {
  const types = (Array.isArray(demand) ? demand : [demand]) as readonly Json[];
  const wider = type === 'number' ? types.filter((one) => one !== 'integer') : types;
  return wider.includes(type) ? demand : wider.length === 0 ? type : [...wider, type];
}

function done(event: string, path: string, what: string): Note {
  return { isDone: true, text: `${event}: ${path === '' ? 'the payload' : path} ${what}.` };
}

function failed(event: string, path: string, why: string): Note {
  return { isDone: false, text: `${event}: ${path === '' ? 'the payload' : path} could not be allowed: ${why}.` };
}
