import { describe, expect, it, test } from 'vitest';
import { runVerify } from '../../src/checks/run-verify.ts';
import type { VerifyOptions, VerifyRun } from '../../src/checks/verify-result.ts';
import type { SignatureScheme } from '../../src/signatures/scheme.ts';
import { sign } from '../../src/signatures/sign.ts';
import { folderWith } from '../asyncapi/folder.ts';

const scheme: SignatureScheme = {
  header: 'X-Cafe-Signature',
  algorithm: 'hmac-sha256',
  encoding: 'hex',
  signed: '{timestamp}.{body}',
  parts: { timestamp: 'pair:t' },
  list: { separator: ',', label: 'v1=' },
  tolerance: 300,
};
const older: SignatureScheme = {
  header: 'X-Cafe-Signature',
  algorithm: 'hmac-sha1',
  encoding: 'base64',
  signed: '{body}',
};

const contract = (version: string, signature: SignatureScheme): string => `asyncapi: 3.1.0
info: { title: Cafe, version: ${version}, x-vendor: cafe }
servers: { receiver: { host: example.com, protocol: https, security: [{ $ref: '#/components/securitySchemes/signed' }] } }
channels: { orders: { messages: { ready: { payload: { type: object } } } } }
operations: { deliver: { action: send, channel: { $ref: '#/channels/orders' } } }
components:
  securitySchemes:
    signed: { type: httpApiKey, name: X-Cafe-Signature, in: header, x-signature: ${JSON.stringify(signature)} }
`;
const options = (): Omit<VerifyOptions, 'input'> => ({
  file: '-',
  url: undefined,
  cwd: folderWith({
    'cafe/1.0.0/asyncapi.yaml': contract('1.0.0', older),
    'cafe/2.0.0/asyncapi.yaml': contract('2.0.0', scheme),
  }),
  contracts: ['cafe'],
  secrets: [{ id: 'main', value: 'secret of the test' }],
});

const run = (input: string, changes: Partial<VerifyOptions> = {}): Promise<VerifyRun> =>
  runVerify({ ...options(), ...changes, input });

const body = '{"type":"ready","total":1.50}';
const signedBy = (by: SignatureScheme, timestamp = 1_700_000_000) =>
  sign(by, {
    secret: 'secret of the test',
    url: 'https://example.com',
    method: 'POST',
    body: Buffer.from(body),
    timestamp,
  });
const record = (by: SignatureScheme, more: object = {}): string =>
  JSON.stringify({ method: 'POST', url: '/', headers: signedBy(by), body, ...more });

describe('which contract is used', () => {
  it('is the one whose scheme fits, of several with one header', async () => {
    const { deliveries } = await run([record(older), record(scheme)].join('\n'));
    expect(deliveries).toMatchObject([
      { contract: 'cafe@1.0.0', result: { status: 'fits', secret: 'main' }, place: { line: 1 } },
      { contract: 'cafe@2.0.0', result: { status: 'fits' }, place: { line: 2 } },
    ]);
  });

  it('is the newest, when none fits', async () => {
    const secrets = [{ id: 'main', value: 'another' }];
    const { deliveries } = await run(record(older), { secrets });
    expect(deliveries).toMatchObject([{ contract: 'cafe@2.0.0', result: { status: 'unexplained' } }]);
  });

  it('is the one that the capture states', async () => {
    const secrets = [{ id: 'main', value: 'another' }];
    const input = record(older, { contract: 'cafe@1.0.0' });
    expect((await run(input, { secrets })).deliveries).toMatchObject([{ contract: 'cafe@1.0.0' }]);
  });
});

it('asks how old a delivery was when it came, where the capture says when that was', async () => {
  const at = (time: string): string => record(scheme, { at: time });
  const input = [record(scheme), at('2023-11-14T22:15:00Z'), at('2023-11-14T23:15:00Z')].join('\n');
  const { deliveries } = await run(input);
  expect(deliveries.map(({ result }) => result.status)).toEqual(['fits', 'fits', 'explained']);
  expect(deliveries[2]?.result).toMatchObject({ variations: [{ kind: 'time' }] });
});

it('says how many deliveries of many were read', async () => {
  const { deliveries, problems } = await run(`${record(scheme)}\n`.repeat(1500));
  expect(deliveries.length).toBeGreaterThanOrEqual(1000);
  expect(problems).toMatchObject([{ message: expect.stringMatching(/^\d+ deliveries were read; what follows them/) }]);
});

it('goes on after what cannot be read', async () => {
  const { deliveries, problems } = await run([record(scheme), '{"method":', record(scheme)].join('\n'), options());
  expect(problems).toMatchObject([{ line: 2 }]);
  expect(deliveries).toHaveLength(2);
});

it('says that the URL is missing where it is signed', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': contract('1.0.0', { ...older, signed: '{url}{body}' }) });
  const { deliveries } = await run(record(older), { cwd, contracts: ['asyncapi.yaml'] });
  expect(deliveries).toMatchObject([{ result: { status: 'unverified', message: expect.stringContaining('the URL') } }]);
});

test.each([
  ['no secret', { secrets: [] }, 'No secret was given.'],
  ['an empty secret', { secrets: [{ id: 'main', value: ' \n' }] }, 'The secret main is empty.'],
  ['half a URL', { url: '/hooks' }, '"/hooks" is no URL of an endpoint.'],
  [
    'no such contract',
    { contracts: ['nowhere'] },
    '"nowhere" is neither a file, nor a folder, nor a shipped contract.',
  ],
])('refuses %s', async (_, changes, message) => {
  await expect(run(record(scheme), changes)).rejects.toMatchObject({
    name: 'RunError',
    message,
  });
});
