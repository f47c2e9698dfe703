import { isFormat } from '../formats.ts';
import { isMultiple } from '../multiple.ts';
import type { AppliedObject } from './applied.ts';
import type { Maker, Planner } from './draw.ts';
import { personalKind } from './personal.ts';
import type { Random } from './random.ts';
import { phone } from './words.ts';

/** Where nothing else is said, numbers are between 0 and this. */
const usual = 100;

interface Limits {
  readonly least: number;
  readonly most: number;
  /** All of these divide the number. */
  readonly factors: readonly number[];
}

/** Makes numbers of a size that people use; those without a fraction where `isWhole`. */
export function createNumberMaker(schemas: readonly AppliedObject[], isWhole: boolean, planner: Planner): Maker {
  const limits = limitsOf(schemas);
  const accepts = acceptor(schemas, isWhole, limits, planner);
  const isPhone = personalKind(schemas) === 'phone';
  return {
    isPossible: () => limits.least <= limits.most,
    height: () => 0,
    make({ random }) {
      const number = isPhone ? Number(phone(random)) : Number.NaN;
      if (accepts(number)) return number;
      for (let attempt = 0; attempt < 20; attempt++) {
        const candidate = draw(random, isWhole, limits);
        if (accepts(candidate)) return candidate;
      }
      return draw(random, isWhole, limits);
    },
  };
}

function limitsOf(schemas: readonly AppliedObject[]): Limits {
  const stated = (keyword: string): number[] =>
    schemas.flatMap(({ schema }) => (typeof schema[keyword] === 'number' ? [schema[keyword]] : []));
  const least = Math.max(-Infinity, ...stated('minimum'), ...stated('exclusiveMinimum'));
  const most = Math.min(Infinity, ...stated('maximum'), ...stated('exclusiveMaximum'));
  const factors = stated('multipleOf');
  const span = Math.max(usual, ...factors.map((factor) => factor * 10));
  if (least === -Infinity && most === Infinity) return { least: 0, most: span, factors };
  if (least === -Infinity) return { least: Math.min(0, most - span), most, factors };
  return { least, most: most === Infinity ? least + span : most, factors };
}

function acceptor(
  schemas: readonly AppliedObject[],
  isWhole: boolean,
  { least, most, factors }: Limits,
  planner: Planner,
): (value: number) => boolean {
  const formats = schemas.flatMap(({ schema: { format } }) => (typeof format === 'string' ? [format] : []));
  const strict = schemas.filter(
    ({ schema }) => 'not' in schema || 'exclusiveMinimum' in schema || 'exclusiveMaximum' in schema,
  );
  return (value) =>
    value >= least &&
    value <= most &&
    (!isWhole || Number.isInteger(value)) &&
    factors.every((factor) => isMultiple(value, factor)) &&
    formats.every((format) => isFormat(format, value)) &&
    strict.every(({ schema }) => planner.holds(schema, value));
}

/** Whole numbers, multiples, or as few decimals as lie between the limits. */
function draw(random: Random, isWhole: boolean, { least, most, factors }: Limits): number {
  const step = factors.length === 0 ? (isWhole ? 1 : decimals(most - least)) : Math.max(...factors);
  const [first, last] = [Math.ceil(least / step), Math.floor(most / step)];
  if (first > last) return least;
  const count = random.int(first, Math.min(last, first + Number.MAX_SAFE_INTEGER));
  // 7 * 0.01 is 0.07 and a little more.
  return step === 1 ? count : Number((count * step).toPrecision(15));
}

function decimals(span: number): number {
  return span >= 1 || span <= 0 ? 0.01 : 10 ** (Math.floor(Math.log10(span)) - 2);
}
