import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAnalyst } from '../../src/isolation/analyst.ts';
import { createWorkerPool } from '../../src/isolation/worker-pool.ts';
import type { Json } from '../../src/util/json.ts';
import { describeStores } from '../registry/stores.ts';
import type { StoreSuite } from '../registry/stores.ts';
import { draft, startServer } from '../registry/confluent/server.ts';
import type { TestServer } from '../registry/confluent/server.ts';

const error = (code: number) => expect.objectContaining({ error_code: code });
const of = (schema: string, more: object = {}) => ({ schemaType: 'JSON', schema, ...more });

/** Levels of `allOf` that name the next level twice: 2 ** levels ways to the last one. */
function doubling(levels: number, last: Json): Json {
  const definitions = Object.fromEntries(
    Array.from({ length: levels }, (_, level) => [
      `level${level}`,
      level === levels - 1
        ? last
        : { allOf: [{ $ref: `#/definitions/level${level + 1}` }, { $ref: `#/definitions/level${level + 1}` }] },
    ]),
  );
  return { $schema: 'http://json-schema.org/draft-07/schema#', $ref: '#/definitions/level0', definitions };
}

describeStores('hostile clients', (stores: StoreSuite) => {
  let server: TestServer;
  let call: TestServer['call'];
  beforeEach(async () => {
    server = startServer(await stores.open());
    ({ call } = server);
  });
  afterEach(() => server.close());

  const refused: readonly (readonly [string, object])[] = [
    ['no JSON', of('{"type": "object"')],
    ['nothing', of('')],
    ['a list', of('[]')],
    ['NUL', of('{"title": "\0"}')],
    ['half a character', of('{"title": "\ud800"}')],
    ['a type that does not exist', of('{"type": "text"}')],
    ['a pattern that is none', of('{"pattern": "("}')],
    ['a pattern that repeats endlessly', of('{"pattern": "(?:a{1000}){1000}"}')],
    ['a reference to a file', of('{"$ref": "file:///etc/passwd"}')],
    ['a relative reference', of('{"$ref": "../../../etc/passwd"}')],
    ['a reference to the network', of('{"properties": {"a": {"$ref": "https://example.com/a.json"}}}')],
    [
      'a reference to what clouds tell their machines',
      of('{"definitions": {"a": {"$ref": "http://169.254.169.254/latest/meta-data"}}}'),
    ],
    ['the same $id twice', of('{"definitions": {"a": {"$id": "x"}, "b": {"$id": "x"}}}')],
    ['a reference to itself', of('{"$ref": "#"}')],
    ['10,000 levels', of(`${'{"not":'.repeat(10_000)}{}${'}'.repeat(10_000)}`)],
    ['10,000 levels of lists', of(`{"default": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`)],
    ['an unknown dialect', of('{"$schema": "https://example.com/dialect"}')],
    [
      'a reference to a version that is not there',
      of('{}', { references: [{ name: 'a', subject: 'none', version: 1 }] }),
    ],
    ['references that are none', of('{}', { references: [{ name: 'a' }] })],
    [
      'two references of one name',
      of('{}', { references: ['there', 'other'].map((subject) => ({ name: 'a', subject, version: 1 })) }),
    ],
    [
      '1,000 references',
      of('{}', {
        references: Array.from({ length: 1_000 }, (_, index) => ({ name: `${index}`, subject: 'there', version: 1 })),
      }),
    ],
    ['Avro', { schema: '{"type": "string"}' }],
    ['Protobuf', { schema: 'message A {}', schemaType: 'PROTOBUF' }],
    ['metadata', of('{}', { metadata: { properties: { owner: 'me' } } })],
    ['a schema that is no text', { schemaType: 'JSON', schema: { type: 'object' } }],
  ];

  test('what is no schema of this registry is refused with 42201, and nothing is kept', async () => {
    await server.register('there', true);
    for (const [name, body] of refused) {
      const { status, body: answer } = await call('POST', '/subjects/s/versions', body);
      expect([name, status, answer]).toEqual([name, 422, error(42201)]);
    }
    expect((await call('GET', '/subjects?deleted=true')).body).toEqual(['there']);
  });

  test('bodies that cannot be read, or are too large', async () => {
    const path = '/subjects/s/versions';
    expect(await call('POST', path, '{')).toMatchObject({ status: 400, body: error(400) });
    expect(await call('POST', path, '[]')).toMatchObject({ status: 422, body: error(422) });
    expect(await call('POST', path)).toMatchObject({ status: 422, body: error(422) });
    expect(await call('POST', path, '{}', { 'content-type': 'text/html' })).toMatchObject({
      status: 415,
      body: error(415),
    });
    const large = JSON.stringify({ description: 'x'.repeat(10 * 1024 * 1024) });
    expect(await call('POST', path, of(large))).toMatchObject({ status: 413, body: error(413) });
    const larger = JSON.stringify({ description: 'x'.repeat(1024 * 1024) });
    expect(await call('POST', path, of(larger))).toMatchObject({ status: 422, body: error(42209) });
    // Small ones that refer to large ones are as large.
    const half = JSON.stringify({
      $schema: 'http://json-schema.org/draft-07/schema#',
      description: 'x'.repeat(600_000),
    });
    expect((await call('POST', '/subjects/half/versions', of(half))).status).toBe(200);
    expect((await call('POST', '/subjects/other/versions', of(half.replace('x', 'y')))).status).toBe(200);
    const both = { references: ['half', 'other'].map((subject) => ({ name: subject, subject, version: 1 })) };
    expect((await call('POST', path, of('{}', both))).body).toEqual(error(42209));
  });

  test('__proto__ and constructor are names like others', async () => {
    const text =
      '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"}},"required":["__proto__"]}';
    expect((await call('POST', '/subjects/__proto__/versions', of(text))).body).toEqual({ id: 1, version: 1 });
    expect((await call('GET', '/subjects/__proto__/versions/1/schema')).text).toBe(text);
    const without = await call(
      'POST',
      '/subjects/constructor/versions',
      of(text.replace('"__proto__":{"type":"string"},', '')),
    );
    expect(without.body).toEqual({ id: 2, version: 1 });
    const body =
      '{"schemaType":"JSON","schema":"{}","__proto__":{"schema":"{\\"type\\":\\"null\\"}"},"constructor":{"prototype":{"deleted":true}}}';
    expect((await call('POST', '/subjects/polluted/versions', body)).status).toBe(200);
    expect((await call('GET', '/subjects/polluted/versions/1/schema')).text).toBe('{}');
    expect(({} as Record<string, unknown>)['deleted']).toBeUndefined();
    expect((await call('GET', '/subjects?__proto__=1&deleted=1')).status).toBe(200);
  });

  test('schemas whose comparison would take years are compared or refused, and others are served meanwhile', async () => {
    const impatient = createAnalyst(createWorkerPool({ size: 1, deadline: 4_000 }));
    await server.close();
    server = startServer(await stores.open(), impatient);
    ({ call } = server);
    expect(
      (await call('POST', '/subjects/s/versions', draft(doubling(40, { type: 'object', maxProperties: 5 })))).status,
    ).toBe(200);
    const next = call('POST', '/subjects/s/versions', draft(doubling(40, { type: 'object', maxProperties: 4 })));
    const other = await server.register('other', { type: 'object' });
    expect(other.version).toBe(1);
    expect((await next).status).toBe(409);
    await impatient.close();
  });

  test('content types and Accept', async () => {
    await server.register('s', true);
    for (const [accept, type] of [
      [undefined, 'application/vnd.schemaregistry.v1+json'],
      ['*/*', 'application/vnd.schemaregistry.v1+json'],
      ['application/json', 'application/json'],
      ['application/vnd.schemaregistry+json, */*;q=0.1', 'application/vnd.schemaregistry+json'],
      ['application/json;q=0.9, application/vnd.schemaregistry.v1+json;q=0.2', 'application/json'],
      ['text/html, application/*;q=0.5', 'application/vnd.schemaregistry.v1+json'],
    ] as const) {
      const answer = await call('GET', '/subjects', undefined, accept === undefined ? {} : { accept });
      expect([accept, answer.type.split(';')[0]]).toEqual([accept, type]);
    }
    expect(await call('GET', '/subjects', undefined, { accept: 'text/html' })).toMatchObject({
      status: 406,
      body: error(406),
    });
    for (const type of [
      'application/vnd.schemaregistry+json',
      'application/json; charset=utf-8',
      'application/octet-stream',
    ]) {
      const { status } = await call('POST', '/subjects/s', draft(true), { 'content-type': type });
      expect([type, status]).toEqual([type, 200]);
    }
    expect((await call('DELETE', '/subjects/s', '', { 'content-type': 'application/json' })).body).toEqual([1]);
    expect((await call('GET', '/')).text).toBe('{}');
    expect((await call('GET', '/schemas/types')).body).toEqual(['JSON']);
    expect((await call('GET', '/contexts')).body).toEqual(['.']);
    expect((await call('GET', '/v1/metadata/id')).status).toBe(200);
    expect((await call('GET', '/v1/metadata/version')).status).toBe(200);
    for (const [method, path] of [
      ['GET', '/associations/subjects/s'],
      ['POST', '/associations'],
      ['PUT', '/contexts/.a/subjects'],
      ['GET', '/schemas/guids/0'],
    ] as const)
      expect([path, (await call(method, path)).status]).toEqual([path, 404]);
  });

  test('64 writers of the same schema make one version; of different ones, each its own', async () => {
    const writers = Array.from({ length: 64 }, (_, index) => index);
    // Every writer writes its keys in another order.
    const same = await Promise.all(
      writers.map((index) => {
        const members = ['a', 'b', 'c', 'd'].map((name) => [name, { type: 'string' }] as const);
        const turned = [...members.slice(index % 4), ...members.slice(0, index % 4)];
        return server.register('same', { type: 'object', properties: Object.fromEntries(turned) });
      }),
    );
    expect(new Set(same.map(({ id, version }) => `${id} ${version}`))).toEqual(new Set(['1 1']));
    await call('PUT', '/config/different', { compatibility: 'NONE' });
    const different = await Promise.all(writers.map((index) => server.register('different', { const: index })));
    expect(different.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual(
      writers.map((index) => index + 1),
    );
    expect(new Set(different.map(({ id }) => id)).size).toBe(64);
    const inOrder = different.toSorted((a, b) => a.version - b.version).map(({ id }) => id);
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
    expect((await call('GET', '/schemas?subjectPrefix=different')).body).toHaveLength(64);
  });

  test('two servers on one store: of two schemas that cannot both be, one wins and the other hears why', async () => {
    const second = startServer(await stores.open());
    const closed = (name: string): Json => ({ properties: { [name]: true }, additionalProperties: false });
    await server.register('s', { additionalProperties: false });
    const writers = Array.from({ length: 16 }, (_, index) => index);
    const answers = await Promise.all(
      writers.map((index) =>
        (index % 2 === 0 ? server : second).call('POST', '/subjects/s/versions', draft(closed(`p${index}`))),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, text } of answers.filter((answer) => answer.status !== 200)) {
      expect(status).toBe(409);
      expect(text).toContain('Not BACKWARD compatible with version 2');
    }
    expect((await call('GET', '/subjects/s/versions')).body).toEqual([1, 2]);
    await second.close();
  });
});
