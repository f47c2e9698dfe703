import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkContracts } from '../../src/api/check-contracts.ts';
import { identify } from '../../src/api/identify.ts';
import { RunError } from '../../src/findings/run-error.ts';
import type { Progress } from '../../src/isolation/protocol.ts';
import { IsolationError, runIsolated } from '../../src/isolation/run-isolated.ts';
import { newFolder } from '../support/fresh-clone.ts';

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

function writeContract(root: string, vendor: string, payload: object): void {
  const path = join(root, 'asyncapi', vendor, '1.0.0');
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
  let checked: Awaited<ReturnType<typeof checkContracts>>;
  let identified: Awaited<ReturnType<typeof identify>>;
  const seen: Progress[] = [];
  const folder = newFolder('isolation');
  afterAll(() => folder.remove());
  // Both wait for their deadlines at the same time.
  beforeAll(async () => {
    writeContract(folder.path, 'harmless', harmless);
    writeContract(folder.path, 'hostile', doubling(60));
    const options = { cwd: folder.path, deadline: 5000 };
    [checked, identified] = await Promise.all([
      checkContracts('asyncapi', { ...options, onProgress: (progress) => seen.push(progress) }),
      identify('{"type":"thing"}', { ...options, contracts: ['asyncapi'] }),
    ]);
  });

  test('is ended at the deadline, is an error, and the other contracts are checked', () => {
    expect(checked.verdict).toBe('fail');
    expect(checked.contracts.map(({ id, examples }) => [id, examples])).toEqual([
      ['harmless@1.0.0', { passed: 1, total: 1 }],
    ]);
    expect(checked.findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      { rule: 'schema/too-costly', place: { file: 'asyncapi/hostile/1.0.0/asyncapi.yaml' } },
    ]);
  });

  test('does not keep identify from answering', () => {
    expect(identified.deliveries[0]?.best?.contract).toBe('harmless@1.0.0');
    expect(identified.findings).toMatchObject([{ rule: 'schema/too-costly' }]);
  });

  test('does not keep the check from telling how far it is', () => {
    expect(seen.length).toBeGreaterThan(3);
    expect(seen).toContainEqual(expect.objectContaining({ stage: 'contracts', total: 2 }));
  });
});

describe('runIsolated', () => {
  test('passes an expected failure on with its class', async () => {
    const failure = await checkContracts('nothing-of-this-name', { cwd: tmpdir() }).catch((error: unknown) => error);
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
    // Not even starting the worker can be done in no time.
    const failure = await checkContracts([], { deadline: 0, loading: 0 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(IsolationError);
  });
});
