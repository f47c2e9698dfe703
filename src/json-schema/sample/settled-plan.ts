import type { Json } from '../../util/json.ts';
import type { AppliedObject } from './applied.ts';
import { createArrayMaker } from './arrays.ts';
import { typesOf, valuesOf } from './demands.ts';
import type { TypeName } from './demands.ts';
import { isFrugal, SampleTooLarge } from './draw.ts';
import type { Draw, Maker, Plan, Planner } from './draw.ts';
import { createNumberMaker } from './numbers.ts';
import { createObjectMaker } from './objects.ts';
import { createTextMaker } from './texts.ts';

/** A sample that goes this far beyond its budget grows without end. */
const tooFar = -20_000;

/** What can be made for a place: one of `values`, or a value of one of the types. */
interface Makers {
  readonly values: readonly Json[] | undefined;
  readonly plain: readonly Maker[];
  readonly allowsNull: boolean;
}

/** The plan of a place about which all schemas are known that apply. */
export function createSettledPlan(schemas: readonly AppliedObject[], planner: Planner): Plan {
  let made: Makers | undefined;
  let isAsked = false;
  let isPossible: boolean | undefined;
  const makers = (): Makers => (made ??= createMakers(schemas, planner));
  const self: Plan = {
    isPossible() {
      if (isPossible !== undefined || isAsked) return isPossible ?? true;
      isAsked = true;
      const { values, plain, allowsNull } = makers();
      isPossible = allowsNull || (values ?? plain).length > 0;
      return isPossible;
    },
    height(seen) {
      if (seen.has(self)) return Infinity;
      const { values, plain, allowsNull } = makers();
      if ((values?.length ?? 0) > 0 || allowsNull) return 0;
      const within = new Set([...seen, self]);
      return Math.min(Infinity, ...plain.map((maker) => maker.height(within)));
    },
    make(draw, name) {
      if (--draw.left < tooFar) throw new SampleTooLarge('The value grows without end.');
      draw.path.push(self);
      const value = make(makers(), draw, name);
      draw.path.pop();
      return value;
    },
  };
  return self;
}

function createMakers(schemas: readonly AppliedObject[], planner: Planner): Makers {
  const values = valuesOf(schemas, planner);
  if (values !== undefined) {
    return { values: values.filter((value) => value !== null), plain: [], allowsNull: values.includes(null) };
  }
  const { types, others } = typesOf(schemas);
  const makersOf = (names: readonly TypeName[]): Maker[] =>
    names.flatMap((type) => makerOf(type, schemas, planner) ?? []).filter((maker) => maker.isPossible());
  const likely = makersOf(types);
  const plain = likely.length > 0 ? likely : makersOf(others);
  const mayBeNull = [...types, ...(likely.length > 0 ? [] : others)].includes('null');
  return { values, plain, allowsNull: mayBeNull && schemas.every(({ schema }) => planner.holds(schema, null)) };
}

function makerOf(type: TypeName, schemas: readonly AppliedObject[], planner: Planner): Maker | undefined {
  switch (type) {
    case 'null':
      return undefined;
    case 'boolean':
      return { isPossible: () => true, height: () => 0, make: ({ random }) => random.chance(0.5) };
    case 'integer':
    case 'number':
      return createNumberMaker(schemas, type === 'integer', planner);
    case 'string':
      return createTextMaker(schemas, planner);
    case 'array':
      return createArrayMaker(schemas, planner);
    case 'object':
      return createObjectMaker(schemas, planner);
  }
}

function make({ values, plain, allowsNull }: Makers, draw: Draw, name: string): Json {
  const hasOther = (values ?? plain).length > 0;
  if (allowsNull && (!hasOther || draw.random.chance(draw.nulls))) return null;
  if (values !== undefined) return copyOf(draw.random.pick(values));
  const maker = isFrugal(draw) ? flattest(plain) : draw.random.pick(plain);
  return maker === undefined ? null : maker.make(draw, name);
}

/** Whoever gets a sample may change it. */
function copyOf(value: Json): Json {
  return typeof value === 'object' && value !== null ? structuredClone(value) : value;
}

function flattest(makers: readonly Maker[]): Maker | undefined {
  const heights = makers.map((maker) => maker.height(new Set()));
  return makers[heights.indexOf(Math.min(...heights))];
}
