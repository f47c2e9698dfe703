import { holds, startRun } from '../explain.ts';
import type { Targets } from '../prepare.ts';
import type { SchemaBundle } from '../schema.ts';
import { targetOf } from './applied.ts';
import type { Applied } from './applied.ts';
import { createOpenPlan } from './open-plan.ts';
import { createSettledPlan } from './settled-plan.ts';
import type { Plan, Planner } from './draw.ts';
import { gather } from './gather.ts';
import type { Choice } from './gather.ts';

/** Makes the plans for the places that the schemas of a bundle apply to, when they are first needed. */
export function createPlanner(targets: Targets, bundle: SchemaBundle): Planner {
  const plans = new Map<string, Plan>();
  const ids = new Map<unknown, number>();
  const idOf = (schema: unknown): number => {
    const id = ids.get(schema) ?? ids.size;
    ids.set(schema, id);
    return id;
  };
  const nameOf = ({ owner, keyword }: Choice): string => `${idOf(owner.schema)} ${keyword}`;
  const planner: Planner = {
    references: {
      targetOf: targets.get,
      follow: (key) => targetOf(targets, bundle, key),
    },
    planOf: (schemas) => planAfter(schemas, []),
    holds: (schema, value) => holds(startRun(targets.get), schema, value, ''),
  };

  /** @param taken the choices that the schemas come from */
  function planAfter(schemas: readonly Applied[], taken: readonly string[]): Plan {
    const key = `${schemas.map(({ schema }) => idOf(schema)).join()} ${taken.join()}`;
    const plan = plans.get(key) ?? createPlan(schemas, taken);
    plans.set(key, plan);
    return plan;
  }

  function createPlan(schemas: readonly Applied[], taken: readonly string[]): Plan {
    const gathered = gather(schemas, planner.references);
    if (gathered.isForbidden) return forbidden;
    const choice = gathered.choices.find((candidate) => !taken.includes(nameOf(candidate)));
    if (choice === undefined) return createSettledPlan(gathered.schemas, planner);
    return createOpenPlan(choice, planner, (option) => planAfter([...schemas, ...option], [...taken, nameOf(choice)]));
  }

  return planner;
}

/** The plan of a place where nothing may be. */
const forbidden: Plan = { isPossible: () => false, height: () => Infinity, make: () => null };
