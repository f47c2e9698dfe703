import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAgenda } from '../../src/simulator/agenda.ts';

it('gives tasks by time, and those of one time in the order in which they came', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const agenda = createAgenda<number>();
      for (const [index, at] of times.entries()) agenda.put(at, index);
      const taken = times.map(() => agenda.take());
      expect(agenda.take()).toBeUndefined();
      const expected = times.map((at, task) => ({ at, task })).toSorted((a, b) => a.at - b.at || a.task - b.task);
      expect(taken.map((one) => ({ at: one?.at, task: one?.task }))).toEqual(expected);
    }),
  );
});
