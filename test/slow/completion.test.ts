import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scripts, shells } from '../../src/cli/completion/scripts.ts';
import type { Shell } from '../../src/cli/completion/scripts.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-completion-'));

beforeAll(() => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'counterfoil'),
    `#!/bin/sh\nexec '${process.execPath}' '${join(import.meta.dirname, '../support/counterfoil.ts')}' "$@"\n`,
  );
  chmodSync(join(bin, 'counterfoil'), 0o755);
  for (const shell of shells) writeFileSync(join(folder, `c.${shell}`), scripts[shell]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, TERM: 'xterm' };

function isMissing(shell: Shell): boolean {
  // In CI they are installed: a missing one fails there.
  return process.env['CI'] === undefined && spawnSync(shell, ['--version']).error !== undefined;
}

/** Runs a script of a shell in the folder. */
function run(shell: Shell, args: readonly string[]): string {
  return execFileSync(shell, args, { cwd: folder, env, encoding: 'utf8', timeout: 120_000 });
}

const bashTrial = `source c.bash
try() { COMP_LINE="$1"; COMP_POINT=\${#1}; shift; COMP_WORDS=("$@"); COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 )); _counterfoil; echo "\${COMPREPLY[*]}"; }
try 'counterfoil che' counterfoil che
try 'counterfoil compare ombori@1.0.0 ombori@2' counterfoil compare ombori @ 1.0.0 ombori @ 2
try 'counterfoil check --fail-on=w' counterfoil check --fail-on = w
try 'counterfoil check --fail-on ' counterfoil check --fail-on ''
`;

/** Types a line into a terminal and shows what is there after the tab. */
const zshTrial = `zmodload zsh/zpty
zpty trial 'PS1="> " zsh -f -i'
zpty -w trial 'autoload -Uz compinit; compinit -u -D; source ./c.zsh; bindkey "^I" complete-word; echo REA""DY'
until [[ "$text" == *READY* ]]; do zpty -r trial line && text+="$line"; done
zpty -n -w trial $'counterfoil captures impo\\t'
text=
for i in {1..600}; do
  zpty -r -t trial line && text+="$line"
  [[ "$text" == *import* ]] && break
  sleep 0.1
done
print -r -- "$text"
zpty -d trial
`;

describe('completion in the shell itself', () => {
  test.skipIf(isMissing('bash'))('bash (skipped where it is not installed)', () => {
    expect(run('bash', ['--noprofile', '--norc', '-c', bashTrial]).split('\n').slice(0, 4)).toEqual([
      'check',
      '2.0.0',
      'warning',
      'error warning',
    ]);
  });

  test.skipIf(isMissing('fish'))('fish (skipped where it is not installed)', () => {
    const ask = (line: string): string[] =>
      run('fish', ['--no-config', '-c', `source c.fish; complete -C '${line}'`])
        .split('\n')
        .map((found) => found.split('\t')[0] ?? '')
        .filter(Boolean);
    expect(ask('counterfoil che')).toEqual(['check']);
    expect(ask('counterfoil compare ombori@1.0.0 ombori@2')).toEqual(['ombori@2.0.0']);
    expect(ask('counterfoil check --fail-on ')).toEqual(['error', 'warning']);
    expect(ask('counterfoil identify c.')).toEqual(['c.bash', 'c.fish', 'c.zsh']);
  });

  test.skipIf(isMissing('zsh'))('zsh (skipped where it is not installed)', () => {
    expect(run('zsh', ['-f', '-c', zshTrial])).toContain('captures import');
  });
});
