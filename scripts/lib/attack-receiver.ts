import type { Contract } from '../../src/asyncapi/model.ts';
import type { Delivery, DeliveryReport } from '../../src/runtime/api.ts';
import { memoryStore } from '../../src/runtime/memory-store.ts';
import { createRandomDeliveries } from './random-deliveries.ts';
import { randomFrom } from './seeded-random.ts';
import type { ClientModule } from './source-client.ts';

export interface Attacked extends ClientModule {
  readonly contract: Contract;
}

export interface Attack {
  readonly count: number;
  readonly seed: number;
  /** Told of everything that must not happen. */
  readonly complain: (message: string) => void;
}

const secret = 'test-secret-soak';
const url = 'https://hooks.example.com/soak';
const documented = new Set([202, 204, 400, 401, 405, 413, 415, 422, 500, 503]);
const kinds = new Set(['event', 'invalid', 'unknown-event', 'refused']);

/**
 * Sends deliveries to receivers of a contract, in turn as web requests and without an answer; handlers fail now and then,
 * and work goes on after some answers.
 *
 * @returns how often each answer was given
 */
export async function attackReceiver(
  { contract, createReceiver }: Attacked,
  { count, seed, complain }: Attack,
): Promise<ReadonlyMap<string, number>> {
  const { authentication } = contract;
  if (authentication.kind !== 'signature') throw new Error(`${contract.id} is not signed.`);
  const payloads = contract.events.flatMap(({ examples }) => examples.map(({ payload }) => payload));
  const next = createRandomDeliveries({ scheme: authentication.scheme, secret, url, payloads }, seed);
  const random = randomFrom(seed + 1);
  const answers = new Map<string, number>();
  const tally = (answer: string): void => void answers.set(answer, (answers.get(answer) ?? 0) + 1);
  let thrown = 0;
  let told = 0;
  let reported = 0;

  const options = {
    secrets: random() < 0.5 ? secret : async () => [{ id: 'old', value: 'an older secret' }, secret],
    url,
    limit: 30_000,
    dedupe: memoryStore({ most: 100 }),
    onError: () => void (told += 1),
    report: {
      delivery: (report: DeliveryReport) => void (reported += report.findings.length + 1),
      wantsDrift: () => random() < 0.1,
    },
  };
  const receivers = [createReceiver(options), createReceiver({ ...options, onInvalid: 'reject' })];
  for (const receiver of receivers) {
    receiver.onAny((event: { readonly payload: unknown; later(work: Promise<unknown>): void }) => {
      if (typeof event.payload !== 'object') complain('a handler got what no contract accepts');
      if (random() < 0.02) event.later(random() < 0.5 ? Promise.resolve() : Promise.reject(new Error('later')));
      if (random() < 0.02) {
        thrown += 1;
        throw new Error('handler');
      }
    });
  }

  for (let index = 0; index < count; index += 1) {
    const delivery = next();
    const receiver = receivers[index % 2];
    if (receiver === undefined) continue;
    try {
      if (index % 3 === 0) {
        const { kind } = await receiver.verifyAndParse(delivery);
        if (!kinds.has(kind)) complain(`outcome ${kind}`);
        tally(kind);
        continue;
      }
      const before = thrown;
      const { status, headers } = await receiver.fetch(requestOf(delivery));
      if (!documented.has(status)) complain(`status ${status}`);
      if ((status === 500) !== thrown > before) complain(`status ${status} after ${thrown - before} errors`);
      if (status >= 400 && headers.get('content-type') !== 'application/problem+json')
        complain(`${status} is no problem`);
      tally(String(status));
    } catch (error) {
      complain(
        `${JSON.stringify({ ...delivery, body: Buffer.from(delivery.body).toString('base64').slice(0, 2000) })}: ${error instanceof Error ? error.stack : String(error)}`,
      );
    }
  }
  if (reported < count / 2) complain(`only ${reported} reports`);
  if (told < thrown) complain(`${thrown} errors, ${told} told`);
  return answers;
}

function requestOf({ method, headers, body }: Delivery): Request {
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const pairs = headers.map(([name, value]): [string, string] => [name, value]);
  return new Request(url, { method, headers: pairs, ...(hasBody && { body: new Uint8Array(body) }) });
}
