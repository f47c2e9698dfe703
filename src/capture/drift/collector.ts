import type { ContractEvent } from '../../asyncapi/model.ts';
import type { CheckedContract } from '../../checks/checked-contract.ts';

import { originOf } from '../../checks/tally.ts';
import type { RunWatch } from '../../checks/watch.ts';
import type { Capture } from '../../deliveries/capture.ts';
import { isPropertyName } from '../../deliveries/personal/mask.ts';
import { createContractChooser } from '../../deliveries/choose-contract.ts';
import type { ContractChooser } from '../../deliveries/choose-contract.ts';
import type { Json } from '../../util/json.ts';
import { ContractCollector } from './contract-collector.ts';
import { addTime, firstSighting, startMoment } from './moment.ts';
import { rankOf, Sketch } from './sketch.ts';
import { mostOthers } from './summary.ts';
import type { DriftSummary, Leftovers, OtherCaptures, Sighting, WindowSummary } from './summary.ts';

/** Which captures count. Times are in milliseconds since 1970. */
export interface Windows {
  /** From when on a capture counts; all of them when absent. */
  readonly since?: number;
  /** From when on one before `since` counts as the baseline; none when absent. */
  readonly baselineFrom?: number;
}

export interface CollectorOptions extends Windows {
  /** Whether payloads are kept, at most a few of each kind, for a proposal. */
  readonly exhibits: boolean;
}

/** Longer bodies are not kept for a proposal, in UTF-16 units. */
const longestExhibit = 65_536;

/** Counts what captures are like, against contracts. Memory does not grow with the number of captures. */
export class Collector {
  readonly #moment = startMoment();
  readonly #choose: ContractChooser;
  readonly #ids: ReadonlySet<string>;
  readonly #vendors: ReadonlySet<string>;
  readonly #others = new Sketch<OtherCaptures>(mostOthers);
  readonly #windows: Readonly<Record<'now' | 'before', ReadonlyMap<string, ContractCollector>>>;
  readonly #only: string | undefined;
  readonly #options: CollectorOptions;
  readonly #leftovers: { -readonly [Key in keyof Leftovers]: Leftovers[Key] } = {
    notJson: undefined,
    noContract: undefined,
    others: [],
    withoutTime: 0,
    older: 0,
  };

  constructor(contracts: readonly CheckedContract[], options: CollectorOptions, watch: RunWatch) {
    const byId = new Map(contracts.map((checked) => [checked.contract.id, checked]));
    this.#options = options;
    this.#ids = new Set(byId.keys());
    this.#vendors = new Set(contracts.map(({ contract }) => contract.vendor));
    this.#only = byId.size === 1 ? contracts[0]?.contract.id : undefined;
    this.#choose = createContractChooser(
      contracts.map(({ contract }) => contract),
      (contract, event, payload) => {
        const checked = byId.get(contract.id);
        watch.enter(checked?.path);
        return checked?.payload(event.name)?.isValid(payload) === true;
      },
    );
    const window = (exhibits: boolean): ReadonlyMap<string, ContractCollector> =>
      new Map(
        contracts.map((checked) => [checked.contract.id, new ContractCollector(checked, this.#moment, exhibits)]),
      );
    this.#windows = { now: window(options.exhibits), before: window(false) };
  }

  /**
   * Counts one capture.
   * @param part number of the part of the input that it comes from
   * @param baseline whether it belongs to the baseline, whatever its time
   */
  add(capture: Capture, part: number, baseline: boolean): void {
    const moment = this.#moment;
    moment.number += 1;
    moment.part = part;
    // What has no line of its own (a record of a store) has its position.
    moment.line = capture.place.line ?? moment.number;
    moment.id = capture.id;
    moment.time = capture.at === undefined ? Number.NaN : Date.parse(capture.at);
    const window = baseline ? 'before' : this.#windowOf(moment.time);
    if (window === undefined) return;
    const { text } = capture.delivery.body;
    const payload = text === undefined ? undefined : parse(text);
    if (payload === undefined) this.#leave('notJson', window);
    else this.#judge(capture, payload, window);
  }

  summary(): DriftSummary {
    return {
      now: summaryOf(this.#windows.now),
      before: summaryOf(this.#windows.before),
      leftovers: { ...this.#leftovers, others: this.#others.entries() },
      captures: this.#moment.number,
    };
  }

  #windowOf(time: number): 'now' | 'before' | undefined {
    const { since, baselineFrom } = this.#options;
    if (since === undefined) return 'now';
    if (Number.isNaN(time)) {
      this.#leftovers.withoutTime += 1;
      return undefined;
    }
    if (time >= since) return 'now';
    if (baselineFrom !== undefined && time >= baselineFrom) return 'before';
    this.#leftovers.older += 1;
    return undefined;
  }

  #judge(capture: Capture, payload: Json, window: 'now' | 'before'): void {
    const choice = this.#choose(this.#stated(capture), payload);
    const length = capture.delivery.body.text?.length ?? 0;
    this.#moment.payload = this.#options.exhibits && length <= longestExhibit ? payload : undefined;
    const origin = originOf(capture);
    if (choice === undefined) {
      if (this.#countOther(capture, window)) return;
      // With one contract alone, what its selector does not know is an event that it does not have.
      const only = this.#only === undefined ? undefined : this.#windows[window].get(this.#only);
      if (only?.addUnrelated(capture, payload, origin) !== true) this.#leave('noContract', window);
      return;
    }
    const collector = this.#windows[window].get(choice.contract.id);
    const { event, values, candidates } = choice.identification;
    const meant: ContractEvent | undefined = event ?? (candidates.length === 1 ? candidates[0] : undefined);
    if (meant === undefined) collector?.addUnknown(values, payload, origin);
    else collector?.add(meant, payload, origin, choice.accepted === true && event !== undefined);
  }

  /** A capture of a version that is not in the run is held against the versions of the vendor that are. */
  #stated(capture: Capture): Capture {
    const { contract } = capture;
    if (contract === undefined || this.#ids.has(contract)) return capture;
    const { delivery, missing, origin, attested } = capture;
    const vendor = contract.slice(0, contract.lastIndexOf('@'));
    return {
      id: capture.id,
      delivery,
      missing,
      origin,
      attested,
      vendor,
      place: capture.place,
      locate: () => undefined,
    };
  }

  /** Counts a capture that says it is of a vendor whose contracts are not in the run; false when it does not. */
  #countOther({ vendor, contract, event }: Capture, window: 'now' | 'before'): boolean {
    const stated = contract === undefined ? vendor : contract.slice(0, contract.lastIndexOf('@'));
    if (stated === undefined || this.#vendors.has(stated)) return false;
    if (window === 'before') return true;
    const named = isPropertyName(stated) ? stated : '*';
    const shown = event === undefined || isPropertyName(event) ? event : '*';
    const key = JSON.stringify([named, shown ?? null]);
    const rank = rankOf(key);
    const other = this.#others.at(key, rank, () => ({ key, rank, vendor: named, event: shown, captures: 0 }));
    if (other !== undefined) other.captures += 1;
    return true;
  }

  #leave(kind: 'notJson' | 'noContract', window: 'now' | 'before'): void {
    if (window === 'before') return;
    const sighting: Sighting = (this.#leftovers[kind] ??= firstSighting(this.#moment, null));
    sighting.captures += 1;
    addTime(sighting, this.#moment.time);
  }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function summaryOf(collectors: ReadonlyMap<string, ContractCollector>): WindowSummary {
  return { contracts: new Map([...collectors].map(([id, collector]) => [id, collector.summary()])) };
}
