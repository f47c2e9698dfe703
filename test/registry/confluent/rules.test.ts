import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RegistryStore } from '../../../src/registry/domain/store.ts';
import {
  contractDemand,
  findSubjectConflicts,
  registerContractSubjects,
} from '../../../src/registry/domain/subjects/contract-subjects.ts';
import type { Json } from '../../../src/util/json.ts';
import { describeStores } from '../stores.ts';
import type { StoreSuite } from '../stores.ts';
import { admin, anonymous, draft, startServer } from './server.ts';
import type { TestServer } from './server.ts';

const error = (code: number) => expect.objectContaining({ error_code: code });
const closed = (...names: string[]): Json => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
  additionalProperties: false,
});
const open = (...names: string[]): Json => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
});
/** Nobody can tell whether such patterns include one another: too many steps. */
const undecidable = (length: number): Json => ({
  type: 'string',
  pattern: `^(?:[ab]*a[ab]{${length}}|[ab]*b[ab]{${length}}c)$`,
});

describeStores('rules of subjects', (stores: StoreSuite) => {
  let store: RegistryStore;
  let server: TestServer;
  let call: TestServer['call'];
  beforeEach(async () => {
    store = await stores.open();
    server = startServer(store);
    ({ call } = server);
  });
  afterEach(() => server.close());

  const registerAs = async (subject: string, schema: Json): Promise<number> =>
    (await call('POST', `/subjects/${subject}/versions`, draft(schema))).status;

  describe('levels', () => {
    test.each([
      // Versions one and two are there; the third is tried: a widens two but not one, b narrows, c neither, d both ways.
      ['NONE', { type: 'integer' }, 200],
      ['BACKWARD', closed('a', 'b', 'c'), 200],
      ['BACKWARD', closed('b'), 409],
      ['BACKWARD', closed('b', 'c'), 409],
      ['FORWARD', closed('a', 'b', 'c'), 409],
      ['FORWARD', closed('b'), 200],
      ['FORWARD_TRANSITIVE', closed('b'), 409],
      ['FORWARD_TRANSITIVE', closed('a'), 200],
      ['FULL', closed('a', 'b', 'c'), 409],
      ['FULL', { ...(closed('a', 'b') as object), title: 'other words' }, 200],
      ['FULL_TRANSITIVE', { ...(closed('a', 'b') as object), title: 'other words' }, 409],
    ] as [string, Json, number][])(
      '%s against a, then a and b: %j is answered with %i',
      async (level, third, status) => {
        await server.register('s', closed('a'));
        await server.register('s', closed('a', 'b'));
        await call('PUT', '/config/s', { compatibility: level });
        expect(await registerAs('s', third)).toBe(status);
        const check = await call('POST', '/compatibility/subjects/s/versions', draft(third));
        // What has been registered is no news any more.
        expect(check.body).toEqual({ is_compatible: status === 200 });
      },
    );

    test('BACKWARD_TRANSITIVE looks at all versions, BACKWARD at the latest', async () => {
      await call('PUT', '/config', { compatibility: 'NONE' });
      await server.register('s', closed('a', 'z'));
      await server.register('s', closed('a'));
      await call('PUT', '/config', { compatibility: 'backward' });
      expect((await call('POST', '/compatibility/subjects/s/versions', draft(closed('a', 'b')))).body).toEqual({
        is_compatible: true,
      });
      await call('PUT', '/config', { compatibility: 'BACKWARD_TRANSITIVE' });
      expect(await registerAs('s', closed('a', 'b'))).toBe(409);
      // A deleted version binds nobody.
      await call('DELETE', '/subjects/s/versions/1');
      expect(await registerAs('s', closed('a', 'b'))).toBe(200);
    });
  });

  test('a refusal and a verbose check name the version, the payload that breaks it and the changes', async () => {
    await server.register('s', open('a'));
    const refused = await call('POST', '/subjects/s/versions', draft(open('a', 'b')));
    expect(refused.status).toBe(409);
    const { message } = refused.body as { message: string };
    expect(message).toContain('incompatible with an earlier schema for subject "s"');
    expect(message).toContain('Not BACKWARD compatible with version 1');
    expect(message).toContain('the payload {"b":null}');
    const check = await call('POST', '/compatibility/subjects/s/versions/latest?verbose=true', draft(open('a', 'b')));
    expect(check.body).toEqual({
      is_compatible: false,
      messages: [expect.stringContaining('the payload {"b":null}'), expect.stringContaining('#/properties/b')],
    });
    expect((await call('POST', '/compatibility/subjects/s/versions/9', draft(open()))).body).toEqual(error(40402));
    expect((await call('POST', '/compatibility/subjects/new/versions/latest', draft(open()))).body).toEqual({
      is_compatible: true,
    });
  });

  test('LENIENT asks what receivers of deliveries survive: an addition to an open schema, for one', async () => {
    await server.register('s', open('a'));
    expect(await registerAs('s', open('a', 'b'))).toBe(409);
    await call('PUT', '/config/s', { compatibilityPolicy: 'LENIENT' });
    expect(await registerAs('s', open('a', 'b'))).toBe(200);
  });

  test('what cannot be decided is refused with the reason, and level NONE overrides it', async () => {
    await server.register('s', undecidable(40));
    const refused = await call('POST', '/subjects/s/versions', draft(undecidable(41)));
    expect(refused).toMatchObject({ status: 409, body: error(409) });
    expect(refused.text).toContain('cannot be decided');
    expect(refused.text).toContain('NONE');
    const check = await call('POST', '/compatibility/subjects/s/versions?verbose=true', draft(undecidable(41)));
    expect(check.body).toMatchObject({ is_compatible: false });
    await call('PUT', '/config/s', { compatibility: 'NONE' });
    expect(await registerAs('s', undecidable(41))).toBe(200);
  });

  test('configuration is inherited, changed in parts and forgotten', async () => {
    expect((await call('GET', '/config')).body).toEqual({ compatibilityLevel: 'BACKWARD' });
    expect((await call('PUT', '/config/s', { compatibility: 'full' })).body).toEqual({ compatibility: 'FULL' });
    await call('PUT', '/config/s', { compatibilityPolicy: 'LENIENT', normalize: true });
    const all = { compatibilityLevel: 'FULL', compatibilityPolicy: 'LENIENT', normalize: true };
    expect((await call('GET', '/config/s')).body).toEqual(all);
    await call('PUT', '/config/s', { normalize: null });
    expect((await call('DELETE', '/config/s')).body).toEqual({ ...all, normalize: undefined });
    expect((await call('GET', '/config/s')).body).toEqual(error(40408));
    expect((await call('DELETE', '/config/s')).body).toEqual(error(40401));
    await call('PUT', '/config', { compatibility: 'FORWARD' });
    expect((await call('GET', '/config/s?defaultToGlobal=true')).body).toEqual({ compatibilityLevel: 'FORWARD' });
    expect(await call('PUT', '/config/s', { compatibility: 'SIDEWARD' })).toMatchObject({
      status: 422,
      body: error(42203),
    });
    expect(await call('PUT', '/config/s', { alias: 'other' })).toMatchObject({ status: 422, body: error(422) });
    expect((await call('DELETE', '/config')).body).toEqual({ compatibilityLevel: 'FORWARD' });
    expect((await call('GET', '/config')).body).toEqual({ compatibilityLevel: 'BACKWARD' });
  });

  test('a read-only subject takes no version, gives none up, and can be made writable again', async () => {
    const first = await server.register('s', closed('a'));
    expect((await call('PUT', '/mode/s', { mode: 'readonly' })).body).toEqual({ mode: 'READONLY' });
    const attempts = [
      call('POST', '/subjects/s/versions', draft(closed('a', 'b'))),
      call('DELETE', '/subjects/s'),
      call('DELETE', '/subjects/s/versions/1'),
      call('PUT', '/config/s', { compatibility: 'NONE' }),
    ];
    for (const { status, body } of await Promise.all(attempts)) expect([status, body]).toEqual([422, error(42205)]);
    // It says nothing new.
    expect(await server.register('s', closed('a'))).toEqual(first);
    expect((await call('DELETE', '/mode/s')).body).toEqual({ mode: 'READONLY' });
    expect((await call('DELETE', '/mode/s')).body).toEqual(error(40401));
    await call('PUT', '/mode', { mode: 'READONLY' });
    expect(await registerAs('s', closed('a', 'b'))).toBe(422);
    expect((await call('GET', '/mode/s?defaultToGlobal=true')).body).toEqual({ mode: 'READONLY' });
    await call('PUT', '/mode/s', { mode: 'READWRITE' });
    expect(await registerAs('s', closed('a', 'b'))).toBe(200);
    for (const mode of ['IMPORT', 'FORWARD', 'READONLY_OVERRIDE'])
      expect((await call('PUT', '/mode', { mode })).body).toEqual(error(42205));
    expect((await call('PUT', '/mode', { mode: 'ASLEEP' })).body).toEqual(error(42204));
    const withId = await call('POST', '/subjects/s/versions', draft(closed('q'), { id: 7 }));
    expect(withId.body).toEqual(error(42205));
  });

  test('subjects of a contract get an explicit level; what breaks old receivers is reported, the rest is registered', async () => {
    const first = new Map([
      ['acme.v1.made', open('a')],
      ['acme.v1.sold', closed('a')],
    ]);
    expect(await findSubjectConflicts(server.desk, first)).toEqual([]);
    const { versions, conflicts } = await registerContractSubjects(server.desk, first, 'publisher');
    expect(versions).toMatchObject([
      { subject: 'acme.v1.made', version: 1 },
      { subject: 'acme.v1.sold', version: 1 },
    ]);
    expect(conflicts).toEqual([]);
    expect((await call('GET', '/config/acme.v1.made')).body).toEqual({
      compatibilityLevel: 'FORWARD',
      compatibilityPolicy: 'LENIENT',
    });
    expect(contractDemand.level).toBe('FORWARD');
    const next = new Map([
      ['acme.v1.made', open('a', 'b')],
      ['acme.v1.sold', closed('a', 'b')],
      ['acme.v1.lost', { type: 'text' }],
    ]);
    const found = await findSubjectConflicts(server.desk, next);
    expect(found).toEqual([{ subject: 'acme.v1.lost', reasons: [expect.stringContaining('"type" must be one of')] }]);
    const again = await registerContractSubjects(server.desk, next, 'publisher');
    expect(again.conflicts.map(({ subject }) => subject)).toEqual(['acme.v1.lost']);
    expect(again.versions.map(({ version }) => version)).toEqual([2, 2]);
    expect(await registerContractSubjects(server.desk, first, 'publisher')).toMatchObject({
      versions: [{ version: 1 }, { version: 1 }],
    });
    const break1 = new Map<string, Json>([
      ['acme.v1.made', { type: 'object', properties: { a: { type: ['string', 'null'] } } }],
    ]);
    const [conflict] = await findSubjectConflicts(server.desk, break1);
    expect(conflict?.reasons[0]).toContain('Not FORWARD compatible');
  });

  test('who may do what is asked before anything else', async () => {
    await server.register('acme.v1.made', open('a'));
    await server.register('other.v1.made', open('b'));
    server.actAs(anonymous);
    expect((await call('GET', '/schemas/ids/1')).status).toBe(200);
    expect(await call('POST', '/subjects/acme.v1.made/versions', draft(open('a')))).toMatchObject({
      status: 401,
      body: error(401),
    });
    server.actAs({ name: 'nobody', role: undefined, known: false });
    for (const path of [
      '/subjects',
      '/subjects/acme.v1.made/versions',
      '/schemas',
      '/schemas/ids/1',
      '/schemas/types',
      '/config',
      '/mode',
      '/contexts',
    ])
      expect([path, (await call('GET', path)).status]).toEqual([path, 401]);
    server.actAs({ name: 'acme', role: 'writer', vendors: ['acme'], known: true });
    expect(await registerAs('acme.v1.made', open('a'))).toBe(200);
    expect(await registerAs('other.v1.made', open('b'))).toBe(403);
    expect((await call('GET', '/subjects')).body).toEqual(['acme.v1.made']);
    expect((await call('GET', '/schemas/ids/2')).status).toBe(403);
    expect((await call('GET', '/schemas')).body).toHaveLength(1);
    expect((await call('GET', '/subjects/other.v1.made/versions')).status).toBe(403);
    const reference = { references: [{ name: 'x', subject: 'other.v1.made', version: 1 }] };
    expect((await call('POST', '/subjects/acme.v1.made/versions', draft(open('a'), reference))).status).toBe(403);
    expect((await call('DELETE', '/subjects/acme.v1.made/versions/1?permanent=true')).status).toBe(403);
    expect((await call('PUT', '/config/acme.v1.made', { compatibility: 'NONE' })).status).toBe(403);
    expect((await call('DELETE', '/subjects/acme.v1.made/versions/1')).status).toBe(200);
    server.actAs(admin);
    const audit = await store.listAudit({ limit: 10 });
    expect(audit.map(({ actor, action, target }) => [actor, action, target])).toEqual([
      ['acme', 'delete', 'acme.v1.made/1'],
      ['admin', 'register', 'other.v1.made'],
      ['admin', 'register', 'acme.v1.made'],
    ]);
  });

  test("paths that nobody has are answered as in Confluent's registry", async () => {
    for (const path of ['/subjects/a/b/c/d', '/schemas/other', '/config/a/b', '/mode/a/b', '/compatibility/a', '/v1/x'])
      for (const method of ['GET', 'POST', 'PATCH']) {
        const { status, body, type } = await call(method, path);
        expect([path, status, body]).toEqual([path, 404, { error_code: 404, message: 'HTTP 404 Not Found' }]);
        expect(type).toContain('application/vnd.schemaregistry.v1+json');
      }
  });

  test('hostile bodies are refused, and not sent back in full', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const long = 'x'.repeat(1_000_000);
    for (const body of [
      `{"schemaType":${deep}}`,
      deep,
      `{"schemaType":"${long}"}`,
      `{"schemaType":["${long}"]}`,
      `{"schemaType":"JSON","schema":${deep}}`,
    ]) {
      const { status, text } = await call('POST', '/subjects/acme.v1.made/versions', body);
      expect([status === 400 || status === 422, text.length < 1_000]).toEqual([true, true]);
    }
    expect((await call('PUT', '/config', `{"${long}":1}`)).text.length).toBeLessThan(1_000);
    const broken = await server.app.inject({
      method: 'POST',
      url: '/subjects/acme.v1.made/versions',
      headers: { 'content-type': 'application/json' },
      payload: Buffer.from('{"schemaType":"JSON","schema":"{\\"title\\":\\"\xff\\"}"}', 'latin1'),
    });
    expect([broken.statusCode, broken.json()]).toEqual([400, { error_code: 400, message: 'The body is not UTF-8.' }]);
    expect((await call('GET', '/subjects')).body).toEqual([]);
  });

  test('subjects of private contracts are for those with a token', async () => {
    await server.register('acme.v1.made', open('a'));
    await server.register('acme.v2.made', open('b'));
    const entry = {
      vendor: 'acme',
      version: '2.1.0',
      title: 'Acme',
      digest: 'sha256:0',
      state: 'released',
      visibility: 'private',
      published: 0,
      events: ['made'],
    } as const;
    await store.writeContract(
      { vendor: 'acme', revision: 0, change: { kind: 'publish', entry, texts: { document: {}, derived: {} } } },
      { actor: 'admin', action: 'publish', target: 'acme@2.1.0' },
    );
    server.privacy.forget();
    server.actAs(anonymous);
    expect((await call('GET', '/subjects')).body).toEqual(['acme.v1.made']);
    expect((await call('GET', '/schemas')).body).toHaveLength(1);
    expect((await call('GET', '/schemas/ids/1')).status).toBe(200);
    const body = draft(open('b'));
    const referring = draft({ $ref: 'made' }, { references: [{ name: 'made', subject: 'acme.v2.made', version: 1 }] });
    const wrong = draft({ type: 'nothing' });
    // Each is answered as for a name that nobody has used.
    for (const [method, path, sent] of [
      ['GET', '/schemas/ids/2'],
      ['GET', '/schemas/ids/2/schema'],
      ['GET', '/schemas/ids/2/subjects'],
      ['GET', '/subjects/acme.v2.made/versions'],
      ['GET', '/subjects/acme.v2.made/versions/1'],
      ['GET', '/subjects/acme.v2.made/versions/1/referencedby'],
      ['GET', '/config/acme.v2.made'],
      ['GET', '/config/acme.v2.made?defaultToGlobal=true'],
      ['GET', '/mode/acme.v2.made'],
      ['GET', '/mode/acme.v2.made?defaultToGlobal=true'],
      ['POST', '/subjects/acme.v2.made', body],
      ['POST', '/subjects/acme.v1.made', referring],
      ['POST', '/compatibility/subjects/acme.v2.made/versions?verbose=true', body],
      ['POST', '/compatibility/subjects/acme.v2.made/versions/1', body],
      ['POST', '/compatibility/subjects/acme.v2.made/versions/latest', body],
      ['POST', '/compatibility/subjects/acme.v2.made/versions', wrong],
      ['POST', '/compatibility/subjects/acme.v1.made/versions', referring],
    ] as const) {
      const asAbsent = (text: string): string =>
        text.replaceAll('acme.v2.made', 'nobody.v2.made').replaceAll(/ids\/2|Schema 2/g, (id) => id.replace('2', '99'));
      const told = await call(method, path, sent);
      const absent = await call(
        method,
        asAbsent(path),
        sent === undefined ? undefined : JSON.parse(asAbsent(JSON.stringify(sent))),
      );
      expect([path, told.status, asAbsent(told.text)]).toEqual([path, absent.status, absent.text]);
      expect(told.status).not.toBe(401);
    }
    // Where anybody may write, a refusal would tell what is in it.
    server.actAs({ ...anonymous, role: 'writer' });
    expect((await call('POST', '/subjects/acme.v2.made/versions', draft(open('c')))).status).toBe(401);
    expect((await call('DELETE', '/subjects/acme.v2.made')).status).toBe(401);
    server.actAs({ name: 'partner', role: 'reader', vendors: ['acme'], known: true });
    expect((await call('GET', '/schemas/ids/2')).status).toBe(200);
    expect((await call('GET', '/subjects')).body).toEqual(['acme.v1.made', 'acme.v2.made']);
  });
});
