import { parsePointer } from '../../json-schema/pointer.ts';
import { at } from '../../json-schema/pointer.ts';
import type { CompiledSchema } from '../../json-schema/validate.ts';
import type { Violation } from '../../json-schema/violation.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { kindOf, typeName, wantsOf } from './deviations.ts';
import { mask, maskKnownValue } from '../../deliveries/personal/mask.ts';
import { addTime, firstSighting } from './moment.ts';
import type { Moment } from './moment.ts';
import type { PlacedSchema, SchemaSet } from './schemas-at.ts';
import { rankOf, Sketch } from './sketch.ts';
import { Spot } from './spot.ts';
import { Strangers } from './strangers.ts';
import { mostDeviations, mostSamples, mostStrangers, mostValues } from './summary.ts';
import type { Deviation, Presence, Sample, TrafficSummary } from './summary.ts';

/** A deviation while it is counted. */
interface Counted extends Deviation {
  lastNumber: number;
}

/**
 * Counts what the payloads of one event are like: one walk over each, along the schemas that apply, which counts what is
 * there and meets what no schema describes. Only for a payload that is not valid it is asked why, which takes longer.
 */
export class Traffic {
  readonly #root: Spot;
  readonly #schema: CompiledSchema | undefined;
  readonly #moment: Moment;
  readonly #strangers: Strangers;
  readonly #deviations = new Sketch<Counted>(mostDeviations);
  readonly #values = new Map<string, Sketch<Counted>>();
  readonly #samples: Sketch<Sample> | undefined;
  #total = 0;
  #strange = 0;
  #strangeProperties = 0;
  #deviating = 0;
  #unknownValues = 0;
  readonly #times: { first: number | undefined; last: number | undefined } = { first: undefined, last: undefined };

  /** @param samples whether captures are kept that may become examples */
  constructor(
    root: readonly PlacedSchema[],
    set: SchemaSet,
    schema: CompiledSchema | undefined,
    moment: Moment,
    samples: boolean,
  ) {
    this.#root = new Spot('', root, set);
    this.#schema = schema;
    this.#moment = moment;
    this.#strangers = new Strangers(mostStrangers, moment);
    this.#samples = samples ? new Sketch(mostSamples) : undefined;
  }

