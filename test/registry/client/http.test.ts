import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { pull } from '../../../src/api/pull.ts';
import { ask, defaultLimits } from '../../../src/registry/client/http.ts';
import { HttpRegistry } from '../../../src/registry/client/http-registry.ts';
import { parseRegistryAddress, registryAddressText } from '../../../src/config/registry-address.ts';
import { Registries } from '../../../src/api/open-registry.ts';
import { runCli } from '../../support/run-cli.ts';
import { cafe } from '../contracts/served.ts';
import { emptyFolder } from './project.ts';

const limits = { ...defaultLimits, timeout: 5_000, waits: [1, 1] };

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that answers as it is told to, for what a real one never does. */
async function serverOf(handler: Handler): Promise<URL> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

const get = (url: URL, more: object = {}) =>
  ask({ method: 'GET', url, accept: 'application/json', token: 'secret-token' }, { ...limits, ...more });

describe('asking a server', () => {
  test('comes again when it is busy, and no oftener than it may', async () => {
    let asked = 0;
    const url = await serverOf((_, response) => {
      asked += 1;
      if (asked < 3) json(response, asked === 1 ? 503 : 429, {}, { 'retry-after': '0' });
      else json(response, 200, { asked });
    });
    expect((await get(url)).text).toBe('{"asked":3}');
    asked = -10;
    await expect(get(url)).rejects.toThrow(/gives no answer: it answers with (?:503|429)/);
    expect(asked).toBe(-7);
  });

  test('does not wait for longer than it should when a server asks for it', async () => {
    let asked = 0;
    const url = await serverOf((_, response) => {
      asked += 1;
      json(response, 429, {}, { 'retry-after': '86400' });
    });
    await expect(get(url)).rejects.toThrow('it answers with 429');
    expect(asked).toBe(1);
  });

  test('gives up on a server that never ends its answer', async () => {
    const url = await serverOf((_, response) => {
      response.writeHead(200).write('{');
    });
    await expect(get(url, { timeout: 150, waits: [] })).rejects.toThrow('it took longer than 0.15 s');
  });

  test('stops reading what is too large', async () => {
    const url = await serverOf((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    await expect(get(url, { size: 1024 * 1024 })).rejects.toThrow('sends more than 1 MB');
  });

  test.each([
    ['file:///etc/passwd', 'leads on to an address of file:, which is not followed'],
    ['//elsewhere.example/x', 'leads on to http://elsewhere.example, which is not followed'],
    ['http://localhost:1/', 'leads on to http://localhost:1, which is not followed'],
  ])('goes nowhere else, as to %s', async (location, message) => {
    const url = await serverOf((_, response) => json(response, 302, {}, { location }));
    await expect(get(url)).rejects.toThrow(message);
  });

  test('follows its own redirects, and takes no token to others', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serverOf((request, response) => {
      seen.push(request.headers.authorization);
      json(response, 200, {});
    });
    const url = await serverOf((request, response) => {
      if (request.url === '/own') response.writeHead(302, { location: '/there' }).end();
      else if (request.url === '/there') json(response, 200, { token: request.headers.authorization });
      else if (request.url === '/circle') response.writeHead(302, { location: '/circle' }).end();
      else response.writeHead(307, { location: new URL('/x', other).href }).end();
    });
    expect((await get(new URL('/own', url))).text).toBe('{"token":"Bearer secret-token"}');
    await expect(get(new URL('/circle', url))).rejects.toThrow('leads in circles');
    await expect(get(new URL('/other', url))).rejects.toThrow(`leads on to ${other.origin}, which is not followed`);
    expect(seen).toEqual([]);
  });

  test('says when nothing listens', async () => {
    const url = await serverOf(() => {});
    const port = Number(url.port);
    await expect(get(new URL(`http://127.0.0.1:${port === 1 ? 2 : 1}`))).rejects.toThrow('nothing listens there');
  });
});

describe('a server as registry', () => {
  test('takes only names that can be folders', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const url = await serverOf((_, response) =>
      json(response, 200, {
        contracts: [
          { vendor: 'cafe', version: '1.0.0', digest, state: 'deprecated', successor: '2.0.0', reason: 'Old.' },
          { vendor: 'cafe', version: '../../../etc', digest, state: 'released' },
          { vendor: '..', version: '1.0.0', digest, state: 'released' },
          { vendor: 'other', version: '1.0.0', digest, state: 'released' },
          { vendor: 'cafe', version: '2.0.0', digest: 7, state: 'released' },
          'nothing',
        ],
      }),
    );
    expect(await new HttpRegistry(url, undefined, limits).versions('cafe')).toEqual([
      { vendor: 'cafe', version: '1.0.0', digest, deprecated: { successor: '2.0.0', reason: 'Old.' } },
      { vendor: 'cafe', version: '2.0.0', digest: undefined },
    ]);
  });

  test.each([
    ['no token', undefined, 401, 'it wants a token'],
    ['a wrong token', 'wrong', 403, 'the token may not do this'],
  ])('says what to do with %s', async (_, token, status, message) => {
    const url = await serverOf((_request, response) => json(response, status, { detail: 'no' }));
    const error: unknown = await new HttpRegistry(url, token, limits)
      .versions('cafe')
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'usage', help: expect.stringContaining('COUNTERFOIL_TOKEN') as string });
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain('wrong.');
  });

  test.each(['<html>', '[[]', '{"contracts": 3}', '"x"'])('says that %s is no registry', async (text) => {
    const url = await serverOf((_, response) => response.writeHead(200).end(text));
    await expect(new HttpRegistry(url, undefined, limits).versions('cafe')).rejects.toThrow(
      'like a registry of contracts',
    );
  });
});

