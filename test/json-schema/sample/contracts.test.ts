import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/api/load-contract.ts';
import { shippedContracts } from '../../../src/checks/targets.ts';
import { createSampler } from '../../../src/json-schema/sample/sampler.ts';
import { findUndocumented } from '../../../src/json-schema/strict.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import { sampleDigests } from './print-samples.ts';
import { samplesOf } from './support.ts';

const program = join(import.meta.dirname, 'print-samples.ts');

describe.each(shippedContracts().map(({ id }) => [id]))('samples of %s', (id) => {
  test('are valid and described, event by event, seed by seed', async () => {
    const { contract } = await loadContract(id);
    if (contract === undefined) throw new Error(`${id} cannot be loaded.`);
    const validator = createValidator(contract.schemas);
    for (const { payload } of contract.events) {
      const sampler = createSampler(validator, contract.schemas, payload);
      const distinct = new Set<string>();
      const wrong: string[] = [];
      for (let seed = 0; seed < 500; seed++) {
        const value = sampler.sample({ seed, profile: 'tolerant' });
        // Not by the sampler's own word: a tolerant sample is made for the strict profile, too.
        const isClean = findUndocumented(validator, payload, value).length === 0;
        if (!isClean || !validator.compile(payload).isValid(value)) wrong.push(`${payload}, seed ${seed}`);
        distinct.add(JSON.stringify(value));
      }
      expect(wrong).toEqual([]);
      expect(distinct.size).toBeGreaterThan(payload.endsWith('status.updated') ? 1 : 10);
    }
  });
});

describe('the same seed', () => {
  test('makes the same bytes in another process and in another order', async () => {
    const elsewhere = execFileSync(process.execPath, [program], { encoding: 'utf8' });
    const here = await sampleDigests((list) => list);
    expect(elsewhere).toBe(here);
    expect(here.split('\n').length).toBeGreaterThan(30);
  });

  test('makes the same bytes on every machine; that a version makes others shows here', () => {
    const schema = {
      type: 'object',
      required: ['id', 'at', 'state'],
      properties: {
        id: { type: 'string', format: 'uuid' },
        at: { type: 'string', format: 'date-time' },
        state: { anyOf: [{ enum: ['new', 'old'] }, { type: 'string' }] },
        name: { type: 'string', 'x-personal-data': 'name' },
        size: { type: ['number', 'null'], minimum: 0 },
        tags: { type: 'array', items: { type: 'string', pattern: '^[a-z]{3}-\\d+$' } },
        inner: {
          type: 'string',
          contentMediaType: 'application/json',
          contentSchema: { type: 'array', items: { type: 'boolean' } },
        },
      },
    };
    const samples = samplesOf(schema, 200);
    expect(samples[0]).toEqual({
      at: '2026-10-26T14:20:54.434Z',
      id: 'b23d9149-f195-4c54-87f6-31d5fd79a015',
      inner: '[true]',
      state: 'new',
      tags: [],
    });
    const digest = createHash('sha256').update(JSON.stringify(samples)).digest('hex');
    expect(digest).toBe('bff5e1795c8f073f11d7d881de68be9c0123044aa2d6fbb7acd4475988875615');
  });
});
