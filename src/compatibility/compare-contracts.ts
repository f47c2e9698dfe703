import type { Contract, ContractEvent } from '../asyncapi/model.ts';
import { canonicalize } from '../json-schema/canonicalize.ts';
import { breaksOf } from './contracts/breaks.ts';
import type { PartJudgement } from './contracts/breaks.ts';
import { demandedBump } from './contracts/bump.ts';
import { collectChanges } from './contracts/causes.ts';
import { withCorrections } from './contracts/corrections.ts';
import { addedEvents, eventComparisons, eventsMissingIn, removedEvents } from './contracts/events.ts';
import { judgeSchemas } from './contracts/judge.ts';
import type { ContractComparison, ContractName } from './contracts/model.ts';
import { likelyRenames } from './contracts/rename.ts';
import { compareEventSettings, compareSettings } from './contracts/settings.ts';
import { Side } from './contracts/side.ts';
import { structureOf, wordsOf } from './contracts/structure.ts';
import { statusOf } from './contracts/status.ts';
import type { Relation } from './includes.ts';

export interface CompareContractsOptions {
  /** `deliveries` when absent: a sender sends only what its contract declares, a receiver ignores what it does not know. */
  readonly relation?: Relation;
  /** Called before each event: a comparison of many takes a while. */
  readonly onEvent?: () => void;
}

/**
 * Compares two contracts: events, payloads, headers, selector, authentication, delivery behaviour, endpoint URLs. Words
 * and examples count for the version only.
 *
 * @param older what receivers were written against
 * @param newer what takes its place; the vendors need not be the same
 */
export function compareContracts(
  older: Contract,
  newer: Contract,
  options: CompareContractsOptions = {},
): ContractComparison {
  return new Comparison(older, newer, options).run();
}

class Comparison {
  readonly #older: Side;
  readonly #newer: Side;
  readonly #relation: Relation;
  readonly #onEvent: (() => void) | undefined;
  readonly #sameSelector: boolean;

  constructor(older: Contract, newer: Contract, { relation = 'deliveries', onEvent }: CompareContractsOptions) {
    this.#older = new Side(older);
    this.#newer = new Side(newer);
    this.#relation = relation;
    this.#onEvent = onEvent;
    this.#sameSelector = JSON.stringify(older.selector) === JSON.stringify(newer.selector);
  }

  run(): ContractComparison {
    const { contract: older } = this.#older;
    const { contract: newer } = this.#newer;
    const common = newer.events.flatMap((is) => {
      const was = older.events.find(({ name }) => name === is.name);
      return was === undefined ? [] : [{ was, is, parts: this.#judge(was, is) }];
    });
    const parts = common.flatMap((event) => event.parts);
    const renames = likelyRenames(older, newer, eventsMissingIn(older, newer), eventsMissingIn(newer, older));
    const found = [
      ...compareSettings(older, newer),
      ...removedEvents(eventsMissingIn(older, newer), renames),
      ...addedEvents(eventsMissingIn(newer, older)),
      ...common.flatMap(({ was, is }) => compareEventSettings(was, is, this.#sameSelector)),
      ...breaksOf(parts, { older: older.schemas, newer: newer.schemas }),
    ].toSorted((a, b) => b.hurts.length - a.hurts.length);
    const changes = withCorrections(found, newer);
    const judged = new Map(common.map(({ is, parts }) => [is.name, parts]));
    return {
      older: nameOf(older),
      newer: nameOf(newer),
      relation: this.#relation,
      forward: statusOf('forward', changes),
      backward: statusOf('backward', changes),
      bump: demandedBump(changes, differences(older, newer)),
      events: eventComparisons(older, newer, judged, changes, renames),
      changes,
      schemaChanges: collectChanges(parts),
    };
  }

  #judge(was: ContractEvent, is: ContractEvent): PartJudgement[] {
    this.#onEvent?.();
    const payload = judgeSchemas(this.#older.payload(was), this.#newer.payload(is), this.#relation);
    const parts: PartJudgement[] = [
      { event: is.name, part: 'payload', judgement: payload, older: was.payload, newer: is.payload },
    ];
    if (was.headers === undefined && is.headers === undefined) return parts;
    const headers = judgeSchemas(this.#older.headers(was), this.#newer.headers(is), this.#relation);
    return [...parts, { event: is.name, part: 'headers', judgement: headers, older: was.headers, newer: is.headers }];
  }
}

function nameOf({ id, vendor, version }: Contract): ContractName {
  return { id, vendor, version };
}

function differences(older: Contract, newer: Contract): { structure: boolean; words: boolean } {
  return {
    structure: structureText(older) !== structureText(newer),
    words: canonicalize(wordsOf(older)) !== canonicalize(wordsOf(newer)),
  };
}

function structureText(contract: Contract): string {
  return canonicalize({ ...structureOf(contract), version: null });
}
