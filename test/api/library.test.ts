import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectTypeOf } from 'expect-type';
import { describe, expect, test } from 'vitest';
import * as library from '../../src/index.ts';
import {
  checkContracts,
  identify,
  loadContract,
  reporters,
  rules,
  RunError,
  shippedContracts,
} from '../../src/index.ts';

const root = join(import.meta.dirname, '../..');

describe('the library', () => {
  test('exports functions and data that a test knows of', () => {
    expect(Object.keys(library).toSorted()).toMatchSnapshot();
  });

  test('checks what it is told to, as data', async () => {
    const result = await checkContracts(['qminder', 'waitwhile@1'], { cwd: root });
    expect(result).toMatchObject({ verdict: 'pass', findings: [], counts: { error: 0, warning: 0, info: 0 } });
    expect(result.contracts.map(({ id }) => id)).toEqual(['qminder@1.0.0', 'waitwhile@1.0.0']);
    expect(structuredClone(result)).toEqual(result);
    expectTypeOf(result.verdict).toEqualTypeOf<'pass' | 'fail'>();
  });

  test('gives the same result byte for byte, again', async () => {
    const options = { cwd: root, config: true } as const;
    expect(JSON.stringify(await checkContracts([], options))).toBe(JSON.stringify(await checkContracts([], options)));
  });

  test('takes captures with secrets and URL', async () => {
    const { contracts } = await checkContracts('qminder', {
      cwd: root,
      captures: ['captures/qminder/*.http'],
      secrets: { qminder: ['another-test-secret', 'test-secret-not-real-qminder'] },
      endpoints: { qminder: 'https://example.com/webhooks' },
    });
    expect(contracts[0]?.signatures).toEqual({ verified: 1, failed: 0, notChecked: 0 });
    expect(contracts[0]?.captures.documented).toEqual({ passed: 1, total: 1 });
  });

  test('finds a configured URL that the vendor would not take', async () => {
    const { findings } = await checkContracts('qminder', { cwd: root, endpoints: { qminder: 'ftp://localhost/' } });
    expect(findings.map(({ rule }) => rule)).toContain('contract/endpoint-url');
  });

  test('identifies', async () => {
    const { deliveries } = await identify('{"type":"line_changed","data":{"id":7,"name":"Front desk"}}');
    expect(deliveries[0]).toMatchObject({
      verdict: 'accepted',
      best: { contract: 'qminder@1.0.0', event: 'line_changed' },
    });
  });

  test('loads a contract', async () => {
    const { contract, findings } = await loadContract('ombori');
    expect(findings).toEqual([]);
    expect(contract).toMatchObject({ id: 'ombori@2.0.0', selector: [{ kind: 'pointer', pointer: '/type' }] });
    await expect(loadContract('asyncapi', { cwd: root })).rejects.toThrow(RunError);
  });

  test('lists what is shipped, rules and reporters', () => {
    expect(shippedContracts().map(({ id }) => id)).toEqual([
      'ombori@2.0.0',
      'ombori@1.0.0',
      'qminder@1.0.0',
      'waitwhile@1.0.0',
    ]);
    expect(rules.length).toBeGreaterThan(80);
    expect(reporters.map(({ name }) => name)).toEqual([
      'pretty',
      'json',
      'junit',
      'sarif',
      'github',
      'gitlab',
      'markdown',
    ]);
  });

  test('uses neither console nor process outside of the command line', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
      // What clients carry runs elsewhere, and writes what nobody else takes; generated programs are text here; and
      // checks that a test runner registers look up secrets where the runner has them.
      (file) =>
        file.endsWith('.ts') &&
        !/^(?:cli|runtime|codegen|generated)\b|^testing.contract-checks|^catalog.parts.snippets/.test(file),
    );
    expect(files.length).toBeGreaterThan(100);
    const using = files.filter((file) =>
      /\b(?:console|process)\.[a-z]/.test(readFileSync(join(root, 'src', file), 'utf8')),
    );
    expect(using).toEqual([]);
  });
});
