import { expect, it } from 'vitest';
import { createPace } from '../../src/simulator/pace.ts';

/** A clock that moves when it is slept by, and whatever else takes its time. */
function clockOf() {
  let time = 1000;
  const slept: number[] = [];
  return {
    slept,
    pass: (milliseconds: number) => (time += milliseconds),
    clock: {
      now: () => time,
      sleep: async (milliseconds: number) => {
        slept.push(milliseconds);
        time += milliseconds;
      },
    },
  };
}

it('waits as the virtual clock says, so many times faster', async () => {
  const { clock, slept } = clockOf();
  const pace = createPace({ speed: 60, clock });
  for (const at of [5_000_000, 5_060_000, 5_060_000, 5_180_000]) await pace.until(at);
  await pace.wait(600_000);
  expect(slept).toEqual([1000, 2000, 10_000]);
});

it('catches up with what took too long', async () => {
  const { clock, slept, pass } = clockOf();
  const pace = createPace({ speed: 1, clock });
  await pace.until(0);
  pass(700);
  await pace.until(500);
  await pace.until(1000);
  expect(slept).toEqual([300]);
});

it('waits for nothing without a speed', async () => {
  const { clock, slept } = clockOf();
  const pace = createPace({ speed: Infinity, clock });
  for (const at of [0, 1e9, 2e9]) await pace.until(at);
  await pace.wait(1e9);
  expect(slept).toEqual([]);
});

it('keeps a rate, however fast the virtual clock goes', async () => {
  const { clock, slept, pass } = clockOf();
  const pace = createPace({ speed: Infinity, rate: 10, clock });
  await pace.until(0);
  await pace.until(1);
  pass(40);
  await pace.until(2);
  pass(250);
  await pace.until(3);
  await pace.until(4);
  expect(slept).toEqual([100, 60, 100]);
});

it('ends its waiting when it shall', async () => {
  const stop = new AbortController();
  const pace = createPace({ speed: 1, signal: stop.signal });
  const waiting = pace.wait(3_600_000);
  stop.abort();
  await expect(waiting).resolves.toBeUndefined();
});
