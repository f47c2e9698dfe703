import { expectTypeOf } from 'expect-type';
import { expect, test } from 'vitest';
import { checkEvent, example, examples, sample } from '../../src/testing/index.ts';
import type { ContractExample } from '../../src/testing/index.ts';
import type { Json } from '../../src/util/json.ts';

interface Ready {
  type: 'order.ready';
  order: { id: number };
}
interface Placed {
  type: 'order.placed';
}
interface PlacedBefore {
  type: 'order.placed';
  old: true;
}

declare global {
  // What generated clients add.
  interface CounterfoilContracts {
    'typed-bakery@1.0.0': { 'order.placed': PlacedBefore };
    'typed-cafe@1.0.0': { 'order.ready': Ready; 'order.placed': Placed };
    'typed-diner@1.0.0': { 'order.placed': PlacedBefore };
    'typed-diner@2.0.0': { 'order.placed': Placed; 'order.ready': Ready };
  }
}

const client = {
  contract: 'typed-cafe@1.0.0',
  events: { 'order.ready': { isValid: (value: unknown): value is Ready => value !== null } },
} as const;

/** Never called: what matters here is what compiles. */
export function typed(): void {
  expectTypeOf(example('typed-cafe', 'order.ready')).toEqualTypeOf<Ready>();
  expectTypeOf(example('typed-cafe@1.0.0', 'order.placed')).toEqualTypeOf<Placed>();
  expectTypeOf(sample('typed-cafe', 'order.ready', { seed: 7 })).toEqualTypeOf<Ready>();
  // Several versions are known and none is named: it can be either.
  expectTypeOf(sample('typed-diner', 'order.placed')).toEqualTypeOf<Placed | PlacedBefore>();
  expectTypeOf(sample('typed-diner@2.0.0', 'order.placed')).toEqualTypeOf<Placed>();
  expectTypeOf(example(client, 'order.ready')).toEqualTypeOf<Ready>();
  expectTypeOf(examples('typed-cafe')).toEqualTypeOf<
    (ContractExample<'order.ready', Ready> | ContractExample<'order.placed', Placed>)[]
  >();
  expectTypeOf(examples('typed-cafe', 'order.ready')).toEqualTypeOf<ContractExample<'order.ready', Ready>[]>();

  // Nothing is known of these: any JSON, unless the test says what it is.
  expectTypeOf(example('./contracts/cafe', 'order.ready')).toEqualTypeOf<Json>();
  expectTypeOf(example<Ready>('./contracts/cafe', 'order.ready')).toEqualTypeOf<Ready>();
  expectTypeOf(sample<Ready>('./contracts/cafe', 'order.ready')).toEqualTypeOf<Ready>();
  expectTypeOf(examples('./contracts/cafe')).toEqualTypeOf<ContractExample[]>();
  checkEvent('./contracts/cafe', 'order.ready', {});
  const name: string = 'typed-cafe';
  expectTypeOf(example(name, 'order.ready')).toEqualTypeOf<Json>();

  // @ts-expect-error the event is misspelled
  example('typed-cafe', 'order.raedy');
  // @ts-expect-error the event is misspelled
  checkEvent('typed-cafe', 'order.raedy', {});
  // @ts-expect-error the event is of another version
  sample('typed-diner@1.0.0', 'order.ready');
  // @ts-expect-error the client has no such event
  example(client, 'order.placed');
  // @ts-expect-error the type of what it is put into does not make it a text
  const text: string = example('typed-cafe', 'order.ready');
  // @ts-expect-error nor does it where nothing is known
  const other: string = example('./contracts/cafe', 'order.ready');
  return void [text, other];
}

test('the types above are checked when the sources are', () => {
  expect(typed).toBeTypeOf('function');
});
