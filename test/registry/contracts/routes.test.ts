import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/util/json.ts';
import { describeStores } from '../stores.ts';
import { ask, cafe, deskOn, serve, shipped } from './served.ts';

describeStores('contracts over HTTP', (stores) => {
  const open = async () => serve(deskOn(await stores.open()));

  test('are published once, and are there as they were sent', async () => {
    const served = await open();
    const body = await shipped('ombori@2.0.0');
    const first = await ask(served, '/contracts/ombori/2.0.0', { token: 'admin', body });
    expect(first.json).toMatchObject({ status: 'published', dryRun: false, contract: { id: 'ombori@2.0.0' } });
    expect(first.status).toBe(201);
    expect(first.headers.get('location')).toBe('/contracts/ombori/2.0.0');
    expect(first.json['subjects']).toHaveLength(12);
    expect(first.json['package']).toMatchObject({ name: '@counterfoil/ombori', version: '2.0.0' });
    const second = await ask(served, '/contracts/ombori/2.0.0', { token: 'admin', body });
    expect(second.status).toBe(200);
    expect({ ...second.json, status: 'published' }).toEqual(first.json);
    const { status: _, ...told } = second.json;
    expect(told['contract']).toEqual((await ask(served, '/contracts/ombori/2.0.0')).json);
    expect((await ask(served, '/contracts/ombori/2.0.0/asyncapi.json')).json).toEqual(body.document);
    for (const part of ['openapi.json', 'report.json', 'conformance.json', 'scenarios.yaml', 'asyncapi.yaml'])
      expect((await ask(served, `/contracts/ombori/latest/${part}`)).status, part).toBe(200);
    expect((await ask(served, '/contracts/ombori/2/openapi.json')).json).toMatchObject({ openapi: '3.1.0' });
    expect((await ask(served, '/contracts/ombori/2/conformance.json')).json).toMatchObject({
      contract: 'ombori@2.0.0',
    });
  }, 60_000);

  test('never change', async () => {
    const served = await open();
    const put = async (version: string, document: JsonObject, more: object = {}) =>
      ask(served, `/contracts/cafe/${version}`, { token: 'cafe', body: { document, ...more } });
    expect((await put('1.0.0', cafe('1.0.0'))).status).toBe(201);
    const changed = await put('1.0.0', cafe('1.0.0', { id: { type: 'integer' } }));
    expect([changed.status, changed.json['type']]).toEqual([422, undefined]);
    const other = await put('1.0.0', cafe('1.0.0', { id: { type: 'string' }, sum: { type: 'integer' } }));
    expect([other.status, other.json['type']]).toEqual([409, 'urn:counterfoil:problem:released-changed']);
    const words = await put('1.0.0', cafe('1.0.0', undefined, { description: 'Somebody has paid.' }));
    expect([words.status, words.json['type']]).toEqual([409, 'urn:counterfoil:problem:words-changed']);
    const hidden = await put('1.0.0', cafe('1.0.0'), { visibility: 'private' });
    expect([hidden.status, hidden.json['type']]).toEqual([409, 'urn:counterfoil:problem:visibility-differs']);
    expect((await ask(served, '/contracts/cafe/1.0.0/asyncapi.json')).json).toEqual(cafe('1.0.0'));
  });

  test('must promise as much as they keep', async () => {
    const served = await open();
    const put = async (version: string, properties: JsonObject, required?: readonly string[]) =>
      ask(served, `/contracts/cafe/${version}`, {
        token: 'cafe',
        body: { document: cafe(version, properties, required === undefined ? {} : { required: [...required] }) },
      });
    const text = { type: 'string' };
    expect((await put('1.0.0', { id: text }, ['type', 'id'])).status).toBe(201);
    const refused = await put('1.1.0', { id: text }, ['type']);
    expect([refused.status, refused.json['type']]).toEqual([409, 'urn:counterfoil:problem:bump-too-small']);
    expect(refused.json['comparison']).toMatchObject({
      verdict: 'incompatible',
      bump: 'major',
      step: 'minor',
      isEnough: false,
      changes: [{ witnesses: [{ payload: { type: 'order.paid' } }] }],
    });
    expect((await put('2.0.0', { id: text }, ['type'])).status).toBe(201);
    const added = await put('1.1.0', { id: text, sum: { type: 'integer' } }, ['type', 'id']);
    expect(added.status).toBe(201);
    expect(added.json).toMatchObject({ comparison: { bump: 'minor' }, contract: { version: '1.1.0' } });
    // What lies between two versions must fit the later one too.
    const between = await put('1.0.1', { id: text, rest: { type: 'integer' } }, ['type', 'id']);
    expect(between.json).toMatchObject({ status: 409, comparison: { older: { version: '1.0.0' }, bump: 'minor' } });
    expect((await ask(served, '/contracts/cafe')).json['contracts']).toMatchObject([
      { version: '1.0.0' },
      { version: '1.1.0' },
      { version: '2.0.0' },
    ]);
    const compared = await ask(served, '/contracts/cafe/compare?from=1&to=latest');
    expect(compared.json).toMatchObject({
      older: { version: '1.1.0' },
      newer: { version: '2.0.0' },
      verdict: 'incompatible',
    });
    const markdown = await ask(served, '/contracts/cafe/compare?from=1.0.0&to=2', {
      headers: { accept: 'text/markdown' },
    });
    expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(markdown.text).toContain('from 1.0.0 to 2.0.0 is enough');
  });

  test('that are private look absent to those who may not see them', async () => {
    const served = await open();
    const body = { document: cafe('1.0.0'), visibility: 'private' };
    expect((await ask(served, '/contracts/cafe/1.0.0', { token: 'cafe', body })).status).toBe(201);
    const next = cafe('1.1.0', { id: { type: 'string' }, sum: { type: 'integer' } });
    const inherited = await ask(served, '/contracts/cafe/1.1.0', { token: 'cafe', body: { document: next } });
    expect(inherited.json['contract']).toMatchObject({ visibility: 'private' });
    const paths = [
      '/contracts/cafe',
      '/contracts/cafe/1.0.0',
      '/contracts/cafe/latest/asyncapi.json',
      '/contracts/cafe/compare?from=1.0.0',
      '/npm/@counterfoil%2fcafe',
      '/npm/@counterfoil/cafe/-/cafe-1.0.0.tgz',
    ];
    const never = [
      '/contracts/cafi',
      '/contracts/cafi/1.0.0',
      '/contracts/cafi/latest/asyncapi.json',
      '/contracts/cafi/compare?from=1.0.0',
      '/npm/@counterfoil%2fcafi',
      '/npm/@counterfoil/cafi/-/cafi-1.0.0.tgz',
    ];
    for (const [index, path] of paths.entries()) {
      const there = await Promise.all(['cafe', 'admin', 'reader'].map(async (token) => ask(served, path, { token })));
      expect(
        there.map(({ status }) => status),
        path,
      ).toEqual([200, 200, 200]);
      expect(there[0]?.headers.get('cache-control'), path).toContain('private');
      for (const token of [undefined, 'other']) {
        const given = token === undefined ? {} : { token };
        const hidden = await ask(served, path, given);
        const absent = await ask(served, never[index] ?? '', given);
        expect(hidden.status, path).toBe(404);
        expect(hidden.text.replaceAll('cafe', 'cafi')).toBe(absent.text);
      }
    }
    expect((await ask(served, '/contracts')).json).toEqual({ contracts: [] });
    const shown = await ask(served, '/contracts/cafe/1.0.0/visibility', {
      token: 'cafe',
      body: { visibility: 'public' },
    });
    expect(shown.json).toMatchObject({ visibility: 'public' });
    expect((await ask(served, '/contracts')).json['contracts']).toMatchObject([{ id: 'cafe@1.0.0' }]);
  });

  test('are written by those who may', async () => {
    const served = await open();
    const body = { document: cafe('1.0.0') };
    const put = async (token?: string) =>
      (await ask(served, '/contracts/cafe/1.0.0', { body, ...(token === undefined ? {} : { token }) })).status;
    expect(await Promise.all([put(), put('reader'), put('other'), put('wrong')])).toEqual([401, 403, 403, 401]);
    expect(await put('cafe')).toBe(201);
    const locked = await serve(deskOn(await stores.open()), { name: 'anonymous', role: undefined, known: false });
    const refused = await ask(locked, '/contracts');
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Bearer')]);
    expect((await ask(locked, '/npm/@counterfoil%2fcafe')).status).toBe(401);
  });

  // What follows is the same on every store.
  if (stores.kind === 'PostgreSQL') return;

  test('are judged without being kept on a dry run', async () => {
    const served = await open();
    const dry = await ask(served, '/contracts/cafe/1.0.0?dryRun=true', {
      token: 'cafe',
      body: { document: cafe('1.0.0') },
    });
    expect([dry.status, dry.json['status'], dry.json['dryRun']]).toEqual([200, 'published', true]);
    expect((await ask(served, '/contracts/cafe/1.0.0')).status).toBe(404);
    const broken = await ask(served, '/contracts/cafe/1.0.0?dryRun=true', {
      token: 'cafe',
      body: { document: { ...cafe('1.0.0'), operations: 7 } },
    });
    expect(broken.status).toBe(422);
    expect(broken.json['findings']).toMatchObject([{ rule: 'document/invalid', severity: 'error' }]);
  });

  test('are named by version, range and latest', async () => {
    const served = await open();
    for (const version of ['1.0.0', '1.0.1', '1.2.0', '2.0.0', '3.0.0-rc.1'])
      await ask(served, `/contracts/cafe/${version}`, {
        token: 'cafe',
        body: { document: cafe(version, { id: { type: 'string' }, [`p${version.slice(0, 3)}`]: { type: 'integer' } }) },
      });
    const resolved = async (wanted: string) => (await ask(served, `/contracts/cafe/${wanted}`)).json['version'];
    const wanted = ['latest', '1', '^1.0.0', '~1.0.0', '1.0', '2.0.0', '3.0.0-rc.1', '%3E%3D1%20%3C2', '*'];
    expect(await Promise.all(wanted.map(resolved))).toEqual([
      '2.0.0',
      '1.2.0',
      '1.2.0',
      '1.0.1',
      '1.0.1',
      '2.0.0',
      '3.0.0-rc.1',
      '1.2.0',
      '2.0.0',
    ]);
    expect((await ask(served, '/contracts/cafe/~1.0')).headers.get('content-location')).toBe('/contracts/cafe/1.0.1');
    const missing = await ask(served, '/contracts/cafe/4');
    expect([missing.status, missing.json['suggestions']]).toEqual([404, expect.arrayContaining(['cafe@2.0.0'])]);
    const misspelt = await ask(served, '/contracts/cafee/1');
    expect(misspelt.json).toMatchObject({ status: 404, suggestions: ['cafe'] });
    const dead = await ask(served, '/contracts/cafe/2.0.0/deprecate', {
      token: 'cafe',
      method: 'POST',
      body: { successor: '1.2.0', reason: 'It was a mistake.' },
    });
    expect(dead.json).toMatchObject({ state: 'deprecated', successor: '1.2.0' });
    expect(await Promise.all(['latest', '2', '2.0.0'].map(resolved))).toEqual(['1.2.0', '2.0.0', '2.0.0']);
    for (const successor of ['9.9.9', '2.0.0', 'nonsense']) {
      const refused = await ask(served, '/contracts/cafe/2.0.0/deprecate', {
        token: 'cafe',
        method: 'POST',
        body: { successor, reason: 'It was a mistake.' },
      });
      expect(refused.status, successor).toBe(422);
    }
    const back = await ask(served, '/contracts/cafe/2.0.0/deprecate', { token: 'cafe', method: 'DELETE' });
    expect(back.json).not.toHaveProperty('successor');
    expect(await resolved('latest')).toBe('2.0.0');
  }, 60_000);

  test('are kept by caches as long as they may be', async () => {
    const served = await open();
    await ask(served, '/contracts/cafe/1.0.0', { token: 'cafe', body: { document: cafe('1.0.0') } });
    const paths: readonly (readonly [path: string, control: string])[] = [
      ['/contracts', 'public, no-cache'],
      ['/contracts/cafe', 'public, no-cache'],
      ['/contracts/cafe/1.0.0', 'public, no-cache'],
      ['/contracts/cafe/1.0.0/asyncapi.json', 'public, max-age=300'],
      ['/contracts/cafe/1.0.0/asyncapi.yaml', 'public, max-age=300'],
      ['/contracts/cafe/latest/openapi.json', 'public, no-cache'],
      ['/contracts/cafe/compare?from=1.0.0', 'public, no-cache'],
      ['/npm/@counterfoil%2fcafe', 'public, no-cache'],
      ['/npm/@counterfoil/cafe/-/cafe-1.0.0.tgz', 'public, max-age=300'],
    ];
    for (const [path, control] of paths) {
      const full = await ask(served, path);
      expect([full.status, full.headers.get('cache-control')], path).toEqual([200, control]);
      const etag = full.headers.get('etag') ?? '';
      expect(etag).toMatch(/^"[\w+/=-]{20,}"$/);
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await ask(served, path, { headers: { 'if-none-match': known } });
        expect([again.status, again.text, again.headers.get('etag')], path).toEqual([304, '', etag]);
      }
      expect((await ask(served, path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
      const head = await ask(served, path, { method: 'HEAD' });
      expect([head.status, head.text, head.headers.get('etag')], path).toEqual([200, '', etag]);
      expect(head.headers.get('content-length')).toBe(String(full.bytes.length));
      expect((await ask(served, path, { token: 'reader' })).headers.get('cache-control')).toContain('private');
    }
    const forms = {
      'application/json': 'application/json; charset=utf-8',
      'application/vnd.aai.asyncapi+json': 'application/vnd.aai.asyncapi+json; charset=utf-8',
      'application/yaml, application/json;q=0.5': 'application/yaml; charset=utf-8',
      'text/html, */*;q=0.1': 'application/json; charset=utf-8',
    };
    for (const [accept, type] of Object.entries(forms)) {
      const { headers } = await ask(served, '/contracts/cafe/1.0.0', { headers: { accept } });
      expect(headers.get('content-type')).toBe(type);
      expect(headers.get('vary')).toBe('accept, authorization');
    }
  });
});
