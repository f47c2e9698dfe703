import { isFrugal } from './draw.ts';
import type { Applied } from './applied.ts';
import type { Draw, Plan, Planner } from './draw.ts';
import type { Choice } from './gather.ts';

/** The plan of a place about which something is left to chance. `planOf` makes the plan for one of the options. */
export function createOpenPlan(choice: Choice, planner: Planner, planOf: (option: readonly Applied[]) => Plan): Plan {
  let isAsked = false;
  let possible: { readonly plain: readonly Plan[]; readonly nulls: readonly Plan[] } | undefined;
  const options = (): NonNullable<typeof possible> => {
    const found = choice.options
      .map((option) => ({ plan: planOf(option), isNull: option.some((applied) => isNullOnly(applied, planner)) }))
      .filter(({ plan }) => plan.isPossible());
    possible ??= {
      plain: found.filter(({ isNull }) => !isNull).map(({ plan }) => plan),
      nulls: found.filter(({ isNull }) => isNull).map(({ plan }) => plan),
    };
    return possible;
  };
  const known = (): NonNullable<typeof possible> => possible ?? options();
  const self: Plan = {
    isPossible() {
      // Asked again while it is answered: the answer does not depend on this place then.
      if (isAsked && possible === undefined) return true;
      isAsked = true;
      const { plain, nulls } = known();
      return plain.length + nulls.length > 0;
    },
    height(seen) {
      if (seen.has(self)) return Infinity;
      const within = new Set([...seen, self]);
      const { plain, nulls } = known();
      return Math.min(Infinity, ...[...nulls, ...plain].map((plan) => plan.height(within)));
    },
    make(draw, name) {
      const plan = pick(known(), draw);
      if (plan === undefined) return null;
      draw.path.push(self);
      const value = plan.make(draw, name);
      draw.path.pop();
      return value;
    },
  };
  return self;
}

function pick(
  { plain, nulls }: { readonly plain: readonly Plan[]; readonly nulls: readonly Plan[] },
  draw: Draw,
): Plan | undefined {
  if (isFrugal(draw)) return flattest([...nulls, ...plain]);
  if (plain.length === 0) return nulls[0];
  return nulls.length > 0 && draw.random.chance(draw.nulls) ? nulls[0] : draw.random.pick(plain);
}

function flattest(plans: readonly Plan[]): Plan | undefined {
  const heights = plans.map((plan) => plan.height(new Set()));
  return plans[heights.indexOf(Math.min(...heights))];
}

/** Whether a schema is there to allow null and nothing else. */
function isNullOnly({ schema }: Applied, planner: Planner): boolean {
  if (typeof schema === 'boolean' || !planner.holds(schema, null)) return false;
  return schema['type'] === 'null' || schema['const'] === null || JSON.stringify(schema['enum']) === '[null]';
}
