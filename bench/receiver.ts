/**
 * How fast a generated client receives: signature, parsing, validation and dispatch, against the two steps that nobody
 * can do without, and against the receiver of one vendor, which validates nothing.
 */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhooks } from '@octokit/webhooks';
import type { Delivery, Receiver } from '../src/runtime/api.ts';
import type { SignatureScheme } from '../src/signatures/scheme.ts';
import { sign } from '../src/signatures/sign.ts';
import type { Contract } from '../src/asyncapi/model.ts';
import { loadShipped, writeClient } from '../test/support/client-folder.ts';
import { benchSecret as secret, benchUrl as url } from './lib/captures-file.ts';
import { pairs, report } from './lib/measure.ts';

const perRound = 20_000;
const rounds = 15;

interface AnyContract {
  readonly id: string;
  readonly events: Readonly<Record<string, unknown>>;
  readonly authentication: 'signed-url';
}

/** GitHub's signatures, which are all that `@octokit/webhooks` knows. */
const githubScheme: SignatureScheme = {
  header: 'X-Hub-Signature-256',
  algorithm: 'hmac-sha256',
  encoding: 'hex',
  signed: '{body}',
  prefix: 'sha256=',
};

export async function receiver(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-bench-'));
  try {
    for (const contract of loadShipped()) {
      const { authentication } = contract;
      if (authentication.kind !== 'signature') continue;
      await againstBareSteps(contract, authentication.scheme, join(folder, 'own'));
      const asGitHub = { ...contract, authentication: { kind: 'signature', scheme: githubScheme } } as const;
      await againstOctokit(asGitHub, join(folder, 'github'));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function againstBareSteps(contract: Contract, scheme: SignatureScheme, folder: string): Promise<void> {
  const deliveries = deliveriesOf(contract, scheme);
  const ours = await receiverOf(contract, folder, deliveries);
  report(
    `${contract.id}: received / HMAC and JSON.parse (time)`,
    await pairs(
      rounds,
      () => receiveAll(ours, deliveries),
      () => hashAndParseAll(scheme, deliveries),
    ),
    'target: 1.25',
  );
}

/** The same bodies with the same signatures; octokit gets texts, but what comes over the network are bytes. */
async function againstOctokit(contract: Contract, folder: string): Promise<void> {
  const deliveries = deliveriesOf(contract, githubScheme);
  const ours = await receiverOf(contract, folder, deliveries);
  const theirs = new Webhooks({ secret });
  theirs.on('push', () => {});
  const decoder = new TextDecoder();
  const signed = deliveries.map(({ body, headers }) => ({ body, signature: headers.at(-1)?.[1] ?? '' }));
  report(
    `${contract.id}, signed as GitHub does: received / @octokit/webhooks (time)`,
    await pairs(
      rounds,
      () => receiveAll(ours, deliveries),
      () =>
        timed(signed, ({ body, signature }) =>
          theirs.verifyAndReceive({ id: '1', name: 'push', payload: decoder.decode(body), signature }),
        ),
    ),
    'target: at most 1.00',
  );
}

async function receiverOf(
  contract: Contract,
  folder: string,
  deliveries: readonly Delivery[],
): Promise<Receiver<AnyContract>> {
  const { createReceiver } = (await import(join(writeClient(contract, folder), 'index.js'))) as {
    createReceiver: (options: object) => Receiver<AnyContract>;
  };
  const ours = createReceiver({ secrets: secret, url });
  for (const delivery of deliveries) {
    const { kind } = await ours.verifyAndParse(delivery);
    if (kind !== 'event') throw new Error(`A documented example of ${contract.id} is ${kind}.`);
  }
  return ours;
}

function deliveriesOf(contract: Contract, scheme: SignatureScheme): readonly Delivery[] {
  return contract.events
    .flatMap(({ examples }) => examples)
    .map(({ payload }) => {
      const body = new TextEncoder().encode(JSON.stringify(payload));
      const signature = sign(scheme, { secret, url, method: 'POST', body });
      const headers = [
        ['Host', 'hooks.example.com'],
        ['Content-Type', 'application/json'],
        ['Content-Length', String(body.length)],
        ['User-Agent', 'vendor/1.0'],
      ] as const;
      return { method: 'POST', url, headers: [...headers, ...signature], body };
    });
}

/** Milliseconds for a round, each delivery awaited before the next. */
async function timed<Item>(items: readonly Item[], work: (item: Item) => unknown): Promise<number> {
  const start = performance.now();
  for (let done = 0; done < perRound; done += items.length) {
    for (const item of items) await work(item);
  }
  return performance.now() - start;
}

function receiveAll(ours: Receiver<AnyContract>, deliveries: readonly Delivery[]): Promise<number> {
  return timed(deliveries, (delivery) => ours.verifyAndParse(delivery));
}

function hashAndParseAll({ encoding }: SignatureScheme, deliveries: readonly Delivery[]): Promise<number> {
  const decoder = new TextDecoder();
  return timed(deliveries, async ({ body }) => {
    const signature = createHmac('sha256', secret).update(url).update(body).digest(encoding);
    if (signature === '' || JSON.parse(decoder.decode(body)) === null) throw new Error('Nothing was done.');
  });
}
