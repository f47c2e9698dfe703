import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadContract } from '../../src/api/load-contract.ts';
import { testReceiver } from '../../src/api/test-receiver.ts';
import type { TestReceiverOptions } from '../../src/api/test-receiver.ts';
import type { Contract } from '../../src/asyncapi/model.ts';
import schema from '../../src/config/counterfoil.schema.json' with { type: 'json' };
import { readinessCases } from '../../src/readiness/cases.ts';
import { prepareContract } from '../../src/readiness/prepared-contract.ts';
import { runReadiness } from '../../src/readiness/run-readiness.ts';
import type { ReadinessSettings } from '../../src/readiness/run-readiness.ts';
import { closeConnections } from '../../src/sending/send-delivery.ts';
import type { SignatureScheme } from '../../src/signatures/scheme.ts';
import { verify } from '../../src/signatures/verify.ts';
import { serveClient } from './clients.ts';
import { past, present, startKioskReceiver } from './receiver.ts';
import { bytesOf, kiosk, root, serve } from './servers.ts';
import type { TestServer } from './servers.ts';

const servers: TestServer[] = [];
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-readiness-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});
afterAll(() => {
  closeConnections();
  rmSync(folder, { recursive: true });
});

async function listen(listener: RequestListener): Promise<string> {
  const server = await serve(listener);
  servers.push(server);
  return server.url;
}

const ask = (to: string, options: Partial<TestReceiverOptions> = {}) =>
  testReceiver({ contract: kiosk, to, secret: present, slow: 0.2, timeout: 1, ...options });

async function kioskContract(): Promise<Contract> {
  const { contract } = await loadContract(kiosk);
  if (contract === undefined) throw new Error('the kiosk cannot be loaded');
  return contract;
}

test('the configuration knows every case', () => {
  expect(Object.keys(schema.definitions.readiness.properties)).toEqual(readinessCases.map(({ id }) => id));
});

test('a receiver that a contract was generated for is ready', async () => {
  const { contract } = await loadContract('qminder', { cwd: root });
  if (contract === undefined) throw new Error('the contract cannot be loaded');
  const server = await serveClient(contract, folder);
  servers.push(server);
  const result = await ask(server.url, { contract: 'qminder', cwd: root, oldSecret: past });
  expect(result.cases.flatMap(({ failures }) => failures)).toEqual([]);
  expect(result.verdict).toBe('passed');
});

describe('commands that reproduce a failure', () => {
  /** What a request is, without what curl or we add for the connection. */
  const digest = async (request: IncomingMessage): Promise<string> => {
    const body = await bytesOf(request);
    const headers = request.rawHeaders.flatMap((name, index, all) =>
      index % 2 === 0 && !/^(?:host|user-agent|accept|content-length|connection|transfer-encoding|expect)$/i.test(name)
        ? [`${name}: ${all[index + 1]}`]
        : [],
    );
    return `${request.method} ${request.url}\n${headers.join('\n')}\n${body.toString('base64')}`;
  };

  test('make the same request, byte for byte', async () => {
    const digests: string[] = [];
    const url = await listen((request, response) => {
      void digest(request).then((text) => digests.push(text) && response.writeHead(500).end());
    });
    const cases = ['documented-example', 'other-spelling', 'large-body', 'slow-body', 'malformed-json', 'not-object'];
    const headers = [{ name: 'X-Key', value: "it's $secret", variable: 'KIOSK_KEY' }];
    const result = await ask(url, { cases, headers, limit: 200_000, parallel: 1 });
    const failures = result.cases.flatMap((one) => one.failures);
    expect(failures.length).toBe(result.sent);
    const sent = digests.splice(0);
    for (const { curl } of failures) {
      expect(curl).not.toContain('$secret');
      const env = { ...process.env, KIOSK_KEY: "it's $secret" };
      await promisify(execFile)('sh', ['-c', curl], { env });
    }
    expect(digests).toEqual(sent);
  });

  test('tell what went before', async () => {
    const server = await startKioskReceiver({ refusesDuplicates: true });
    servers.push(server);
    const { cases } = await ask(server.url, { cases: ['duplicate'] });
    const [first, second] = cases[0]?.failures[0]?.curl.split(/\n(?=curl)/) ?? [];
    expect(first).toMatch(/^curl -i -X POST/);
    expect(second).toBe(first);
  });
});

