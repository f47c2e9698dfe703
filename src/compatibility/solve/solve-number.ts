import type { BoundConstraint } from '../algebra/formula.ts';
import { allReasons, found, none, unsure } from './outcome.ts';
import type { Demand, Outcome } from './outcome.ts';
import { Decimals, greatestCommonDivisor } from './decimals.ts';
import type { Questions } from './questions.ts';

/** Multiples that are tried one by one. */
const mostTries = 2_000n;

interface Interval {
  readonly low: BoundConstraint | undefined;
  readonly high: BoundConstraint | undefined;
}

/** A number that satisfies all demands. Exact in decimal arithmetic: 19.99 is a multiple of 0.01. */
export function solveNumber(solver: Questions, demands: readonly Demand[]): Outcome {
  const interval = intervalOf(demands);
  if (isEmpty(interval)) return none(allReasons(demands));
  const multiples = demands.flatMap(({ atom: { constraint } }) =>
    constraint.kind === 'multiple' && constraint.holds ? [constraint.of] : [],
  );
  return multiples.length === 0
    ? solveDense(solver, demands, interval)
    : solveMultiples(solver, demands, interval, multiples);
}

function intervalOf(demands: readonly Demand[]): Interval {
  let low: BoundConstraint | undefined;
  let high: BoundConstraint | undefined;
  for (const { atom } of demands) {
    const { constraint } = atom;
    if (constraint.kind !== 'bound') continue;
    if (constraint.side === 'min') low = low === undefined || isTighter(constraint, low) ? constraint : low;
    else high = high === undefined || isTighter(constraint, high) ? constraint : high;
  }
  return { low, high };
}

function isTighter(bound: BoundConstraint, than: BoundConstraint): boolean {
  if (bound.value === than.value) return bound.exclusive;
  return bound.side === 'min' ? bound.value > than.value : bound.value < than.value;
}

function isEmpty({ low, high }: Interval): boolean {
  if (low === undefined || high === undefined) return false;
  return low.value > high.value || (low.value === high.value && (low.exclusive || high.exclusive));
}

/** Any number of the interval may do: an interval that is no point holds more than finitely many can exclude. */
function solveDense(solver: Questions, demands: readonly Demand[], { low, high }: Interval): Outcome {
  const isPoint = low !== undefined && low.value === high?.value;
  for (const value of isPoint ? [low.value] : denseCandidates(low?.value, high?.value)) {
    if (fits(solver, demands, value)) return found(value);
  }
  return isPoint ? none(allReasons(demands)) : unsure('no number was found between the bounds');
}

function denseCandidates(low: number | undefined, high: number | undefined): number[] {
  const from = low ?? (high === undefined ? -100 : high - 100);
  const to = high ?? (low === undefined ? 100 : low + 100);
  const near = [from, to, 0]
    .map(Math.round)
    .flatMap((center) => Array.from({ length: 41 }, (_, index) => center + index - 20));
  const parts = [2, 3, 4, 5, 7, 10, 11, 13, 97, 1009].flatMap((count) => [
    from + (to - from) / count,
    to - (to - from) / count,
    from + Math.round(((to - from) * 1000) / count) / 1000,
  ]);
  const fractions = [0.5, 0.25, 0.1, 0.01, 0.001, 1e-6, 1e-9].flatMap((step) => [step, -step, from + step, to - step]);
  return [
    0,
    ...near.toSorted((left, right) => Math.abs(left) - Math.abs(right)),
    ...fractions,
    from,
    to,
    ...parts,
  ].filter(Number.isFinite);
}

function solveMultiples(
  solver: Questions,
  demands: readonly Demand[],
  interval: Interval,
  multiples: readonly number[],
): Outcome {
  const excluded = demands.flatMap(({ atom: { constraint } }) =>
    constraint.kind === 'multiple' && !constraint.holds ? [constraint.of] : [],
  );
  const { low, high } = interval;
  const decimals = new Decimals([...multiples, ...excluded, low?.value ?? 0, high?.value ?? 0]);
  const step = multiples.map((of) => decimals.scaled(of)).reduce(leastCommonMultiple);
  if (excluded.some((of) => step % decimals.scaled(of) === 0n)) return none(allReasons(demands));
  const first = low === undefined ? undefined : firstAtLeast(decimals.scaled(low.value), step, low.exclusive);
  const last = high === undefined ? undefined : -firstAtLeast(-decimals.scaled(high.value), step, high.exclusive);
  if (first !== undefined && last !== undefined && first > last) return none(allReasons(demands));
  const complete = first !== undefined && last !== undefined && last - first < mostTries;
  let passesAll = true;
  for (const index of nearestToZero(first, last)) {
    solver.spend(1);
    const value = decimals.number(index * step);
    if (value === undefined) passesAll = false;
    else if (fits(solver, demands, value)) return found(value);
  }
  return complete && passesAll ? none(allReasons(demands)) : unsure('no multiple was found between the bounds');
}

/** The least `index` with `index * step` at least (or above) `bound`. */
function firstAtLeast(bound: bigint, step: bigint, exclusive: boolean): bigint {
  const rest = ((bound % step) + step) % step;
  const index = (bound - rest) / step;
  return rest === 0n && !exclusive ? index : index + 1n;
}

function* nearestToZero(first: bigint | undefined, last: bigint | undefined): Generator<bigint> {
  const start = first !== undefined && first > 0n ? first : last !== undefined && last < 0n ? last : 0n;
  yield start;
  for (let distance = 1n; distance < mostTries; distance += 1n) {
    const above = start + distance;
    const below = start - distance;
    const inAbove = last === undefined || above <= last;
    const inBelow = first === undefined || below >= first;
    if (inAbove) yield above;
    if (inBelow) yield below;
    if (!inAbove && !inBelow) return;
  }
}

function leastCommonMultiple(left: bigint, right: bigint): bigint {
  return (left / greatestCommonDivisor(left, right)) * right;
}

function fits(solver: Questions, demands: readonly Demand[], value: number): boolean {
  return demands.every(({ atom }) => solver.evaluator.satisfies(value, atom));
}
