import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import { explain, startRun, TooManySteps } from '../../json-schema/explain.ts';
import { numberFormats, stringFormats } from '../../json-schema/formats.ts';
import { child } from '../../json-schema/pointer.ts';
import { createTargets } from '../../json-schema/prepare.ts';
import type { Target } from '../../json-schema/prepare.ts';
import { createValidator } from '../../json-schema/validate.ts';
import type { Violation } from '../../json-schema/validate.ts';
import type { Json } from '../../util/json.ts';
import { toPortableSchemas } from '../projection/portable-schemas.ts';
import { goPattern, pythonPattern } from '../projection/spell-pattern.ts';

/** How a payload breaks the schema of an event; undefined when receivers in other languages would not say the same. */
export type FindViolations = (event: ContractEvent, payload: Json) => readonly Violation[] | undefined;

/** Holds payloads against the contract, and against the part of it that every client checks. */
export function createVerdicts(contract: Contract): FindViolations {
  const whole = wholeContract(contract);
  const common = commonPart(contract);
  return (event, payload) => {
    const found = guarded(() => whole(event, payload));
    const inCommon = guarded(() => common(event, payload));
    const isSame = found !== undefined && inCommon !== undefined && (found.length === 0) === (inCommon.length === 0);
    return isSame ? found : undefined;
  };
}

type Explain = (event: ContractEvent, payload: Json) => readonly Violation[];

/** Compiling takes longer than all the rest, and only `unevaluated...` cannot do without. */
function wholeContract({ schemas: bundle }: Contract): Explain {
  if (JSON.stringify(bundle.definitions).includes('"unevaluated')) {
    const validator = createValidator(bundle);
    return ({ payload: name }, payload) => validator.compile(name).violations(payload);
  }
  const known = new Set([...stringFormats.keys(), ...numberFormats.keys()]);
  const targets = createTargets(bundle, { known, assert: true });
  return ({ payload: name }, payload) =>
    explain(startRun(targets.get), targets.prepare(child('/definitions', name)), payload);
}

function commonPart(contract: Contract): Explain {
  const { schemas, events } = toPortableSchemas(contract, (pattern) =>
    goPattern(pattern) === undefined || pythonPattern(pattern) === undefined ? undefined : pattern,
  );
  const targetOf = (key: string): Target => ({ key, pointer: `/${key}`, schema: schemas.get(key) ?? true });
  return ({ name }, payload) => explain(startRun(targetOf), targetOf(events.get(name) ?? ''), payload);
}

function guarded(work: () => readonly Violation[]): readonly Violation[] | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof TooManySteps || error instanceof RangeError) return undefined;
    throw error;
  }
}
