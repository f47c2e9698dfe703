import type { Json } from '../../util/json.ts';
import { below, mapBelow } from './applied.ts';
import type { Applied, AppliedObject } from './applied.ts';
import { isFrugal } from './draw.ts';
import type { Draw, Planner } from './draw.ts';
import type { Members } from './members.ts';
import { patternTexts } from './pattern-texts.ts';
import type { Random } from './random.ts';
import { word } from './words.ts';

/** Properties that the schemas describe without naming them. */
export interface Extras {
  /** At least `needed` of them where that is possible, and no more than `most`. */
  draw(draw: Draw, needed: number, most: number): [name: string, value: Json][];
}

type KeySource = (random: Random, draw: Draw) => string;

/** More than are needed are at most this many. */
const mostFurther = 2;

const anyText: Applied = { schema: { type: 'string' }, written: undefined };

/** @param named the properties that these are not */
export function createExtras(
  schemas: readonly AppliedObject[],
  members: Members,
  named: ReadonlySet<string>,
  planner: Planner,
): Extras {
  const keys = keySources(schemas, planner);
  // Where nothing at all is said about properties, some are made only if they must be.
  const makesFurther = keys.length > 0;
  const sources = makesFurther ? keys : [word];
  return {
    draw(draw, needed, most) {
      let wanted = Math.max(needed, 0);
      if (makesFurther && !isFrugal(draw)) {
        while (wanted < Math.min(most, needed + mostFurther, mostFurther) && draw.random.chance(draw.optional))
          wanted++;
      }
      const found = new Map<string, Json>();
      for (let attempt = 0; found.size < wanted && attempt < wanted * 10; attempt++) {
        const name = draw.random.pick(sources)(draw.random, draw);
        if (named.has(name) || found.has(name)) continue;
        const plan = planner.planOf(members.schemasOf(name));
        if (plan.isPossible() && (found.size < needed || !draw.path.includes(plan)))
          found.set(name, plan.make(draw, name));
      }
      return [...found];
    },
  };
}

function keySources(schemas: readonly AppliedObject[], planner: Planner): KeySource[] {
  const patterns = schemas.flatMap((applied) => mapBelow(applied, 'patternProperties').map(([source]) => source));
  const describesOthers = schemas.some((applied) =>
    [below(applied, 'additionalProperties'), below(applied, 'unevaluatedProperties')].some(
      (held) => typeof held?.schema === 'object',
    ),
  );
  const fromPatterns = patterns.map((source): KeySource => {
    const write = patternTexts(source);
    return (random) => write(random, 3);
  });
  const names = schemas.flatMap((applied) => below(applied, 'propertyNames') ?? []);
  const plan = names.length === 0 ? undefined : planner.planOf([...names, anyText]);
  const other: KeySource = (random, draw) => (plan === undefined ? word(random) : (plan.make(draw, '') as string));
  return describesOthers ? [...fromPatterns, other] : fromPatterns;
}
