import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ci } from '../../src/api/ci.ts';
import { missingAttributes } from '../../src/init/texts.ts';
import { runCli } from '../support/run-cli.ts';

let cwd = '';
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'counterfoil-init-'))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const write = (name: string, content: unknown): void =>
  writeFileSync(join(cwd, name), typeof content === 'string' ? content : JSON.stringify(content));

describe('init', () => {
  test('from a shipped contract: locked, with a client that ci holds against it', async () => {
    const result = await runCli(['init', '--vendor', 'qminder', '--client', 'src/webhooks', '--ci', 'github'], { cwd });
    expect(result).toMatchObject({ exit: 0, stderr: '' });
    expect(result.stdout).toContain('Check: pass, 0 errors');
    const lock = readFileSync(join(cwd, 'counterfoil.lock'), 'utf8');
    expect(lock).toContain('qminder@1:');
    // No path to where the program is installed: that is another one on the next machine.
    expect(lock).toContain('source: "counterfoil:"');
    expect(await runCli(['outdated'], { cwd })).toMatchObject({ exit: 0, stderr: '' });
    expect(readFileSync(join(cwd, '.gitattributes'), 'utf8')).toContain('*.ndjson -text');
    expect(readFileSync(join(cwd, '.github/workflows/counterfoil.yml'), 'utf8')).toContain('npx counterfoil ci');
    const generated = join(cwd, 'src/webhooks/qminder-v1/index.js');
    expect(existsSync(generated)).toBe(true);
    expect((await ci({ cwd })).verdict).toBe('pass');
    rmSync(generated);
    expect((await ci({ cwd })).steps.find(({ step }) => step === 'generate')).toMatchObject({ outcome: 'fail' });
  });

  test('from captures', async () => {
    write(
      'x.ndjson',
      ['paid', 'late', 'paid', 'late']
        .map((type, id) =>
          JSON.stringify({
            method: 'POST',
            url: 'https://example.com/',
            headers: [['content-type', 'application/json']],
            body: JSON.stringify({ type, id }),
          }),
        )
        .join('\n'),
    );
    const result = await runCli(['init', '--vendor', 'cafe', '--captures', '*.ndjson', '--yes'], { cwd });
    expect(result).toMatchObject({ exit: 0, stderr: '' });
    expect(readdirSync(join(cwd, 'asyncapi/cafe/1.0.0/messages'))).toEqual(['late.yaml', 'paid.yaml']);
    const next = result.stdout.slice(result.stdout.indexOf('Next')).match(/(?<=npx counterfoil ).*/g) ?? [];
    expect(next).toEqual(['generate --out src/webhooks', 'mock', 'catalog build --out catalog']);
    const free = next.map((line) => (line === 'mock' ? 'mock --port 0' : line));
    for (const line of free) expect(await runCli(line.split(' '), { cwd }), line).toMatchObject({ exit: 0 });
  });

  test('from a document', async () => {
    write('api.json', {
      openapi: '3.1.0',
      info: { title: 'x', version: '1' },
      webhooks: {
        paid: { post: { requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } } },
      },
    });
    const result = await runCli(['init', '--vendor', 'cafe', '--from', 'api.json'], { cwd });
    expect(result).toMatchObject({ exit: 0, stderr: '' });
    expect(result.stdout).toContain('To add: How a delivery proves where it comes from');
  });

  test('replaces nothing, and writes nothing then', async () => {
    write('.gitlab-ci.yml', 'mine');
    const result = await runCli(['init', '--vendor', 'qminder', '--ci', 'gitlab'], { cwd });
    expect(result.exit).toBe(2);
    expect(result.stderr).toContain('.gitlab-ci.yml is there already');
    expect(readdirSync(cwd)).toEqual(['.gitlab-ci.yml']);
  });
});

test('.gitattributes gets what it lacks', () => {
  expect(missingAttributes('* text=auto\n*.http -text\n*.har  -text\n*.ndjson -text')).toBeUndefined();
  expect(missingAttributes('*.http -text')).toMatch(/^\n#.*\n\*\.har -text\n\*\.ndjson -text\n$/);
});
