import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCli } from '../support/run-cli.ts';
import type { CliResult } from '../support/run-cli.ts';

const versions = join(import.meta.dirname, '../cli/bases/cafe-versions');

/** A copy of the cafe's contracts to work on: a folder, and a git repository when one is wanted. */
export class WorkingCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'counterfoil-copy-'));

  constructor() {
    cpSync(versions, this.folder, { recursive: true });
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  /** Replaces a text in a file that must hold it. */
  edit(file: string, from: string, to: string): void {
    const text = readFileSync(this.path(file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
    this.write(file, text.replace(from, to));
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  removeVersion(version: string): void {
    for (const top of ['asyncapi', 'schemas']) rmSync(this.path(top, 'cafe', version), { recursive: true });
  }

  /** Copies one version to another, under its new number. */
  copyVersion(from: string, to: string): void {
    for (const top of ['asyncapi', 'schemas']) {
      cpSync(this.path(top, 'cafe', from), this.path(top, 'cafe', to), { recursive: true });
    }
    const folder = this.path('asyncapi', 'cafe', to);
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.yaml'),
    )) {
      const text = readFileSync(join(folder, file), 'utf8');
      writeFileSync(join(folder, file), text.replaceAll(from, to));
    }
  }

  git(...args: readonly string[]): string {
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...identity, ...args], { cwd: this.folder, encoding: 'utf8' });
  }

  /** Makes a repository of it, with all files in the first commit. */
  commitAll(message = 'state'): void {
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
  }

  run(...args: readonly string[]): Promise<CliResult> {
    return runCli(args, { cwd: this.folder });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
