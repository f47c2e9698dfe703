import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, onTestFinished, test } from 'vitest';
import { openRegistryStore } from '../../../src/registry/store/open-registry-store.ts';
import { newFolder } from '../../support/fresh-clone.ts';
import { ask, cafe, deskOn, serve } from './served.ts';
import type { Asked } from './served.ts';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const deprecation = { successor: '1.1.0', reason: 'There is a newer one.' };
const next = { document: cafe('1.1.0', { id: { type: 'string' }, sum: { type: 'integer' } }) };
const breaking = { document: cafe('1.2.0', { id: { type: 'integer' } }) };
const readable = [
  'asyncapi.json',
  'asyncapi.yaml',
  'scenarios.yaml',
  'openapi.json',
  'report.json',
  'conformance.json',
];

/** Requests in order; each with the operation that it belongs to and the status that it must have. */
const walk: readonly (readonly [method: string, template: string, path: string, status: number, more?: object])[] = [
  ['get', '/contracts', '/contracts', 200],
  ['put', '/contracts/{vendor}/{version}', '/contracts/cafe/1.0.0', 401, { body: next }],
  ['put', '/contracts/{vendor}/{version}', '/contracts/cafe/1.0.0', 403, { body: next, token: 'other' }],
  ['put', '/contracts/{vendor}/{version}', '/contracts/cafe/1.0.0', 422, { body: next, token: 'cafe' }],
  ['put', '/contracts/{vendor}/{version}', '/contracts/cafe/1.0.0', 400, { body: {}, token: 'cafe' }],
  [
    'put',
    '/contracts/{vendor}/{version}',
    '/contracts/cafe/1.0.0',
    415,
    { body: 'x', token: 'cafe', headers: { 'content-type': 'text/plain' } },
  ],
  [
    'put',
    '/contracts/{vendor}/{version}',
    '/contracts/cafe/1.0.0',
    413,
    { body: { document: { x: 'x'.repeat(5e6) } }, token: 'cafe' },
  ],
  [
    'put',
    '/contracts/{vendor}/{version}',
    '/contracts/cafe/1.0.0?dryRun=true',
    200,
    { body: { document: cafe('1.0.0') }, token: 'cafe' },
  ],
  [
    'put',
    '/contracts/{vendor}/{version}',
    '/contracts/cafe/1.0.0',
    201,
    { body: { document: cafe('1.0.0') }, token: 'cafe' },
  ],
  ['put', '/contracts/{vendor}/{version}', '/contracts/cafe/1.1.0', 201, { body: next, token: 'cafe' }],
  ['put', '/contracts/{vendor}/{version}', '/contracts/cafe/1.1.0', 200, { body: next, token: 'cafe' }],
  ['put', '/contracts/{vendor}/{version}', '/contracts/cafe/1.2.0', 422, { body: breaking, token: 'cafe' }],
  [
    'put',
    '/contracts/{vendor}/{version}',
    '/contracts/cafe/1.1.1',
    409,
    { body: { document: cafe('1.1.1', { id: { type: 'string' }, other: { type: 'integer' } }) }, token: 'cafe' },
  ],
  ['get', '/contracts', '/contracts?vendor=cafe', 200],
  ['get', '/contracts/{vendor}', '/contracts/cafe', 200],
  ['get', '/contracts/{vendor}', '/contracts/coffee', 404],
  ['get', '/contracts/{vendor}/{version}', '/contracts/cafe/latest', 200],
  ['get', '/contracts/{vendor}/{version}', '/contracts/cafe/latest', 200, { headers: { accept: 'application/yaml' } }],
  [
    'get',
    '/contracts/{vendor}/{version}',
    '/contracts/cafe/latest',
    200,
    { headers: { accept: 'application/vnd.aai.asyncapi+json' } },
  ],
  ['get', '/contracts/{vendor}/{version}', '/contracts/cafe/9', 404],
  ['get', '/contracts/{vendor}/{version}', '/contracts/cafe/9', 401, { token: 'wrong' }],
  ...readable.flatMap((part): typeof walk => [
    [
      'get',
      `/contracts/{vendor}/{version}/${part}`,
      `/contracts/cafe/1.0.0/${part}`,
      part === 'scenarios.yaml' ? 404 : 200,
    ],
    [
      'get',
      `/contracts/{vendor}/{version}/${part}`,
      `/contracts/cafe/1.0.0/${part}`,
      part === 'scenarios.yaml' ? 404 : 304,
      { headers: { 'if-none-match': '*' } },
    ],
  ]),
  ['get', '/contracts/{vendor}/compare', '/contracts/cafe/compare?from=1.0.0', 200],
  [
    'get',
    '/contracts/{vendor}/compare',
    '/contracts/cafe/compare?from=1.0.0',
    200,
    { headers: { accept: 'text/markdown' } },
  ],
  ['get', '/contracts/{vendor}/compare', '/contracts/cafe/compare', 400],
  ['get', '/contracts/{vendor}/compare', '/contracts/cafe/compare?from=7', 404],
  [
    'post',
    '/contracts/{vendor}/{version}/deprecate',
    '/contracts/cafe/1.0.0/deprecate',
    200,
    { body: deprecation, token: 'cafe' },
  ],
  [
    'post',
    '/contracts/{vendor}/{version}/deprecate',
    '/contracts/cafe/7.0.0/deprecate',
    404,
    { body: deprecation, token: 'cafe' },
  ],
  [
    'post',
    '/contracts/{vendor}/{version}/deprecate',
    '/contracts/cafe/1.1.0/deprecate',
    422,
    { body: deprecation, token: 'cafe' },
  ],
  ['delete', '/contracts/{vendor}/{version}/deprecate', '/contracts/cafe/1.0.0/deprecate', 200, { token: 'cafe' }],
  [
    'put',
    '/contracts/{vendor}/{version}/visibility',
    '/contracts/cafe/1.0.0/visibility',
    200,
    { body: { visibility: 'private' }, token: 'cafe' },
  ],
  [
    'put',
    '/contracts/{vendor}/{version}/visibility',
    '/contracts/cafe/1.0.0/visibility',
    400,
    { body: { visibility: 'secret' }, token: 'cafe' },
  ],
  ['get', '/npm/{name}', '/npm/@counterfoil%2fcafe', 200],
  ['get', '/npm/{scope}/{name}', '/npm/@counterfoil/cafe', 200],
  ['get', '/npm/{scope}/{name}/-/{file}', '/npm/@counterfoil/cafe/-/cafe-1.1.0.tgz', 200],
  ['get', '/npm/{name}/-/{file}', '/npm/@counterfoil%2fcafe/-/cafe-1.1.0.tgz', 200],
];

