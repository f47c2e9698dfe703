import type { ContractEvent } from '../../asyncapi/model.ts';
import type { CheckedContract } from '../../checks/checked-contract.ts';
import { captureOrigins } from '../../checks/result.ts';
import type { CaptureOrigin } from '../../checks/result.ts';
import type { Capture } from '../../deliveries/capture.ts';
import { identifyEvent } from '../../deliveries/identify-event.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { isPropertyName } from '../../deliveries/personal/mask.ts';
import { addTime, firstSighting } from './moment.ts';
import type { Moment } from './moment.ts';
import type { PlacedSchema, SchemaSet } from './schemas-at.ts';
import { rankOf, Sketch } from './sketch.ts';
import { Strangers } from './strangers.ts';
import type { Home } from './strangers.ts';
import { mostPlacesOfUnknown, mostUnknownEvents } from './summary.ts';
import type { Conformance, ContractSummary, EventSummary, TrafficKind, UnknownEvent } from './summary.ts';
import { Traffic } from './traffic.ts';

interface Counted {
  readonly conformance: Record<CaptureOrigin, Conformance>;
  readonly traffic: Readonly<Record<TrafficKind, Traffic>>;
}

interface CountedUnknown extends Omit<UnknownEvent, 'strangers'> {
  readonly forms: Strangers;
  readonly home: Home;
}

/** Counts the captures of one contract. */
export class ContractCollector {
  readonly #checked: CheckedContract;
  readonly #moment: Moment;
  readonly #exhibits: boolean;
  readonly #events = new Map<string, Counted>();
  readonly #unknown = new Sketch<CountedUnknown>(mostUnknownEvents);
  readonly #unknownCaptures: Record<TrafficKind, number> = { live: 0, other: 0 };

  constructor(checked: CheckedContract, moment: Moment, exhibits: boolean) {
    this.#checked = checked;
    this.#moment = moment;
    this.#exhibits = exhibits;
  }

  /** Counts a capture of an event of the contract. */
  add(event: ContractEvent, payload: Json, origin: CaptureOrigin, accepted: boolean): void {
    let counted = this.#events.get(event.name);
    if (counted === undefined) this.#events.set(event.name, (counted = this.#enter(event)));
    const { valid, described } = counted.traffic[kindOf(origin)].add(payload, accepted, origin === 'liveAttested');
    const conformance = counted.conformance[origin];
    conformance.total += 1;
    if (valid) conformance.valid += 1;
    if (valid && described) conformance.described += 1;
  }

  /** Counts a capture whose event the contract does not have; `values` are those of its selector. */
  addUnknown(values: readonly (string | undefined)[], payload: Json, origin: CaptureOrigin): void {
    const kind = kindOf(origin);
    this.#unknownCaptures[kind] += 1;
    const shown = values.map((value) => (value === undefined ? null : isPropertyName(value) ? value : '*'));
    const key = `${kind} ${JSON.stringify(shown)}`;
    const rank = rankOf(key);
    const unknown = this.#unknown.at(key, rank, () => ({
      key,
      rank,
      kind,
      values: shown,
      ...firstSighting(this.#moment, null),
      forms: new Strangers(mostPlacesOfUnknown, this.#moment),
      home: new Map(),
    }));
    if (unknown === undefined) return;
    unknown.captures += 1;
    addTime(unknown, this.#moment.time);
    unknown.forms.addWhole(unknown.home, payload);
  }

  /** Counts a capture that is of no other contract, when it has a value where the selector looks; false when not. */
  addUnrelated({ delivery, missing }: Capture, payload: Json, origin: CaptureOrigin): boolean {
    const { values } = identifyEvent(
      this.#checked.contract,
      payload,
      missing.has('headers') ? undefined : delivery.headers,
    );
    if (values.every((value) => value === undefined)) return false;
    this.addUnknown(values, payload, origin);
    return true;
  }

  summary(): ContractSummary {
    const events = [...this.#events].map(([name, { conformance, traffic }]): [string, EventSummary] => [
      name,
      { conformance, traffic: { live: traffic.live.summary(), other: traffic.other.summary() } },
    ]);
    return {
      events: new Map(events),
      unknown: this.#unknown.entries().map(({ key, rank, kind, values, captures, first, last, exhibit, forms }) => ({
        key,
        rank,
        kind,
        values,
        captures,
        first,
        last,
        exhibit,
        strangers: forms.entries(),
      })),
      unknownCaptures: { ...this.#unknownCaptures },
    };
  }

  #enter({ name, payload }: ContractEvent): Counted {
    const { validator, contract } = this.#checked;
    const schema = this.#checked.payload(name);
    const target = schema?.target;
    const root: readonly PlacedSchema[] =
      target !== undefined && isObject(target.schema) ? [{ schema: target.schema, pointer: target.pointer }] : [];
    const set = schema === undefined ? undefined : { validator, targets: schema.targets, bundle: contract.schemas };
    // Without a usable schema, nothing passes and nothing is described.
    const compiled = set ?? this.#emptySet(payload);
    const traffic = (): Traffic => new Traffic(root, compiled, schema, this.#moment, this.#exhibits);
    return {
      conformance: Object.fromEntries(
        captureOrigins.map((origin) => [origin, { total: 0, valid: 0, described: 0 }]),
      ) as Record<CaptureOrigin, Conformance>,
      traffic: { live: traffic(), other: traffic() },
    };
  }

  #emptySet(name: string): SchemaSet {
    const { validator, contract } = this.#checked;
    const get = (): never => {
      throw new Error(`There is no usable schema for ${name}.`);
    };
    return {
      validator,
      bundle: contract.schemas,
      targets: { get, prepare: get, all: () => [], unknownFormats: new Set() },
    };
  }
}

function kindOf(origin: CaptureOrigin): TrafficKind {
  return origin === 'liveAttested' || origin === 'liveClaimed' ? 'live' : 'other';
}