  /**
   * Counts one payload.
   * @param accepted whether it has been found valid already
   * @returns whether it is valid, and whether every property and value in it is described
   */
  add(payload: Json, accepted: boolean, attested: boolean): { readonly valid: boolean; readonly described: boolean } {
    this.#total += 1;
    addTime(this.#times, this.#moment.time);
    const [properties, values] = [this.#strangeProperties, this.#unknownValues];
    this.#walk(this.#root, payload);
    if (this.#strangeProperties > properties) this.#strange += 1;
    const valid = accepted || this.#schema?.isValid(payload) === true;
    if (!valid) for (const violation of this.#schema?.violations(payload) ?? []) this.#deviate(violation, payload);
    if (this.#samples !== undefined) this.#keep(payload, attested);
    return { valid, described: this.#strangeProperties === properties && this.#unknownValues === values };
  }

  summary(): TrafficSummary {
    const values = [...this.#values.values()].flatMap((sketch) => sketch.entries());
    return {
      total: this.#total,
      ...this.#times,
      places: this.#places(),
      strangers: this.#strangers.entries(),
      strange: this.#strange,
      strangeProperties: this.#strangeProperties,
      deviations: [...this.#deviations.entries(), ...values].map(plain),
      deviating: this.#deviating + this.#unknownValues,
      samples: this.#samples?.entries() ?? [],
    };
  }

  #walk(spot: Spot, value: Json): void {
    if (typeof value !== 'object' || value === null) {
      this.#scalar(spot, value);
      return;
    }
    const here = spot.at.conditions.length === 0 ? spot : spot.variant(value);
    here.count += 1;
    if (here.isPlain) return;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) this.#walk(here.item(index), value[index] as Json);
      return;
    }
    here.objects += 1;
    // A payload from JSON.parse has own properties only, and `for in` makes no list of them.
    const object = value as JsonObject;
    for (const key in object) {
      const held = object[key] as Json;
      const below = here.members.get(key) ?? here.member(key);
      if (below === undefined) this.#stranger(here, key, held);
      else if (below.isPlain) below.count += 1;
      else this.#walk(below, held);
    }
  }

  #scalar(spot: Spot, value: null | boolean | number | string): void {
    const here = spot.at.conditions.length === 0 ? spot : spot.variant(value);
    here.count += 1;
    if (here.at.known !== undefined && !here.isKnown(value)) this.#unknownValue(here, value);
    if (typeof value !== 'string' || here.at.jsonText === undefined) return;
    const inside = here.inside();
    const content = contentOf(value);
    if (inside !== undefined && content !== undefined) this.#walk(inside, content);
  }

  #stranger(spot: Spot, key: string, value: Json): void {
    this.#strangeProperties += 1;
    this.#strangers.add(spot.strangers, spot.path, key, value, spot.owners);
  }

  #unknownValue(spot: Spot, value: Json): void {
    this.#unknownValues += 1;
    const shown = maskKnownValue(value, spot.isPersonal);
    const key = `unknown-value ${spot.path} ${JSON.stringify(shown)}`;
    let sketch = this.#values.get(spot.path);
    if (sketch === undefined) this.#values.set(spot.path, (sketch = new Sketch(mostValues)));
    const known = sketch.at(key, rankOf(key), () => ({
      key,
      rank: rankOf(key),
      kind: 'unknown-value',
      path: spot.path,
      keyword: 'anyOf',
      schemaPointer: `#${spot.at.knownPointer}`,
      wants: `one of the ${spot.at.known?.length ?? 0} known values`,
      type: typeName(value),
      value: shown,
      ...(shown === value ? {} : { isMasked: true }),
      ...firstSighting(this.#moment, shown),
      lastNumber: 0,
    }));
    if (known !== undefined) this.#see(known);
  }

  #deviate(violation: Violation, payload: Json): void {
    // The walk has met what stands where nothing may stand.
    if (violation.expected === false && violation.keyword.endsWith('Properties')) return;
    this.#deviating += 1;
    const inner = violation.inner === undefined ? undefined : contentOf(at(payload, violation.pointer) ?? null);
    const outer = this.#root.pathOf(payload, parsePointer(violation.pointer));
    const found =
      inner === undefined || violation.inner === undefined
        ? outer
        : (outer.spot?.inside()?.pathOf(inner, parsePointer(violation.inner)) ?? outer);
    const value = (inner === undefined ? at(payload, violation.pointer) : at(inner, violation.inner ?? '')) ?? null;
    const kind = kindOf(violation, value);
    const name = kind === 'missing' && typeof violation.expected === 'string' ? violation.expected : undefined;
    const path = name === undefined ? found.path : `${found.path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const personal = found.spot?.isPersonal === true;
    const shown = kind === 'value' ? maskKnownValue(value, personal) : undefined;
    const type = kind === 'missing' ? 'nothing' : typeName(value);
    const key = `${kind} ${path} ${violation.schemaPointer} ${type} ${shown === undefined ? '' : JSON.stringify(shown)}`;
    const deviation = this.#deviations.at(key, rankOf(key), () => ({
      key,
      rank: rankOf(key),
      kind,
      path,
      keyword: violation.keyword,
      schemaPointer: violation.schemaPointer,
      wants: wantsOf(violation),
      type,
      ...(shown === undefined ? {} : { value: shown, isMasked: shown !== value }),
      ...firstSighting(this.#moment, kind === 'missing' ? null : (shown ?? mask(value))),
      lastNumber: 0,
    }));
    if (deviation !== undefined) this.#see(deviation);
  }

  #see(counted: Counted): void {
    const { number, time } = this.#moment;
    if (counted.lastNumber === number) return;
    counted.lastNumber = number;
    counted.captures += 1;
    addTime(counted, time);
  }

  #keep(payload: Json, attested: boolean): void {
    const { part, line } = this.#moment;
    const key = `${String(part).padStart(6, '0')} ${String(line).padStart(12, '0')}`;
    // The first ones, and always the same: by their place in the input.
    const rank = part * 1e10 + line;
    this.#samples?.at(key, rank, () => ({ key, rank, payload, attested }));
  }

  /** How often each documented property was there, over all variants of the places that may have it. */
  #places(): ReadonlyMap<string, Presence> {
    const places = new Map<string, Presence>();
    for (const spot of this.#root.all()) {
      if (spot.objects === 0) continue;
      for (const name of spot.at.properties.keys()) {
        const member = spot.members.get(name);
        const path = `${spot.path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        const known = places.get(path) ?? { count: 0, of: 0, required: false };
        known.of += spot.objects;
        known.count += member === undefined ? 0 : countOf(member);
        known.required ||= spot.at.required.has(name);
        places.set(path, known);
      }
    }
    return places;
  }
}

/** A deviation without what helps to count it. */
function plain({
  key,
  rank,
  kind,
  path,
  keyword,
  schemaPointer,
  wants,
  type,
  value,
  isMasked,
  ...seen
}: Counted): Deviation {
  const { captures, first, last, exhibit } = seen;
  const about = { key, rank, kind, path, keyword, schemaPointer, wants, type, captures, first, last, exhibit };
  if (value === undefined) return about;
  return isMasked === true ? { ...about, value, isMasked } : { ...about, value };
}

/** A value is counted where its variant is. */
function countOf(spot: Spot): number {
  let count = 0;
  for (const one of spot.variants()) count += one.count;
  return count;
}

function contentOf(text: Json): Json | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
