import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findContract, findEvent } from '../../src/testing/contracts.ts';
import { TestSetupError } from '../../src/testing/setup-error.ts';
import { folderWithContract } from './own-contract.ts';

const folder = folderWithContract();
const configured = folderWithContract({ 'counterfoil.yaml': 'contracts: [asyncapi]\n', 'src/qminder/handler.ts': '' });
afterAll(() => {
  folder.remove();
  configured.remove();
});

const idOf = (...args: Parameters<typeof findContract>): string => findContract(...args).contract.id;

describe('a contract is found', () => {
  test.each([
    ['ombori', 'ombori@2.0.0'],
    ['ombori@1.0.0', 'ombori@1.0.0'],
    ['ombori@1', 'ombori@1.0.0'],
    ['ombori@2.0', 'ombori@2.0.0'],
  ])('shipped, by the name %s', (name, id) => {
    expect(idOf(name, { cwd: folder.path })).toBe(id);
  });

  test.each(['./asyncapi/cafe', 'asyncapi/cafe/1.0.0/asyncapi.yaml', 'asyncapi/'])('by the path %s', (path) => {
    expect(idOf(path, { cwd: folder.path })).toBe('cafe@1.0.0');
    expect(idOf(join(folder.path, path))).toBe('cafe@1.0.0');
  });

  test('by its vendor, when counterfoil.yaml lists it, from any folder below', () => {
    expect(idOf('cafe', { cwd: configured.path })).toBe('cafe@1.0.0');
    expect(idOf('cafe@1', { cwd: join(configured.path, 'src') })).toBe('cafe@1.0.0');
  });

  test('by its name although a folder is called so, too', () => {
    expect(idOf('qminder', { cwd: join(configured.path, 'src') })).toBe('qminder@1.0.0');
  });

  test('by a generated client', () => {
    expect(idOf({ contract: 'ombori@1.0.0', events: {} })).toBe('ombori@1.0.0');
  });

  test('once, and is loaded once', () => {
    expect(findContract('qminder', { cwd: folder.path })).toBe(findContract('qminder@1', { cwd: folder.path }));
  });
});

describe('a test is told', () => {
  const message = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      if (error instanceof TestSetupError) return error.message;
      throw error;
    }
    return 'nothing';
  };

  test('which contracts there are, and which it meant', () => {
    expect(message(() => findContract('omborri', { cwd: configured.path }))).toBe(
      'There is no contract "omborri". Did you mean "ombori"? There are cafe@1.0.0, ombori@2.0.0, ombori@1.0.0, qminder@1.0.0, waitwhile@1.0.0. One of your own is named by its path (with a "/"), or by its vendor when counterfoil.yaml lists it.',
    );
    expect(message(() => findContract('cafe', { cwd: folder.path }))).toMatch(
      /^There is no contract "cafe"\. There are/,
    );
    expect(message(() => findContract('ombori@3', { cwd: folder.path }))).toContain('There is no contract "ombori@3".');
  });

  test('that a path leads nowhere', () => {
    expect(message(() => findContract('./nowhere', { cwd: folder.path }))).toMatch(
      /^"\.\/nowhere" is neither a file, nor a folder, nor a shipped contract\./,
    );
  });

  test('that a folder has contracts of several vendors', () => {
    expect(message(() => findContract(join(import.meta.dirname, '../../asyncapi')))).toContain(
      'holds contracts of several vendors: ',
    );
  });

  test('which events there are, and which it meant', () => {
    const cafe = findContract('./asyncapi/cafe', { cwd: folder.path });
    expect(message(() => findEvent(cafe, 'order.raedy'))).toBe(
      'cafe@1.0.0 has no event "order.raedy". Did you mean "order.ready"? It has order.placed, order.ready.',
    );
    expect(message(() => findEvent(cafe, 'constructor'))).toBe(
      'cafe@1.0.0 has no event "constructor". It has order.placed, order.ready.',
    );
  });

  test('what is wrong with a contract, and where', () => {
    const broken = folderWithContract({ 'schemas/cafe/1.0.0/order.schema.json': '{' });
    expect(message(() => findContract('./asyncapi', { cwd: broken.path }))).toMatch(
      /^The contract .*asyncapi\.yaml cannot be used:\n {2}schemas\/cafe\/1\.0\.0\/order\.schema\.json:1 /,
    );
    broken.remove();
  });

  test('what is wrong with counterfoil.yaml, and where', () => {
    mkdirSync(join(folder.path, 'wrong'), { recursive: true });
    writeFileSync(join(folder.path, 'wrong/counterfoil.yaml'), 'contract: [asyncapi]\n');
    expect(message(() => findContract('qminder', { cwd: join(folder.path, 'wrong') }))).toMatch(
      /counterfoil\.yaml is wrong:\n {2}counterfoil\.yaml:1 .*contract/,
    );
  });
});
