import { describe, expect, test } from 'vitest';
import type { Contract } from '../../src/asyncapi/model.ts';
import { bodyFromText } from '../../src/deliveries/body.ts';
import type { Capture } from '../../src/deliveries/capture.ts';
import { createContractChooser } from '../../src/deliveries/choose-contract.ts';
import type { Json } from '../../src/util/json.ts';
import { contract, object, validators } from './small-contracts.ts';

const text = { type: 'string' } as const;
const number = { type: 'number' } as const;

function capture(parts: Partial<Capture> = {}, headers: Capture['delivery']['headers'] = []): Capture {
  return {
    id: '1',
    delivery: { method: 'POST', url: 'https://example.com/', headers, body: bodyFromText('') },
    missing: new Set(),
    origin: undefined,
    attested: false,
    place: { file: 'a' },
    locate: () => undefined,
    ...parts,
  };
}

const event = (
  schema: Parameters<typeof object>[0],
): Record<string, { match: [['a']]; schema: ReturnType<typeof object> }> => ({
  a: { match: [['a']], schema: object(schema) },
});
const acme1 = contract('acme@1.9.0', ['/type'], event({ type: text, id: text }));
const acme2 = contract('acme@1.10.0', ['/type'], event({ type: text, id: number }));
const other = contract('other@3.0.0', ['/type'], event({ type: text }), { kind: 'header', header: 'X-Other' });

function choose(
  contracts: readonly Contract[],
  payload: Json,
  parts: Partial<Capture> = {},
  headers: Capture['delivery']['headers'] = [],
): unknown {
  const validatorOf = validators();
  const chooser = createContractChooser(contracts, (each, { payload: name }, value) =>
    validatorOf(each).compile(name).isValid(value),
  );
  const choice = chooser(capture(parts, headers), payload);
  return choice === undefined ? undefined : [choice.contract.id, choice.identification.event?.name, choice.accepted];
}

describe('the contract of a capture', () => {
  test('the one it states', () => {
    expect(choose([acme1, acme2, other], { type: 'a', id: 1 }, { contract: 'acme@1.9.0' })).toEqual([
      'acme@1.9.0',
      'a',
      undefined,
    ]);
    expect(choose([acme1, other], { type: 'b' }, { vendor: 'other' })).toEqual(['other@3.0.0', undefined, false]);
    expect(choose([acme1, other], { type: 'a' }, { contract: 'acme@9.9.9' })).toBeUndefined();
  });

  test('the one whose signature header is there', () => {
    expect(choose([acme1, other], { type: 'a', id: 'x' }, {}, [['x-other', 'y']])).toEqual([
      'other@3.0.0',
      'a',
      undefined,
    ]);
    expect(choose([acme1, other], { type: 'b' }, {}, [['x-other', 'y']])).toEqual(['other@3.0.0', undefined, false]);
  });

  test('the newest version that accepts the payload', () => {
    const versions = [acme1, acme2];
    expect(choose(versions, { type: 'a', id: 1 })).toEqual(['acme@1.10.0', 'a', true]);
    expect(choose(versions, { type: 'a', id: 'x' })).toEqual(['acme@1.9.0', 'a', true]);
  });

  test('the newest version when none accepts it', () => {
    expect(choose([acme1, acme2], { type: 'a' })).toEqual(['acme@1.10.0', 'a', false]);
  });

  test('none when no selector knows the event', () => {
    expect(choose([acme1, acme2, other], { type: 'b' })).toBeUndefined();
    expect(choose([], { type: 'a' })).toBeUndefined();
  });

  test('the event that accepts the payload when the selector needs headers that are not known', () => {
    const hub = contract('hub@1.0.0', ['header:X-Event'], {
      push: { match: [['push']], schema: object({ ref: text }) },
      issue: { match: [['issue']], schema: object({ number }) },
    });
    const payloadOnly = { missing: new Set(['headers'] as const) };
    expect(choose([hub], { number: 1 }, payloadOnly)).toEqual(['hub@1.0.0', 'issue', true]);
    expect(choose([hub], {}, payloadOnly)).toEqual(['hub@1.0.0', undefined, false]);
  });

  test('a contract with one event and no selector comes after one that knows the event', () => {
    const single = contract('single@9.0.0', [], { any: { match: [], schema: true } });
    expect(choose([single, acme1], { type: 'a', id: 'x' })).toEqual(['acme@1.9.0', 'a', undefined]);
    expect(choose([single, acme1], { type: 'b' })).toEqual(['single@9.0.0', 'any', undefined]);
  });
});
