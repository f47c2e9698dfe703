import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkContracts } from '../../src/api/check-contracts.ts';
import { identify } from '../../src/api/identify.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'counterfoil-isolation-'));
  writeContract('quick', { type: 'object' });
});
afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

/** A document with one event; what stands beside the event's type is held against `data`. */
function writeContract(vendor: string, data: object, schemas: object = {}): void {
  const payload = { type: 'object', properties: { type: { const: 'paid' }, data } };
  const document = {
    asyncapi: '3.1.0',
    info: { title: vendor, version: '1.0.0', 'x-vendor': vendor },
    channels: {
      webhook: {
        messages: { paid: { payload, examples: [{ name: 'one', payload: { type: 'paid', data: { id: 1 } } }] } },
      },
    },
    components: { schemas },
  };
  writeFileSync(join(cwd, `${vendor}.yaml`), JSON.stringify(document));
}

/** Each level tries the next one twice: 2^30 steps for a value that fits none. */
function writeSlowContract(): void {
  const levels = Array.from({ length: 30 }, (_, level) => {
    const next = { $ref: `#/components/schemas/level${level + 1}` };
    return [`level${level}`, { anyOf: [next, next] }];
  });
  const schemas = { ...Object.fromEntries(levels), level30: { type: 'string' } };
  writeContract('slow', { $ref: '#/components/schemas/level0' }, schemas);
}

test('a contract whose schemas take for ever is left out and reported, and the others are checked', async () => {
  writeSlowContract();
  const { verdict, contracts, findings } = await checkContracts(['quick.yaml', 'slow.yaml'], { cwd, deadline: 1500 });
  expect(verdict).toBe('fail');
  expect(contracts.map(({ id }) => id)).toEqual(['quick@1.0.0']);
  expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
    { rule: 'schema/too-costly', place: { file: 'slow.yaml' } },
  ]);
});

test('identify says which contract took for ever, and asks the others', async () => {
  writeSlowContract();
  const body = '{"type":"paid","data":{"id":1}}';
  const run = await identify(body, { cwd, contracts: ['quick.yaml', 'slow.yaml'], deadline: 1500 });
  expect(run.deliveries[0]?.best?.contract).toBe('quick@1.0.0');
  expect(run.findings).toMatchObject([{ rule: 'schema/too-costly', place: { file: 'slow.yaml' } }]);
});
