import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newFolder } from '../support/fresh-clone.ts';

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder('permission');
  cpSync(join(import.meta.dirname, 'bases/cafe'), folder.path, { recursive: true });
});
afterEach(() => folder.remove());

/** Runs the program with the rights of a user: root would read every file, unless it gives up the power to. */
function counterfoil(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const program = [process.execPath, join(import.meta.dirname, '../support/counterfoil.ts'), ...args];
  const [command = '', ...rest] =
    process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', ...program] : program;
  const { status, stdout, stderr } = spawnSync(command, rest, { cwd: folder.path, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function close(path: string): string {
  chmodSync(join(folder.path, path), 0);
  return path;
}

describe.skipIf(process.platform === 'win32')('without permission (Windows has no such modes)', () => {
  test('a message of the contract is a finding where it is named', () => {
    close('asyncapi/cafe/1.0.0/messages/order.ready.yaml');
    const { status, stdout } = counterfoil('check');
    expect(status).toBe(3);
    expect(stdout).toContain('input/no-permission');
    expect(stdout).toContain('asyncapi/cafe/1.0.0/asyncapi.yaml:');
  });

  test('a capture is a finding', () => {
    writeFileSync(join(folder.path, 'ready.json'), '{}');
    const { status, stdout } = counterfoil('check', '--captures', close('ready.json'));
    expect(status).toBe(3);
    expect(stdout).toContain('input/capture-permission');
  });

  test('a folder of contracts does not pass unseen', () => {
    close('asyncapi');
    const { status, stderr } = counterfoil('check');
    expect(status).toBe(3);
    expect(stderr).toMatch(/asyncapi: the folder/);
    chmodSync(join(folder.path, 'asyncapi'), 0o700);
  });

  test('a pasted file and the configuration are said in a sentence', () => {
    writeFileSync(join(folder.path, 'body.json'), '{}');
    expect(counterfoil('identify', close('body.json'))).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/^error: /),
    });
    writeFileSync(join(folder.path, 'counterfoil.yaml'), 'contracts: [asyncapi]\n');
    close('counterfoil.yaml');
    const { status, stderr } = counterfoil('check');
    expect({ status, stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^error: .*\n.*counterfoil\.yaml/),
    });
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
