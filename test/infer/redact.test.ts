import { describe, expect, test } from 'vitest';
import { ExampleChoice } from '../../src/infer/contract/examples.ts';
import { redact } from '../../src/infer/contract/redact.ts';
import type { Json } from '../../src/util/json.ts';

describe('examples are redacted', () => {
  const cases: Readonly<Record<string, readonly [payload: Json, expected: Json]>> = {
    'what a name says': [
      {
        first_name: 'Guest',
        phone: '+371 2000-0000',
        zip: 'LV-1010',
        guest: { name: 'Guest' },
        shop: { name: 'Shop' },
      },
      {
        first_name: 'redacted',
        phone: '+000 0000-0000',
        zip: 'redacted',
        guest: { name: 'redacted' },
        shop: { name: 'Shop' },
      },
    ],
    'what a value shows': [
      {
        a: 'guest@example.org',
        b: '+37120000000',
        c: '198.51.100.7',
        d: 'eyJhbGciOiJub25lIn0.e30.',
        e: 'Call guest@example.org, please.',
      },
      { a: 'name@example.com', b: '+00000000000', c: '192.0.2.1', d: 'redacted', e: 'Call name@example.com, please.' },
    ],
    credentials: [
      {
        api_key: 'k',
        accessToken: 'x',
        url: 'https://example.org/?a=1&token=abc',
        secret_count: 3,
        hook: 'https://guest:pass@example.org/',
      },
      {
        api_key: 'redacted',
        accessToken: 'redacted',
        url: 'https://example.com/redacted',
        secret_count: 1,
        hook: 'https://example.com/redacted',
      },
    ],
    'whole objects': [
      { address: { line: 'Some street 1', country: 'LV', floor: 3, lift: true, door: null } },
      { address: { line: 'redacted', country: 'redacted', floor: 1, lift: true, door: null } },
    ],
    'lists, and JSON in texts': [
      { emails: ['a@example.org', 'b@example.org'], raw: '{"email":"a@example.org","id":7}' },
      { emails: ['name@example.com', 'name@example.com'], raw: '{"email":"name@example.com","id":7}' },
    ],
    keys: [{ seats: { 'guest@example.org': 1 } }, { seats: { 'name@example.com': 1 } }],
    'nothing else': [
      {
        type: 'order.paid',
        id: '3f2b8c1e-0000-4000-8000-000000000001',
        at: '2026-01-01T00:00:00Z',
        total: 12.5,
        note_url: 'https://example.org/n',
      },
      {
        type: 'order.paid',
        id: '3f2b8c1e-0000-4000-8000-000000000001',
        at: '2026-01-01T00:00:00Z',
        total: 12.5,
        note_url: 'https://example.org/n',
      },
    ],
  };

  test.each(Object.entries(cases))('%s', (_, [payload, expected]) => {
    expect(redact(payload, new Set()).payload).toEqual(expected);
  });

  test('each replacement is listed, without what was there; what says which event it is stays', () => {
    const { payload, replacements } = redact({ email: 'guest@example.org', name: 'a' }, new Set(['/name']));
    expect([payload, replacements]).toEqual([
      { email: 'name@example.com', name: 'a' },
      [{ pointer: '/email', reason: 'email', became: 'name@example.com' }],
    ]);
    expect(JSON.stringify(replacements)).not.toContain('guest');
  });
});

describe('examples are chosen', () => {
  const choose = (...payloads: readonly Json[]) => {
    const choice = new ExampleChoice();
    for (const payload of payloads) choice.offer(payload, JSON.stringify(payload).length, 'live');
    return choice.choose('order.paid');
  };

  test('the one that shows most first, then what it lacks, named after that', () => {
    const chosen = choose(
      { id: 1 },
      { id: 2 },
      { id: 3, note: 'a b', table: 7 },
      { id: 4, gift: { wrap: true } },
      { id: 5 },
    );
    expect(chosen.map(({ name, payload }) => [name, payload])).toEqual([
      ['order-paid', { id: 3, note: 'a b', table: 7 }],
      ['order-paid-with-gift', { id: 4, gift: { wrap: true } }],
    ]);
  });

  test('at most three, each with a name of its own, none too long, none too deep', () => {
    const letters = 'abcdefgh'.split('');
    expect(choose(...letters.map((key) => ({ [key]: key.length })))).toHaveLength(3);
    expect(new Set(choose(...letters.map((key) => ({ [key]: 1 }))).map(({ name }) => name)).size).toBe(3);
    expect(choose({ text: 'x'.repeat(100_000) }, JSON.parse('['.repeat(60) + ']'.repeat(60)) as Json)).toEqual([]);
  });
});
