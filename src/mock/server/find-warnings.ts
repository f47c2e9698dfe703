import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import { TooManySteps } from '../../json-schema/explain.ts';
import { findUndocumented } from '../../json-schema/strict.ts';
import type { Undocumented } from '../../json-schema/strict.ts';
import { createValidator } from '../../json-schema/validate.ts';
import { listOf } from '../../json-schema/violation.ts';
import type { Json } from '../../util/json.ts';
import type { Warning } from './verdict.ts';

const mostWarnings = 50;

/** What a payload holds that its contract lets through but does not describe. */
export type FindWarnings = (contract: Contract, event: ContractEvent, payload: Json) => readonly Warning[];

/** Makes a finder for contracts; their schemas are compiled when they are first needed. */
export function createWarningFinder(contracts: readonly Contract[]): FindWarnings {
  const validators = new Map(contracts.map((contract) => [contract, createValidator(contract.schemas)]));
  return (contract, event, payload) => {
    const validator = validators.get(contract);
    if (validator === undefined) return [];
    try {
      return findUndocumented(validator, event.payload, payload).slice(0, mostWarnings).map(told);
    } catch (error) {
      // A payload nested so deeply is judged all the same; only its warnings are missing.
      if (error instanceof TooManySteps) return [];
      throw error;
    }
  };
}

function told({ kind, pointer, inner, known = [] }: Undocumented): Warning {
  const message =
    kind === 'property'
      ? 'is not described by the contract'
      : `is none of the known values${known.length === 0 ? '' : `: ${listOf(known)}`}`;
  return { kind, pointer, ...(inner === undefined ? {} : { inner }), message };
}
