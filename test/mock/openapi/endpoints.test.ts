import { expect, test } from 'vitest';
import { endpointFinder, endpointOf } from '../../../src/mock/openapi/endpoints.ts';
import { sketch } from '../support.ts';

const contract = sketch({ events: ['visit.created', 'a/b', '__proto__'].map((name) => ({ name, payload: true })) });
const find = endpointFinder([endpointOf(contract)]);

test.each([
  ['/cafe/1', undefined],
  ['/cafe/1/visit.created', 'visit.created'],
  ['/cafe/%31/visit%2Ecreated', 'visit.created'],
  ['/cafe/1/a%2fb', 'a/b'],
  ['/cafe/1/__proto__', '__proto__'],
])('%s leads to an endpoint', (path, event) => {
  expect(find(path)?.event?.name).toBe(event);
  expect(find(path)?.endpoint.contract).toBe(contract);
});

test.each(['/', '', '/cafe', '/cafe/1/', '/cafe/1/a/b', '/cafe/1/constructor', '/cafe/2', '/cafe/1/%', '//cafe/1'])(
  '%s leads nowhere',
  (path) => {
    expect(find(path)).toBeUndefined();
  },
);
