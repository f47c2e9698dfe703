import { dirname, join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cloneInto, newFolder, outsideEnvironment, shell } from '../support/fresh-clone.ts';

/** Starts a mock without Prism, sends it a delivery, prints what both say, and ends with the sender's exit code. */
const mockAndSend = `export PATH="$PWD/node_modules/.bin:$PATH"
counterfoil mock qminder --secret qminder=SECRET --port 0 > mock.log 2>&1 &
mock=$!
for _ in $(seq 300); do grep -q Listening mock.log && break; sleep 0.1; done
url=$(grep -o 'http://[0-9.:]*' mock.log | head -n 1)
counterfoil send qminder ticket_created --to "$url/qminder/1" --secret-env SECRET
status=$?
kill "$mock"
wait "$mock"
cat mock.log
exit "$status"`;

// npm 12 does not start on Node 20; it comes with a newer one.
describe.each([
  ['11', []],
  ['12', [dirname(process.execPath)]],
])('with npm %s', (version, node) => {
  const folder = newFolder(`npm-${version}`);
  const clone = join(folder.path, 'clone');
  const env = outsideEnvironment([join(folder.path, 'npm/node_modules/.bin'), ...node]);

  beforeAll(() => {
    const install = shell(`npm install --prefix npm npm@${version}`, folder.path, outsideEnvironment(node));
    expect(install, install.stderr).toMatchObject({ status: 0 });
    cloneInto(clone);
  });
  afterAll(() => folder.remove());

  test('a fresh clone installs and checks, and does so again', () => {
    expect(shell('npm --version', clone, env).stdout.split('.')[0]).toBe(version);
    // With the older one, CI installs twice itself. What the first has fetched is not asked for again.
    const offline = { ...env, npm_config_prefer_offline: 'true' };
    for (const _ of version === '11' ? ['first'] : ['first', 'second']) {
      const { status, stdout, stderr } = shell('npm ci && npx counterfoil check', clone, offline);
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain('Examples: 21 of 21 pass');
    }
  });

  test('npm scripts and npx use Node 24', () => {
    expect(shell('npx node --version', clone, env).stdout).toMatch(/^v24\./);
  });

  test('the packed package works in an empty folder', () => {
    const packed = shell('npm pack --ignore-scripts --silent', clone, env);
    expect(packed).toMatchObject({ status: 0 });
    const tarball = join(clone, packed.stdout.trim());
    const consumer = join(folder.path, 'consumer');
    const setup = `mkdir consumer && cd consumer && npm init -y && npm pkg set allowScripts.node=true --json && npm install node@24 ${tarball}`;
    const installed = shell(setup, folder.path, env);
    expect(installed, installed.stderr).toMatchObject({ status: 0 });
    const identify = `echo '{"type":"line_changed","data":{"id":7,"name":"Front desk"}}' | npx counterfoil identify`;
    const identified = shell(identify, consumer, env);
    expect(identified, identified.stderr).toMatchObject({ status: 0 });
    expect(identified.stdout).toContain('This is line_changed of qminder@1.0.0, which accepts it.');
    expect(shell('npx counterfoil check qminder', consumer, env)).toMatchObject({ status: 0 });
    expect(shell('npx counterfoil explain example/payload', consumer, env)).toMatchObject({ status: 0 });
    const mocked = shell(mockAndSend, consumer, { ...env, SECRET: 'test-secret' });
    expect(mocked, mocked.stderr).toMatchObject({ status: 0 });
    expect(mocked.stdout).toContain('Prism (@stoplight/prism-http) is not installed: the engine is "fast"');
    expect(mocked.stdout).toContain('Accepted: 200');
    expect(shell('test -f node_modules/counterfoil/dist/config/counterfoil.schema.json', consumer, env)).toMatchObject({
      status: 0,
    });
  });
});
