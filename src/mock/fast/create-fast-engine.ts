import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import { RunError } from '../../findings/run-error.ts';
import { identifyEvent } from '../../deliveries/identify-event.ts';
import { createValidator, SchemaCompileError } from '../../json-schema/validate.ts';
import type { ValidatorOptions } from '../../json-schema/validate.ts';
import type { Engine, JudgedDelivery, JudgedViolation, Judgement } from '../engine.ts';
import { endpointOf } from '../openapi/endpoints.ts';
import { createEventJudge } from './judge-event.ts';
import type { EventJudge } from './judge-event.ts';
import { unselected } from './unselected.ts';

/** What an engine knows of one contract. */
interface Court {
  readonly events: ReadonlyMap<string, { readonly event: ContractEvent; readonly judge: EventJudge }>;
  /** The event of an endpoint that takes one. */
  readonly byPath: ReadonlyMap<string, ContractEvent>;
}

/** An engine that answers at once. */
export interface FastEngine extends Engine {
  judge(delivery: JudgedDelivery): Judgement;
}

const accepted: Judgement = { accepted: true, violations: [] };

/**
 * An engine of our validators alone. All schemas are compiled before anything is judged.
 *
 * @throws {RunError} when a schema cannot be used: an engine that left it out would accept everything
 */
export function createFastEngine(contracts: readonly Contract[], options: ValidatorOptions = {}): FastEngine {
  const courts = new Map(contracts.map((contract) => [contract, createCourt(contract, options)]));
  return {
    name: 'fast',
    judge(delivery) {
      const court = courts.get(delivery.contract);
      if (court === undefined) throw new TypeError(`The engine was not made for ${delivery.contract.id}.`);
      const violations = judgeIn(court, delivery);
      return violations.length === 0 ? accepted : { accepted: false, violations };
    },
  };
}

function createCourt(contract: Contract, options: ValidatorOptions): Court {
  const validator = createValidator(contract.schemas, options);
  const judged = contract.events.map((event) => {
    try {
      return [event.name, { event, judge: createEventJudge(contract, event, validator) }] as const;
    } catch (error) {
      if (!(error instanceof SchemaCompileError)) throw error;
      const reason = error.message.replace(/\.+$/, '');
      throw new RunError('input', `${contract.id}: the schema at ${error.pointer} cannot be used: ${reason}.`, {
        help: `counterfoil check ${contract.file} shows the line.`,
      });
    }
  });
  const byPath = endpointOf(contract).events.map(({ event, path }) => [path, event] as const);
  return { events: new Map(judged), byPath: new Map(byPath) };
}

function judgeIn({ events, byPath }: Court, delivery: JudgedDelivery): readonly JudgedViolation[] {
  const { contract, payload, headers } = delivery;
  const wanted = byPath.get(delivery.path);
  const found = delivery.event === undefined ? undefined : events.get(delivery.event);
  if (found !== undefined && (wanted === undefined || wanted === found.event)) return found.judge(payload, headers);
  const { values, candidates } = identifyEvent(contract, payload, headers);
  const possible = delivery.event === undefined ? candidates : [];
  const judged = possible
    .filter((event) => wanted === undefined || wanted === event)
    .map((event) => events.get(event.name)?.judge(payload, headers) ?? []);
  // Where nothing tells events apart, one that accepts will do; else the one that is nearest says what is wrong.
  const [nearest] = judged.toSorted((one, other) => one.length - other.length);
  return nearest ?? unselected(contract, wanted === undefined ? contract.events : [wanted], values);
}