describe('a vendor', () => {
  const settings: Omit<ReadinessSettings, 'url' | 'secret'> = {
    headers: [],
    seed: '1',
    run: 'run',
    overrides: {},
    secretName: 'SECRET',
    oldSecretName: 'OLD_SECRET',
    timeout: 2,
    parallel: 4,
    limit: 100_000,
    tooLarge: 1_000_000,
    slow: 0.1,
    burst: 5,
  };

  test('whose signature holds the time must not be believed after a while', async () => {
    const contract = await kioskContract();
    const scheme: SignatureScheme = {
      header: 'X-Kiosk-Signature',
      algorithm: 'hmac-sha256',
      encoding: 'base64',
      signed: '{id}.{timestamp}.{body}',
      parts: { id: 'header:X-Kiosk-Id', timestamp: 'header:X-Kiosk-Time' },
      secret: { prefix: 'whsec_', encoding: 'base64' },
      tolerance: 300,
    };
    const prepared = prepareContract({ ...contract, authentication: { kind: 'signature', scheme } });
    const secret = `whsec_${Buffer.from('a secret of the tests').toString('base64')}`;
    const receive = (tolerance: number): RequestListener => {
      const judge = async (request: IncomingMessage): Promise<number> => {
        const body = await bytesOf(request);
        const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
        const signed = { method: 'POST', url: '', headers, body, secrets: [{ value: secret }] };
        return verify({ ...scheme, tolerance }, signed).valid ? 204 : 401;
      };
      return (request, response) => void judge(request).then((status) => response.writeHead(status).end());
    };
    const cases = ['sample', 'duplicate', 'signature-wrong', 'signature-other-url', 'signature-too-old'];
    const run = async (tolerance: number) =>
      runReadiness(prepared, { ...settings, cases, url: await listen(receive(tolerance)), secret });
    const good = await run(300);
    expect(good.cases.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['sample', 'passed'],
      ['duplicate', 'passed'],
      ['signature-wrong', 'passed'],
      ['signature-other-url', 'skipped'],
      ['signature-too-old', 'passed'],
    ]);
    const bad = await run(1e9);
    expect(bad.cases.filter(({ verdict }) => verdict === 'failed').map(({ id }) => id)).toEqual(['signature-too-old']);
  });

  test('that says the event in a header sends unknown events by it', async () => {
    const contract = await kioskContract();
    const events = contract.events.map((event) => ({ ...event, match: [[event.name]] }));
    const selector = [{ kind: 'header', header: 'X-Kiosk-Event' } as const];
    const prepared = prepareContract({ ...contract, selector, events, authentication: { kind: 'none' } });
    const names: unknown[] = [];
    const url = await listen((request, response) => {
      names.push(request.headers['x-kiosk-event']);
      request.resume().on('end', () => response.writeHead(204).end());
    });
    const cases = ['sample', 'unknown-event', 'signature-missing'];
    const result = await runReadiness(prepared, { ...settings, cases, url });
    expect(result.cases.map(({ verdict }) => verdict)).toEqual(['passed', 'passed', 'skipped']);
    expect(new Set(names)).toEqual(new Set(['order.placed', 'order.closed', 'no.such.event']));
  });

  const byHeader = (names: readonly string[], value: string): RequestListener => {
    return (request, response) => {
      request.resume().on('end', () => {
        const isKnown = names.some((name) => request.headers[name] === value);
        response.writeHead(isKnown ? 204 : 401).end();
      });
    };
  };
  const proofs = ['documented-example', 'old-secret', 'signature-missing', 'signature-wrong', 'signature-malformed'];
  const verdicts = async (options: Partial<TestReceiverOptions>, listener: RequestListener) => {
    const url = await listen(listener);
    const { cases } = await ask(url, { contract: 'ombori@2.0.0', cwd: root, cases: proofs, ...options });
    return cases.map(({ verdict }) => verdict);
  };

  test('that sends a header with a fixed value is asked about it', async () => {
    const listener = byHeader(['authorization'], present);
    expect(await verdicts({}, listener)).toEqual(['passed', 'skipped', 'passed', 'passed', 'skipped']);
    const open: RequestListener = (request, response) => request.resume().on('end', () => response.end());
    expect(await verdicts({}, open)).toEqual(['passed', 'skipped', 'failed', 'failed', 'skipped']);
  });

  test('that sends a header of the choice of its owner, too', async () => {
    const headers = [
      { name: 'X-Key', value: 'key', variable: 'KEY' },
      { name: 'X-Tenant', value: '7' },
    ];
    const asked = await verdicts({ secret: undefined as never, headers }, byHeader(['x-key'], 'key'));
    expect(asked).toEqual(['passed', 'skipped', 'passed', 'passed', 'skipped']);
  });

  test('that nothing proves is not asked for a proof', async () => {
    const open: RequestListener = (request, response) => request.resume().on('end', () => response.end());
    const asked = await verdicts({ secret: undefined as never }, open);
    expect(asked).toEqual(['passed', 'skipped', 'skipped', 'skipped', 'skipped']);
  });
});