test('the server answers as its OpenAPI document says, on every path', async () => {
  const folder = newFolder('openapi');
  const store = await openRegistryStore(join(folder.path, 'registry.db'), { create: true, fsync: 'off' });
  onTestFinished(async () => {
    await store.close();
    folder.remove();
  });
  const served = await serve(deskOn(store));
  const { json } = await ask(served, '/openapi.json');
  const paths = json['paths'] as unknown as Paths;
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  const seen = new Set<string>();
  for (const [method, template, path, status, more = {}] of walk) {
    const label = `${method} ${path} ${status}`;
    const operation = paths[template]?.[method];
    expect(operation, label).toBeDefined();
    const answer = await ask(served, path, { method: method.toUpperCase(), ...more });
    expect([label, answer.status], answer.text.slice(0, 300)).toEqual([label, status]);
    seen.add(`${method} ${template}`);
    if (template.startsWith('/npm')) continue;
    const response = operation?.responses[String(status)];
    expect(response, label).toBeDefined();
    expect(status === 304 ? [] : mistakesIn(ajv, response?.content, answer), label).toEqual([]);
  }
  const documented = Object.entries(paths).flatMap(([template, operations]) =>
    Object.keys(operations).map((method) => `${method} ${template}`),
  );
  expect([...seen].toSorted()).toEqual(documented.toSorted());
}, 60_000);

function mistakesIn(ajv: Ajv2020, content: Operation['responses'][string]['content'], answer: Asked): unknown[] {
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
  const schema = content?.[type]?.schema;
  if (schema === undefined) return [`${type} is not documented`];
  const validate = ajv.compile(schema);
  return validate(type.includes('json') ? answer.json : answer.text) ? [] : (validate.errors ?? []);
}
