/** Tokens, visibility and deprecation, from the command line over a real server. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createToken, listTokens } from '../../src/api/registry-store.ts';
import { serve } from '../../src/api/serve.ts';
import type { Anonymous } from '../../src/api/serve.ts';
import { cafeVersions, emptyFolder } from '../registry/client/project.ts';
import { describeStores } from '../registry/stores.ts';
import { fetch } from '../serve/fetch.ts';
import { runCli } from '../support/run-cli.ts';
import type { CliResult } from '../support/run-cli.ts';

/** A folder with these versions of the cafe. */
function authorWith(...versions: readonly string[]): string {
  const folder = emptyFolder();
  cpSync(cafeVersions, folder, { recursive: true });
  for (const version of ['1.0.0', '1.1.0', '2.0.0'])
    if (!versions.includes(version)) rmSync(join(folder, 'asyncapi/cafe', version), { recursive: true });
  return folder;
}

const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  writeFileSync(file, text.replace(from, to));
};

describeStores('a registry with tokens', (stores) => {
  async function registry(anonymous: Anonymous = 'read') {
    const store = stores.location();
    const server = await serve({ cwd: emptyFolder(), store, contracts: [], anonymous });
    onTestFinished(() => server.close());
    const run = (cwd: string, token: string | undefined, ...args: readonly string[]): Promise<CliResult> =>
      runCli(args, {
        cwd,
        env: { COUNTERFOIL_REGISTRY: server.url, ...(token === undefined ? {} : { COUNTERFOIL_TOKEN: token }) },
      });
    const token = async (role: 'reader' | 'writer' | 'admin', ...vendors: readonly string[]): Promise<string> =>
      (await createToken({ role, ...(vendors.length === 0 ? {} : { vendors }) }, { store })).secret;
    return { server, store, run, token };
  }

  test('shows what is published with --private to those with a token for the vendor', async () => {
    const { server, run, token } = await registry();
    const writer = await token('writer', 'cafe');
    const first = await run(authorWith('1.0.0'), writer, 'publish', '--private');
    expect(first).toMatchObject({ exit: 0, stdout: expect.stringContaining('cafe@1.0.0  published') as string });
    for (const secret of [undefined, await token('reader', 'bank'), await token('writer', 'bank')]) {
      const project = emptyFolder();
      const absent = await run(project, secret, 'pull', 'cafe');
      expect([absent.exit, absent.stdout]).toEqual([3, '']);
      expect(absent.stderr).toContain('has no contract of "cafe"');
      const headers: Record<string, string> = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
      for (const path of ['contracts', 'subjects', 'npm/@counterfoil%2fcafe', 'catalog/'])
        expect((await fetch(`${server.url}/${path}`, { headers })).text, path).not.toContain('order');
    }
    for (const secret of [writer, await token('reader', 'cafe'), await token('reader')]) {
      const project = emptyFolder();
      expect(await run(project, secret, 'pull', 'cafe')).toMatchObject({ exit: 0, stderr: '' });
      expect(await run(project, secret, 'outdated')).toMatchObject({ exit: 0 });
      // Without the token it is gone, and what was pulled stays.
      const hidden = await run(project, undefined, 'outdated');
      expect([hidden.exit, hidden.stdout]).toEqual([3, '']);
      expect(hidden.stderr).toContain('has no contract of "cafe" any more, or does not show it');
      expect(await run(project, undefined, 'pull', '--check')).toMatchObject({ exit: 0 });
    }
    // What follows is as private as what was before it.
    await run(authorWith('1.0.0', '1.1.0'), writer, 'publish');
    expect((await run(emptyFolder(), undefined, 'pull', 'cafe')).exit).toBe(3);
  });

  test('takes no token that has expired or was revoked', async () => {
    const { server, store, run } = await registry('none');
    const author = authorWith('1.0.0');
    const { secret } = await createToken({ role: 'writer', name: 'short', lifetime: 4_000 }, { store });
    const headers = { authorization: `Bearer ${secret}` };
    expect((await fetch(`${server.url}/subjects`, { headers })).status).toBe(200);
    await wait(4_000);
    const late = await run(author, secret, 'publish', '--dry-run');
    expect([late.exit, late.stderr]).toEqual([2, expect.stringContaining('counts no more')]);

    const { secret: lost } = await createToken({ role: 'writer', name: 'lost' }, { store });
    expect((await run(author, lost, 'publish', '--dry-run')).exit).toBe(0);
    const { id = '' } = (await listTokens({ store })).find(({ name }) => name === 'lost') ?? {};
    expect((await runCli(['token', 'revoke', id, '--store', store], { cwd: author })).stdout).toBe(
      'lost is revoked.\n',
    );
    await expect
      .poll(async () => (await run(author, lost, 'publish', '--dry-run')).exit, { timeout: 10_000, interval: 500 })
      .toBe(2);
    expect((await run(emptyFolder(), undefined, 'pull', 'cafe')).stderr).toContain('it wants a token');
    const list = await runCli(['token', 'list', '--store', store], { cwd: author });
    expect(list.stdout).toMatch(/short\s+writer\s+all vendors\s+expired/);
    expect(list.stdout).toMatch(/lost\s+writer\s+all vendors\s+revoked/);
  });

  // What follows is the same on every store.
  if (stores.kind === 'PostgreSQL') return;

  test('takes what comes with a token for the vendor, wherever the token and the registry are named', async () => {
    const { server, store, token } = await registry();
    const author = authorWith('1.0.0');
    const made = await runCli(
      ['token', 'create', '--role', 'writer', '--vendor', 'cafe', '--name', 'ci', '--store', store],
      {
        cwd: author,
      },
    );
    const secret = made.stdout.trim();
    const publish = (env: Record<string, string>, ...args: readonly string[]) =>
      runCli(['publish', ...args], { cwd: author, env });
    const named = ['--registry', server.url];
    for (const wrong of [await token('reader'), await token('writer', 'bank'), `cf_${'A'.repeat(43)}`]) {
      const refused = await publish({ COUNTERFOIL_TOKEN: wrong }, ...named);
      expect([refused.exit, refused.stdout]).toEqual([2, '']);
      expect(refused.stderr).toContain('the token may not do this, or counts no more');
      expect(refused.stderr).not.toContain(wrong);
    }
    expect((await publish({ COUNTERFOIL_TOKEN: secret }, '--dry-run', ...named)).stdout).toContain(
      'would be published',
    );
    const first = await publish({ CI_SECRET: secret }, '--token-env', 'CI_SECRET', ...named);
    expect(first).toMatchObject({ exit: 0, stdout: expect.stringContaining('cafe@1.0.0  published') as string });
    // From the environment, then from the configuration.
    const second = await publish({ COUNTERFOIL_TOKEN: secret, COUNTERFOIL_REGISTRY: server.url });
    expect(second.stdout).toContain('cafe@1.0.0  is published as it is');
    writeFileSync(join(author, 'counterfoil.yaml'), `registry: ${server.url}\n`);
    expect((await publish({ COUNTERFOIL_TOKEN: secret })).stdout).toContain('is published as it is');
    const audit = await runCli(['registry', 'audit', '--store', store], { cwd: author });
    expect(audit.stdout).toMatch(/ci\s+publish\s+cafe@1\.0\.0/);
    expect(audit.stdout).not.toContain(secret);
  });

  test('says of a deprecated version in use where to go, and why', async () => {
    const { server, run, token } = await registry();
    const writer = await token('writer', 'cafe');
    await run(authorWith('1.0.0', '1.1.0'), writer, 'publish');
    const project = emptyFolder();
    await run(project, undefined, 'pull', 'cafe@1.1.0');
    const deprecate = await fetch(`${server.url}/contracts/cafe/1.1.0/deprecate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${writer}` },
      body: JSON.stringify({ successor: '1.0.0', reason: 'Orders are \u001b[31mlost\u0007.' }),
    });
    expect(deprecate.status).toBe(200);
    const pretty = await run(project, undefined, 'outdated');
    expect(pretty).toMatchObject({ exit: 1, stderr: '' });
    expect(pretty.stdout).toMatch(/cafe\s+1\.1\.0.*deprecated/);
    expect(pretty.stdout).toContain('cafe 1.1.0 is deprecated: go to 1.0.0 (Orders are  [31mlost .).');
    const markdown = await run(project, undefined, 'outdated', '--format', 'markdown');
    expect(markdown.stdout).toMatch(/^cafe 1\.1\.0 is deprecated.* go to 1\.0\.0/m);
    const json = JSON.parse((await run(project, undefined, 'outdated', '--format', 'json')).stdout) as object;
    expect(json).toMatchObject({
      contracts: [{ vendor: 'cafe', locked: '1.1.0', isOutdated: true, deprecated: { successor: '1.0.0' } }],
    });
    const again = await run(emptyFolder(), undefined, 'pull', 'cafe@1.1.0');
    expect(again.stdout).toContain('It is deprecated: go to 1.0.0');
    expect(again.stdout).not.toContain('\u001b');
    // Whoever names no version gets one that is not deprecated.
    expect((await run(emptyFolder(), undefined, 'pull', 'cafe')).stdout).toContain('cafe@1.0.0  added');
  });
});

test('a contract with a number that no double holds is not sent, and at the start not published', async () => {
  const author = authorWith('1.0.0');
  edit(
    join(author, 'schemas/cafe/1.0.0/order.schema.json'),
    '"type": "integer"',
    '"type": "integer", "maximum": 9223372036854775807',
  );
  const folder = emptyFolder();
  const server = await serve({ cwd: author, store: join(folder, 'registry.db'), anonymous: 'write' });
  onTestFinished(() => server.close());
  const reason = expect.stringContaining(
    'order.schema.json has the number 9223372036854775807, which is read as',
  ) as string;
  expect(server.contracts).toEqual([{ id: 'cafe@1.0.0', status: 'refused', reason }]);
  const refused = await runCli(['publish', '--registry', server.url], { cwd: author });
  expect([refused.exit, refused.stdout, refused.stderr]).toEqual([3, '', reason]);
});