describe('a run', () => {
  test('that has nothing to ask fails nothing', async () => {
    const server = await startKioskReceiver();
    servers.push(server);
    const result = await ask(server.url, { cases: ['old-secret'] });
    expect(result).toMatchObject({ verdict: 'passed', sent: 0, counts: { passed: 0, failed: 0, skipped: 1 } });
  });

  test('goes by what the configuration and the options say', async () => {
    const server = await startKioskReceiver({ refusesUnknownEvents: true, crashesOnNonObjects: true });
    servers.push(server);
    const cases = ['unknown-event', 'not-object', 'late'];
    const config = join(import.meta.dirname, 'kiosk/counterfoil.yaml');
    const configured = await ask(server.url, { cases, config });
    expect(configured.cases.map(({ verdict, isOverridden }) => [verdict, isOverridden])).toEqual([
      ['passed', true],
      ['skipped', true],
      ['failed', false],
    ]);
    const overrides = { 'not-object': [204, 500], late: 'alive' } as const;
    const overridden = await ask(server.url, { cases, config, overrides });
    expect(overridden.verdict).toBe('passed');
    expect(overridden.counts).toEqual({ passed: 3, failed: 0, skipped: 0 });
  });

  test('does not wait for ever for one that never answers', async () => {
    const url = await listen(() => {});
    const { cases, verdict } = await ask(url, { cases: ['optional-absent'], timeout: 0.3 });
    expect(verdict).toBe('failed');
    expect(cases[0]?.reason).toMatch(/after 3 deliveries without an answer, \d+ more were not sent/);
    expect(cases[0]?.sent).toBeLessThan(10);
    expect(cases[0]?.failures[0]?.got).toBe('no whole answer within 0.3 s');
  });

  test('finds a receiver that ends in its middle', async () => {
    let count = 0;
    const server = await serve((request, response) => {
      if (++count === 5) void server.stop();
      request.resume().on('end', () => response.writeHead(204).end());
    });
    const { cases, verdict } = await ask(server.url, { cases: ['documented-example', 'optional-absent'] });
    expect(verdict).toBe('failed');
    expect(cases[1]?.answers.map(({ answer }) => answer)).toContain('nobody listens');
  });

  test('takes no offence at a receiver that ends its connections unannounced', async () => {
    const url = await listen((request, response) => {
      request.resume().on('end', () => response.writeHead(204).end(() => request.socket.end()));
    });
    const cases = ['optional-absent', 'duplicate', 'burst', 'large-body', 'still-alive'];
    const result = await ask(url, { cases });
    expect(result.cases.flatMap(({ failures }) => failures)).toEqual([]);
  });

  test('can be ended, and has then not passed', async () => {
    const stop = new AbortController();
    const server = await startKioskReceiver();
    servers.push(server);
    const onProgress = ({ case: id }: { case: string }): void => {
      if (id === 'optional-absent') stop.abort();
    };
    const result = await ask(server.url, { signal: stop.signal, onProgress });
    expect(result).toMatchObject({ verdict: 'failed', isInterrupted: true });
    expect(result.cases.at(-1)).toMatchObject({ verdict: 'skipped', reason: 'interrupted' });
    expect(result.cases).toHaveLength(readinessCases.length);
  });

  test('tells each answer, and how far it is', async () => {
    const server = await startKioskReceiver();
    servers.push(server);
    const seen: string[] = [];
    const onProgress = ({ case: id, done, total }: { case: string; done: number; total: number }): void => {
      seen.push(`${id} ${done}/${total}`);
    };
    const { sent } = await ask(server.url, { cases: ['sample', 'late'], onProgress });
    expect(seen).toHaveLength(sent);
    expect(seen).toContain('sample 4/4');
  });

  test.each([
    [{ cases: ['lat'] }, /no case "lat"/],
    [{ overrides: { lat: 'skip' as const } }, /no case "lat"/],
    [{ to: 'http://127.0.0.1:1/' }, /Nobody listens at 127\.0\.0\.1:1/],
    [{ to: 'http://hooks.example.com/' }, /not this machine/],
    [{ secret: undefined as never }, /no secret is given/],
    [{ contract: join(kiosk, 'nothing') }, /nothing/],
  ])('does not start when something is wrong: %o', async (options, message) => {
    const server = await startKioskReceiver();
    servers.push(server);
    await expect(ask(server.url, options)).rejects.toThrow(message);
  });
});

test('the documentation has a row for every case', () => {
  const page = readFileSync(join(root, 'docs/readiness.md'), 'utf8');
  const rows = readinessCases.map(
    ({ id, title, expected, reason }) => `| \`${id}\` | ${title} | ${expected} | ${reason} |`,
  );
  expect(page).toContain(`|---|---|---|---|\n${rows.join('\n')}\n\n`);
});
