import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  canonicalText,
  confusedNumber,
  roundedInYaml,
  roundedNumbers,
} from '../../../src/registry/domain/exact-numbers.ts';
import { canonicalize } from '../../../src/json-schema/canonicalize.ts';
import { parseJsonBodies } from '../../../src/serve/parse-json.ts';
import { fastify } from 'fastify';
import { startServer } from '../confluent/server.ts';
import type { TestServer } from '../confluent/server.ts';
import { describeStores } from '../stores.ts';

const neighbours = [
  '9007199254740992',
  '9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '1e400',
  '1e401',
];
neighbours.push('-9007199254740993', '0.1', '0.1000000000000000055', '1e-400', '2e-400', '0');

test('numbers that differ in any digit have different canonical texts, and each is the same number again', () => {
  const texts = neighbours.map((number) => canonicalText(`{ "maximum": ${number} }`));
  expect(new Set(texts).size).toBe(neighbours.length);
  for (const text of texts) expect(canonicalText(text)).toBe(text);
  expect(texts).toContain('{"maximum":9007199254740993}');
});

test.each([
  ['9007199254740993', '9007199254740993.0'],
  ['9007199254740993', '900719925474099300e-2'],
  ['0.1', '1.0e-1'],
  ['1e400', '10e399'],
  ['100', '1e2'],
])('%s and %s are written alike', (one, other) => {
  expect(canonicalText(`[${one}]`)).toBe(canonicalText(`[${other}]`));
});

test('what a double holds is written as before', () => {
  const text = '{"b":[0.1,1e21,1e-7,9007199254740992,123456789012345,-0.0],"a":"9007199254740993","10":1,"9":2}';
  expect(canonicalText(text)).toBe(canonicalize(JSON.parse(text)));
  // A text that looks like what stands for a number on the way is a text.
  expect(canonicalText('["#number:1",9007199254740993]')).toBe('["#number:1",9007199254740993]');
});

test('numbers that reading changes are found in JSON and YAML, and no others', () => {
  expect(roundedNumbers('{"a":9007199254740993,"b":[0.1,"9007199254740993"]}')).toEqual([
    { source: '9007199254740993', read: 9007199254740992 },
  ]);
  const yaml =
    'a: 9007199254740993\nb: [0x20000000000001, 0x1F, 1e3]\nc: "9007199254740993"\nd: 2026-01-01T00:00:00.0000000000Z\n';
  expect(roundedInYaml(yaml).map(({ source }) => source)).toEqual(['9007199254740993', '0x20000000000001']);
  expect(confusedNumber(['[9007199254740993]', '[9007199254740992]'])).toEqual([
    '9007199254740993',
    '9007199254740992',
  ]);
  expect(confusedNumber(['[9007199254740993]', '[5, 9007199254740993]'])).toBeUndefined();
});

test('a body with such a number is refused, and told why', async () => {
  const server = fastify();
  parseJsonBodies(server);
  server.post('/', ({ body }) => ({ body }));
  const send = async (payload: string) =>
    server.inject({ method: 'POST', url: '/', headers: { 'content-type': 'application/json' }, payload });
  const refused = await send('{"maximum":9007199254740993}');
  expect([refused.statusCode, refused.json<{ message: string }>().message]).toEqual([
    422,
    'The body has the number 9007199254740993, which is read as 9007199254740992: a double holds no more. Write a number that it holds, or leave it out.',
  ]);
  expect((await send(`{"maximum":${'9'.repeat(100_000)}}`)).statusCode).toBe(422);
  expect((await send('{"maximum":9007199254740992}')).json()).toEqual({ body: { maximum: 9007199254740992 } });
  await server.close();
});

describeStores('schemas with numbers that no double holds', (stores) => {
  let server: TestServer;
  beforeEach(async () => {
    server = startServer(await stores.open());
  });
  afterEach(() => server.close());
  const body = (schema: string) => ({ schemaType: 'JSON', schema });
  const register = async (subject: string, schema: string, query = '') =>
    (await server.call('POST', `/subjects/${subject}/versions${query}`, body(schema))).body as { id: number };

  describe('are told apart', () => {
    test('by id, in any subject, and served as they were written', async () => {
      const ids: number[] = [];
      // An infinity is no limit, and refused.
      const finite = neighbours.filter((number) => !number.startsWith('1e4'));
      for (const [index, number] of finite.entries())
        ids.push((await register(`s${index}`, `{"maximum": ${number}}`)).id);
      expect(new Set(ids).size).toBe(finite.length);
      expect((await register('other', `{ "maximum":9007199254740993.0 }`)).id).toBe(ids[1]);
      expect((await server.call('GET', `/schemas/ids/${ids[1]}/schema`)).text).toBe('{"maximum": 9007199254740993}');
      const found = await server.call('POST', '/subjects/s0', body('{"maximum":9007199254740993}'));
      expect(found.status).toBe(404);
      const normal = await register('normal', '{"minimum":9007199254740993,"description":"x"}', '?normalize=true');
      expect((await server.call('GET', `/schemas/ids/${normal.id}/schema`)).text).toBe(
        '{"description":"x","minimum":9007199254740993}',
      );
    });
  });

  test('and nobody says that one includes the other', async () => {
    await register('s', '{"maximum":9007199254740993}');
    for (const level of ['BACKWARD', 'FORWARD', 'FULL']) {
      await server.call('PUT', '/config/s', { compatibility: level });
      const refused = await server.call('POST', '/subjects/s/versions', body('{"maximum":9007199254740992}'));
      expect(refused.status).toBe(409);
      expect(refused.text).toContain('9007199254740993 and 9007199254740992 are read as the same number');
    }
    // The same number in both is no matter.
    const added = await server.call('POST', '/subjects/s/versions', body('{"maximum":9007199254740993,"title":"x"}'));
    expect(added.status).toBe(200);
  });

  test('keys that stand twice, and numbers without end, are refused', async () => {
    for (const [schema, why] of [
      ['{"maximum":1,"maximum":5}', 'the key "maximum" stands twice in the same object'],
      [`{"maximum":${'1'.repeat(5_000)}}`, 'a number has more than 1000 characters'],
    ] as const) {
      const { status, body: told } = await server.call('POST', '/subjects/s/versions', body(schema));
      expect([status, told]).toEqual([422, { error_code: 42201, message: `Invalid schema: ${why}.` }]);
    }
  });
});
