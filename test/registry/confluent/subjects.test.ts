import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Json } from '../../../src/util/json.ts';
import { describeStores } from '../stores.ts';
import type { StoreSuite } from '../stores.ts';
import { draft, startServer } from './server.ts';
import type { TestServer } from './server.ts';

const type = 'application/vnd.schemaregistry.v1+json';
const person: Json = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
const strict = (...names: string[]): Json => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
  additionalProperties: false,
});
const error = (code: number) => expect.objectContaining({ error_code: code });

describeStores('subjects over HTTP', (stores: StoreSuite) => {
  let server: TestServer;
  let call: TestServer['call'];
  beforeEach(async () => {
    server = startServer(await stores.open());
    ({ call } = server);
  });
  afterEach(() => server.close());

  test('a schema is registered, read by version and by id, and looked up', async () => {
    const first = await call('POST', '/subjects/acme.v1.made/versions', draft(person));
    expect(first).toMatchObject({ status: 200, body: { id: 1, version: 1 } });
    expect(first.type).toContain(type);
    const text = JSON.stringify(person);
    const version = { subject: 'acme.v1.made', version: 1, id: 1, schemaType: 'JSON', schema: text };
    for (const name of ['1', 'latest', '-1']) {
      expect((await call('GET', `/subjects/acme.v1.made/versions/${name}`)).body).toEqual(version);
    }
    expect((await call('GET', '/subjects/acme.v1.made/versions/1/schema')).text).toBe(text);
    expect((await call('GET', '/schemas/ids/1')).body).toEqual({ schemaType: 'JSON', schema: text });
    expect((await call('GET', '/schemas/ids/1/schema')).text).toBe(text);
    expect((await call('GET', '/schemas/ids/1/subjects')).body).toEqual(['acme.v1.made']);
    expect((await call('GET', '/schemas/ids/1/versions')).body).toEqual([{ subject: 'acme.v1.made', version: 1 }]);
    expect((await call('POST', '/subjects/acme.v1.made', draft(person))).body).toEqual(version);
    expect((await call('GET', '/subjects')).body).toEqual(['acme.v1.made']);
    expect((await call('GET', '/subjects/acme.v1.made/versions')).body).toEqual([1]);
  });

  test('the same schema in any order of keys keeps its id and version; another subject gives it another version', async () => {
    const first = await server.register('acme.v1.made', person);
    const turned = { required: ['name'], properties: { name: { type: 'string' } }, type: 'object' };
    expect(await server.register('acme.v1.made', turned)).toEqual(first);
    await server.register('acme.v1.sold', strict('a'));
    await expect(server.register('acme.v1.sold', turned)).rejects.toThrow('409');
    await call('PUT', '/config/acme.v1.sold', { compatibility: 'NONE' });
    expect(await server.register('acme.v1.sold', turned)).toEqual({ id: first.id, version: 2 });
    expect((await call('GET', '/schemas/ids/1/subjects')).body).toEqual(['acme.v1.made', 'acme.v1.sold']);
    // What was registered first is what is served.
    expect((await call('GET', '/schemas/ids/1/schema')).text).toBe(JSON.stringify(person));
  });

  test('normalize keeps the canonical text, by the query and by configuration', async () => {
    await call('POST', '/subjects/a/versions?normalize=true', draft({ type: 'object', $comment: 'a' }));
    expect((await call('GET', '/schemas/ids/1/schema')).text).toBe('{"$comment":"a","type":"object"}');
    await call('PUT', '/config/b', { normalize: true });
    await server.register('b', { type: 'object', $comment: 'b' });
    expect((await call('GET', '/schemas/ids/2/schema')).text).toBe('{"$comment":"b","type":"object"}');
  });

  test('what is not there is told in the codes of Confluent', async () => {
    expect(await call('GET', '/subjects/none/versions')).toMatchObject({ status: 404, body: error(40401) });
    expect((await call('GET', '/subjects/none/versions/1')).body).toEqual(error(40401));
    expect((await call('POST', '/subjects/none', draft(person))).body).toEqual(error(40401));
    expect((await call('GET', '/schemas/ids/7')).body).toEqual({ error_code: 40403, message: 'Schema 7 not found' });
    expect((await call('DELETE', '/subjects/none')).body).toEqual(error(40401));
    await server.register('some', person);
    expect((await call('GET', '/subjects/some/versions/2')).body).toEqual(error(40402));
    expect(await call('GET', '/subjects/some/versions/zero')).toMatchObject({ status: 422, body: error(42202) });
    expect((await call('GET', '/subjects/some/versions/0')).body).toEqual(error(42202));
    expect((await call('POST', '/subjects/some', draft({ type: 'string' }))).body).toEqual({
      error_code: 40403,
      message: 'Schema not found',
    });
    expect((await call('GET', '/config/some')).body).toEqual(error(40408));
    expect((await call('GET', '/mode/some')).body).toEqual(error(40409));
    expect(await call('GET', '/schemas/ids/one')).toMatchObject({ status: 404, body: error(404) });
    expect(await call('GET', '/associations/resources/-/topic')).toMatchObject({ status: 404, body: error(404) });
  });

  test('deleting is soft first, then permanent, and numbers are never used again', async () => {
    await server.register('gone', person);
    await call('PUT', '/config/gone', { compatibility: 'NONE' });
    await server.register('gone', strict('a'));
    expect((await call('DELETE', '/subjects/gone/versions/2?permanent=true')).body).toEqual(error(40407));
    expect((await call('DELETE', '/subjects/gone/versions/latest')).text).toBe('2');
    expect((await call('DELETE', '/subjects/gone/versions/2')).body).toEqual(error(40406));
    expect((await call('GET', '/subjects/gone/versions/2')).body).toEqual(error(40402));
    expect((await call('GET', '/subjects/gone/versions/2?deleted=true')).status).toBe(200);
    expect((await call('GET', '/subjects/gone/versions?deleted=true')).body).toEqual([1, 2]);
    expect((await call('GET', '/subjects/gone/versions?deletedOnly=true')).body).toEqual([2]);
    // What messages refer to can still be read.
    expect((await call('GET', '/schemas/ids/2')).status).toBe(200);
    // Registered again it has its id, under a new number.
    expect(await server.register('gone', strict('a'))).toEqual({ id: 2, version: 3 });
    expect((await call('DELETE', '/subjects/gone?permanent=true')).body).toEqual(error(40405));
    expect((await call('DELETE', '/subjects/gone')).body).toEqual([1, 3]);
    expect((await call('DELETE', '/subjects/gone')).body).toEqual(error(40404));
    expect((await call('GET', '/subjects')).body).toEqual([]);
    expect((await call('GET', '/subjects?deleted=true')).body).toEqual(['gone']);
    expect((await call('GET', '/subjects?deletedOnly=true')).body).toEqual(['gone']);
    expect((await call('DELETE', '/subjects/gone?permanent=true')).body).toEqual([1, 2, 3]);
    expect((await call('GET', '/schemas/ids/2')).body).toEqual(error(40403));
    expect((await call('GET', '/config/gone')).body).toEqual(error(40408));
    expect(await server.register('gone', strict('a'))).toEqual({ id: 3, version: 4 });
  });

  test('references are resolved, listed, and hold what they refer to', async () => {
    await server.register('acme.v1.name', {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'string',
      maxLength: 9,
    });
    const holder = { $schema: 'http://json-schema.org/draft-07/schema#', properties: { name: { $ref: 'name.json' } } };
    const references = [{ name: 'name.json', subject: 'acme.v1.name', version: -1 }];
    expect((await call('POST', '/subjects/holder/versions', draft(holder))).body).toEqual(error(42201));
    const { id } = await server.register('holder', holder, { references });
    const pinned = [{ ...references[0], version: 1 }];
    expect((await call('GET', `/schemas/ids/${id}`)).body).toMatchObject({ references: pinned });
    expect((await call('GET', '/subjects/acme.v1.name/versions/1/referencedby')).body).toEqual([id]);
    expect((await call('DELETE', '/subjects/acme.v1.name')).body).toEqual(error(42206));
    expect((await call('DELETE', '/subjects/acme.v1.name/versions/1')).body).toEqual(error(42206));
    // The comparison reads through references.
    const narrower = { ...holder, properties: { name: { type: 'string', maxLength: 3 } } };
    const refused = await call('POST', '/subjects/holder/versions', draft(narrower));
    expect(refused).toMatchObject({ status: 409, body: error(409) });
    await call('DELETE', '/subjects/holder');
    expect((await call('GET', '/subjects/acme.v1.name/versions/1/referencedby')).body).toEqual([]);
    expect((await call('DELETE', '/subjects/acme.v1.name')).body).toEqual([1]);
    // It can be read still, as long as what refers to it can.
    expect((await call('DELETE', '/subjects/acme.v1.name?permanent=true')).body).toEqual(error(42206));
    await call('DELETE', '/subjects/holder?permanent=true');
    expect((await call('DELETE', '/subjects/acme.v1.name?permanent=true')).body).toEqual([1]);
    const missing = await call('POST', '/subjects/holder/versions', draft(holder, { references }));
    expect(missing).toMatchObject({ status: 422, body: error(42201) });
  });

  test('lists come in pages, by prefix and by the latest', async () => {
    await call('PUT', '/config', { compatibility: 'NONE' });
    for (const name of ['a.one', 'a.two', 'b.one']) {
      await server.register(name, strict(name));
      await server.register(name, strict(name, 'more'));
    }
    expect((await call('GET', '/subjects?subjectPrefix=a.')).body).toEqual(['a.one', 'a.two']);
    expect((await call('GET', '/subjects?offset=1&limit=1')).body).toEqual(['a.two']);
    expect((await call('GET', '/subjects?subjectPrefix=:*:b')).body).toEqual(['b.one']);
    expect((await call('GET', '/subjects?subjectPrefix=:.other:')).body).toEqual([]);
    // Letters that no name has, and that PostgreSQL takes nowhere.
    for (const path of ['/subjects?subjectPrefix=a%00', '/schemas?subjectPrefix=%00', '/subjects?subjectPrefix=a%0Ab'])
      expect([path, await call('GET', path)]).toMatchObject([path, { status: 200, body: [] }]);
    const schemas = (await call('GET', '/schemas?latestOnly=true&subjectPrefix=a.')).body;
    expect(schemas).toEqual([
      expect.objectContaining({ subject: 'a.one', version: 2, id: 2, schema: JSON.stringify(strict('a.one', 'more')) }),
      expect.objectContaining({ subject: 'a.two', version: 2, id: 4 }),
    ]);
    expect((await call('GET', '/schemas?offset=5')).body).toHaveLength(1);
    expect((await call('GET', '/schemas?offset=6')).body).toEqual([]);
    expect((await call('GET', '/schemas?limit=4')).body).toHaveLength(4);
    expect(await call('GET', '/schemas?limit=some')).toMatchObject({ status: 400 });
    expect((await call('GET', '/schemas/ids/2?fetchMaxId=true')).body).toMatchObject({ maxId: 6 });
  });

  test('names may hold anything but control characters', async () => {
    const names = ['a/b', 'ä ö', '100%', 'a?b#c', 'x'.repeat(512), '"\'; DROP TABLE registry_versions; --'];
    for (const name of names) await server.register(name, person);
    expect((await call('GET', '/subjects')).body).toEqual(expect.arrayContaining(names));
    for (const name of names) {
      expect((await call('GET', `/subjects/${encodeURIComponent(name)}/versions/1`)).body).toMatchObject({
        subject: name,
      });
    }
    expect((await call('GET', `/subjects/${encodeURIComponent(':.:a/b')}/versions`)).body).toEqual([1]);
    for (const name of [`a\u0000b`, 'x'.repeat(513), ':.other:a', '__GLOBAL', '__EMPTY']) {
      const { body } = await call('POST', `/subjects/${encodeURIComponent(name)}/versions`, draft(person));
      expect(body).toEqual(error(42208));
    }
  });
});
