import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkContracts } from '../../src/api/check-contracts.ts';
import { identify } from '../../src/api/identify.ts';
import { RunError } from '../../src/findings/run-error.ts';
import type { Progress } from '../../src/isolation/protocol.ts';
import { IsolationError, runIsolated } from '../../src/isolation/run-isolated.ts';
import { newFolder } from '../support/fresh-clone.ts';

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder('isolation');
});
afterEach(() => folder.remove());

/** Levels of `allOf` that name the next level twice: 2 ** levels evaluations of the last one. */
function doubling(levels: number): object {
  const definitions = Object.fromEntries(
    Array.from({ length: levels }, (_, level) => [
      `level${level}`,
      level === levels - 1
        ? { type: 'object', maxProperties: 5 }
        : { allOf: [{ $ref: `#/definitions/level${level + 1}` }, { $ref: `#/definitions/level${level + 1}` }] },
    ]),
  );
  return { $schema: 'http://json-schema.org/draft-07/schema#', $ref: '#/definitions/level0', definitions };
}

function writeContract(vendor: string, payload: object): void {
  const path = join(folder.path, 'asyncapi', vendor, '1.0.0');
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'payload.json'), JSON.stringify(payload));
  writeFileSync(
    join(path, 'asyncapi.yaml'),
    `asyncapi: 3.1.0
info: {title: ${vendor}, version: 1.0.0, x-vendor: ${vendor}}
channels:
  webhook:
    address: null
    messages:
      thing: {payload: {$ref: payload.json}, examples: [{name: one, payload: {type: thing}}]}
operations:
  deliver: {action: send, channel: {$ref: '#/channels/webhook'}}
`,
  );
}

const harmless = { type: 'object', required: ['type'], properties: { type: { const: 'thing' } } };

describe('a schema that keeps the validator busy for years', () => {
  beforeEach(() => {
    writeContract('harmless', harmless);
    writeContract('hostile', doubling(60));
  });

  test('is ended at the deadline, is an error, and the other contracts are checked', async () => {
    const result = await checkContracts('asyncapi', { cwd: folder.path, deadline: 5000 });
    expect(result.verdict).toBe('fail');
    expect(result.contracts.map(({ id, examples }) => [id, examples])).toEqual([
      ['harmless@1.0.0', { passed: 1, total: 1 }],
    ]);
    expect(result.findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      { rule: 'schema/too-costly', place: { file: 'asyncapi/hostile/1.0.0/asyncapi.yaml' } },
    ]);
  });

  test('does not keep identify from answering', async () => {
    const { deliveries, findings } = await identify('{"type":"thing"}', {
      cwd: folder.path,
      contracts: ['asyncapi'],
      deadline: 5000,
    });
    expect(deliveries[0]?.best?.contract).toBe('harmless@1.0.0');
    expect(findings).toMatchObject([{ rule: 'schema/too-costly' }]);
  });
});

describe('runIsolated', () => {
  test('passes an expected failure on with its class', async () => {
    const failure = await checkContracts('nothing-of-this-name', { cwd: folder.path }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RunError);
    expect(failure).toMatchObject({ kind: 'input', message: expect.stringContaining('nothing-of-this-name') });
  });

  test('passes a bug on with its stack', async () => {
    // No settings at all: something that the types forbid.
    const failure = await runIsolated('check', undefined).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TypeError);
    expect((failure as Error).stack).toContain('tasks.ts');
  });

  test('says so when no contract is to blame', async () => {
    writeContract('harmless', harmless);
    // Not even starting the worker can be done in no time.
    const failure = await checkContracts('asyncapi', { cwd: folder.path, deadline: 0 }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(IsolationError);
  });

  test('tells how far it is', async () => {
    writeContract('harmless', harmless);
    writeContract('hostile', doubling(60));
    const seen: Progress[] = [];
    await checkContracts('asyncapi', {
      cwd: folder.path,
      deadline: 5000,
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen.length).toBeGreaterThan(3);
    expect(seen).toContainEqual(expect.objectContaining({ stage: 'contracts', total: 2 }));
  });
});
