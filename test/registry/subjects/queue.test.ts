import { expect, test } from 'vitest';
import { StoreError } from '../../../src/database/store-error.ts';
import { BoundedMap } from '../../../src/registry/domain/subjects/bounded-map.ts';
import { createQueue } from '../../../src/registry/domain/subjects/queue.ts';

const conflict = () => new StoreError('conflict', '0 rows were written, not 1');

test('tasks of one key come one after the other, and a failure is no obstacle', async () => {
  const queue = createQueue();
  const seen: string[] = [];
  const task = (name: string) => async () => {
    seen.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(`${name} ends`);
    if (name === 'a1') throw new Error(name);
    return name;
  };
  const all = await Promise.allSettled([queue('a', task('a1')), queue('a', task('a2')), queue('b', task('b1'))]);
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(seen.indexOf('a2 begins')).toBeGreaterThan(seen.indexOf('a1 ends'));
  expect(seen.indexOf('b1 begins')).toBeLessThan(seen.indexOf('a1 ends'));
});

test('what others have overtaken is done again, other failures are not', async () => {
  const queue = createQueue();
  let tries = 0;
  const third = await queue('a', async () => {
    tries += 1;
    if (tries < 3) throw conflict();
    return tries;
  });
  expect(third).toBe(3);
  tries = 0;
  const failing = queue('a', async () => {
    tries += 1;
    throw new StoreError('full', 'there is no space left');
  });
  await expect(failing).rejects.toMatchObject({ reason: 'full' });
  expect(tries).toBe(1);
});

test('a bounded map forgets what was used longest ago', () => {
  const map = new BoundedMap<number>(2);
  map.set('a', 1);
  map.set('b', 2);
  expect(map.get('a')).toBe(1);
  map.set('c', 3);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3]);
});
