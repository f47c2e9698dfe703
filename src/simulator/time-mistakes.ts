import { child } from '../json-schema/pointer.ts';
import type { Mistake } from './mistake.ts';
import type { Duration, Scenarios } from './format.ts';
import { longestDuration } from './times.ts';

/** Times of the right form that mean nothing: a day that no calendar has, a range from more to less, ages. */
export function mistakesOfTimes({ start, arrivals, occasions = [], lifecycles }: Scenarios): Mistake[] {
  return [
    ...(Number.isNaN(Date.parse(start)) ? [{ pointer: '/start', message: `There is no moment "${start}".` }] : []),
    ...mistakesOfDuration(arrivals, '/arrivals'),
    ...occasions.flatMap(({ after }, index) => mistakesOfDuration(after, `/occasions/${index}/after`)),
    ...Object.entries(lifecycles).flatMap(([name, { states }]) =>
      Object.entries(states).flatMap(([state, { next = [] }]) => {
        const place = child(`${child('/lifecycles', name)}/states`, state);
        return next.flatMap(({ after }, index) => mistakesOfDuration(after, `${place}/next/${index}/after`));
      }),
    ),
  ];
}

function mistakesOfDuration(duration: Duration, pointer: string): Mistake[] {
  if (typeof duration === 'number') return tooLong(duration, pointer);
  if ('mean' in duration) return tooLong(duration.mean, `${pointer}/mean`);
  if (!('uniform' in duration)) return [];
  const [least, most] = duration.uniform;
  if (least > most) {
    const message = `A duration is drawn from the least to the most: [${most}, ${least}], not [${least}, ${most}].`;
    return [{ pointer: `${pointer}/uniform`, message }];
  }
  return tooLong(most, `${pointer}/uniform/1`);
}

function tooLong(seconds: number, pointer: string): Mistake[] {
  if (seconds <= longestDuration) return [];
  return [{ pointer, message: `${seconds} seconds are too long; at most ${longestDuration}, a year.` }];
}