describe('documents of a stranger', () => {
  const document = (info: object, schema: object) => ({
    asyncapi: '3.1.0',
    info: { title: 'Cafe', version: '1.0.0', 'x-vendor': 'cafe', ...info },
    channels: { webhook: { messages: { 'order.placed': { payload: schema } } } },
    operations: { deliver: { action: 'send', channel: { $ref: '#/channels/webhook' } } },
  });

  test.each([
    [
      'another vendor',
      JSON.stringify(document({ 'x-vendor': 'other' }, { type: 'object' })),
      'it says that it is other@1.0.0',
    ],
    ['a reference to a file', JSON.stringify(document({}, { $ref: '../../../../secret.json' })), 'it has errors'],
    ['nesting without end', '['.repeat(100_000), 'it cannot be read'],
    ['no document', 'null', 'it has errors'],
  ])('with %s are not taken', async (_, text, message) => {
    const url = await serverOf(({ url: path = '' }, response) => {
      if (path.endsWith('asyncapi.json')) response.writeHead(200).end(text);
      else if (path.endsWith('scenarios.yaml')) json(response, 404, {});
      else json(response, 200, { contracts: [{ vendor: 'cafe', version: '1.0.0', state: 'released' }] });
    });
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'secret.json'), '{ "type": "string" }');
    await expect(pull(['cafe'], { cwd, registry: url.href, deadline: 60_000 })).rejects.toThrow(message);
    expect(readdirSync(cwd).toSorted()).toEqual(['asyncapi', 'secret.json']);
    expect(readdirSync(join(cwd, 'asyncapi'))).toEqual([]);
  });
});

function refusalOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return String(error);
  }
  return 'accepted';
}

describe('addresses', () => {
  const base = '/project';

  test.each([
    ['https://registry.example.com/', 'https://registry.example.com'],
    ['https://example.com/contracts/', 'https://example.com/contracts'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['../contracts', '../contracts'],
    ['/other/contracts', '../other/contracts'],
    ['.', '.'],
    ['git:../contracts#main', 'git:../contracts#main'],
    ['git:../contracts', 'git:../contracts#HEAD'],
    [
      'git:git@example.com:team/contracts.git#v1:packages/hooks',
      'git:git@example.com:team/contracts.git#v1:packages/hooks',
    ],
    ['git:https://example.com/c.git#main', 'git:https://example.com/c.git#main'],
  ])('%s', (text, written) => {
    expect(registryAddressText(parseRegistryAddress(text, { base }), base)).toBe(written);
  });

  test.each([
    ['http://registry.example.com', /not encrypted/],
    ['http://127.0.0.1.example.com', /not encrypted/],
    ['git:http://example.com/c.git#main', /not encrypted/],
    ['https://user:hunter2@example.com', /holds a user name or password/],
    ['git:https://token@example.com/c.git#main', /holds a user name or password/],
    ['https://example.com/?token=x', /query/],
    ['ftp://example.com', /no address/],
    ['file:///etc', /no address/],
    ['git:ext::sh -c id#main', /no repository/],
    ['git:../c#--upload-pack=id', /names no repository/],
    ['git:--upload-pack=id#main', /names no repository/],
    ['git:../c#main:../../etc', /does not lie in the repository/],
    ['', /empty/],
  ])('%s is refused', (text, message) => {
    const error = refusalOf(() => parseRegistryAddress(text, { base }));
    expect(error).toMatch(message);
    expect(error).not.toContain('hunter2');
  });

  test('plain http to others has to be allowed', () => {
    expect(parseRegistryAddress('http://registry.internal', { base, allowInsecure: true })).toMatchObject({
      kind: 'http',
    });
  });

  test('a token goes to the registry that is named or configured, and to no other', () => {
    const env = { COUNTERFOIL_TOKEN: 'secret', COUNTERFOIL_REGISTRY: 'https://registry.example.com' };
    const registries = new Registries({ env }, base);
    const tokenFor = (text: string): string | undefined => {
      const address = registries.parse(text, base);
      return address.kind === 'http' ? registries.token(address) : undefined;
    };
    expect(tokenFor('https://registry.example.com/contracts')).toBe('secret');
    expect(tokenFor('https://registry.example.com:8443')).toBeUndefined();
    expect(tokenFor('https://evil.example.com')).toBeUndefined();
  });
});

test('what a registry says reaches the terminal without its control characters', async () => {
  const evil = '\u001b[31mred\u001b]0;title\u0007\u009b1m\rgone';
  const url = await serverOf((request, response) => {
    if (request.url?.includes('scenarios') === true) return json(response, 404, {});
    if (request.url?.includes('asyncapi') === true) return json(response, 200, cafe('1.0.0'));
    const row = { vendor: 'cafe', version: '1.0.0', state: 'deprecated', successor: evil, reason: evil };
    return json(response, request.url?.includes('cafe') === true ? 200 : 400, { contracts: [row], detail: evil });
  });
  const cwd = emptyFolder();
  const registry = ['--registry', url.href];
  const told = [
    await runCli(['pull', 'cafe', ...registry], { cwd }),
    await runCli(['outdated', ...registry], { cwd }),
    await runCli(['pull', 'other', ...registry], { cwd }),
  ];
  expect(told.map(({ exit }) => exit)).toEqual([0, 1, 3]);
  for (const { stdout, stderr } of told) {
    expect(stdout + stderr).toContain('red');
    expect(stdout + stderr).not.toMatch(/(?!\n)\p{Cc}/u);
  }
});
