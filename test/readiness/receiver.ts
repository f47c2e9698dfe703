import { setTimeout as wait } from 'node:timers/promises';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bytesOf, serve } from './servers.ts';
import type { TestServer } from './servers.ts';

export const present = 'the present secret';
export const past = 'the secret before';

/** What a receiver of the kiosk's deliveries can get wrong. */
export interface Defects {
  readonly acceptsWrongSignature?: boolean;
  readonly acceptsMissingSignature?: boolean;
  readonly signsAgain?: boolean;
  readonly forgetsUrl?: boolean;
  readonly forgetsOldSecret?: boolean;
  readonly refusesUnknownEvents?: boolean;
  readonly refusesUnknownProperties?: boolean;
  readonly refusesUnknownValues?: boolean;
  readonly needsOptionalFields?: boolean;
  readonly crashesOnNull?: boolean;
  readonly crashesOnMalformedJson?: boolean;
  readonly crashesOnNonObjects?: boolean;
  readonly refusesDuplicates?: boolean;
  readonly refusesOlderStates?: boolean;
  readonly refusesLateOnes?: boolean;
  readonly hangsOnSlowBodies?: boolean;
  readonly failsInBursts?: boolean;
  readonly takesLittle?: boolean;
  readonly closesOnMuch?: boolean;
  readonly takesAnything?: boolean;
  readonly comparesContentTypes?: boolean;
  readonly ignoresContentTypes?: boolean;
  readonly diesInTheEnd?: boolean;
}

interface Payload {
  readonly id: string;
  readonly sent: string;
  readonly type: string;
  readonly data: {
    readonly number: number;
    readonly status: string;
    readonly coupon?: string | null;
    readonly note?: string;
  };
}

class Refusal extends Error {
  readonly status: number;
  constructor(status: number) {
    super(String(status));
    this.status = status;
  }
}

/** A receiver that does all as it should, but for its defects. */
export async function startKioskReceiver(defects: Defects = {}): Promise<TestServer> {
  const seen = new Set<string>();
  const newest = new Map<number, string>();
  let underWay = 0;
  let isDying = false;
  let url = '';

  async function receive(request: IncomingMessage): Promise<number> {
    underWay++;
    try {
      if (request.method !== 'POST') return 405;
      if (isDying) return 500;
      // On a slow machine a burst comes one by one, unless each waits for the others.
      if (defects.failsInBursts === true) await wait(50);
      if (defects.failsInBursts === true && underWay > 8) return 503;
      if (defects.hangsOnSlowBodies === true && !(await arrivesAtOnce(request))) return await new Promise(() => {});
      if (defects.closesOnMuch === true && Number(request.headers['content-length']) > 100_000) {
        request.socket.destroy();
      }
      const body = await bytesOf(request);
      if (body.length > (defects.takesLittle === true ? 100_000 : 1_048_576) && defects.takesAnything !== true) {
        if (defects.diesInTheEnd === true) isDying = true;
        return 413;
      }
      authenticate(request, body);
      const payload = read(request, body);
      if (typeof payload !== 'object' || payload === null || !('type' in payload)) {
        if (defects.crashesOnNonObjects === true && payload === null) return 500;
        return 204;
      }
      // A turn of the loop: bursts must overlap.
      await new Promise((resolve) => setTimeout(resolve, 2));
      handle(payload as Payload);
      return 204;
    } finally {
      underWay--;
    }
  }

  function authenticate({ headers }: IncomingMessage, body: Buffer): void {
    const given = headers['x-kiosk-signature'];
    if (given === undefined) {
      if (defects.acceptsMissingSignature === true) return;
      throw new Refusal(401);
    }
    if (defects.acceptsWrongSignature === true) return;
    const signed = defects.signsAgain === true ? Buffer.from(JSON.stringify(tryToParse(body))) : body;
    const secrets = defects.forgetsOldSecret === true ? [present] : [present, past];
    const fits = secrets.some((secret) => {
      // The defect takes any URL below its own host for its own.
      const urls = defects.forgetsUrl === true ? [url, `${url}/of-somebody-else`] : [url];
      return urls.some((one) => {
        const expected = createHmac('sha256', secret).update(one).update(signed).digest();
        const actual = Buffer.from(String(given), 'hex');
        return actual.length === expected.length && timingSafeEqual(actual, expected);
      });
    });
    if (!fits) throw new Refusal(401);
  }

  function read({ headers }: IncomingMessage, body: Buffer): unknown {
    const type = headers['content-type'] ?? '';
    const isJson =
      defects.comparesContentTypes === true ? type === 'application/json' : /^application\/json\b/.test(type);
    if (!isJson && defects.ignoresContentTypes !== true) throw new Refusal(415);
    try {
      return JSON.parse(body.toString()) as unknown;
    } catch {
      throw new Refusal(defects.crashesOnMalformedJson === true ? 500 : 400);
    }
  }

  function handle(payload: Payload): void {
    const { type, id, sent, data } = payload;
    if (!['order.placed', 'order.closed'].includes(type)) {
      if (defects.refusesUnknownEvents === true) throw new Refusal(422);
      return;
    }
    if (defects.refusesDuplicates === true && seen.has(id)) throw new Refusal(409);
    seen.add(id);
    const last = newest.get(data.number) ?? '';
    if (defects.refusesOlderStates === true && sent < last) throw new Refusal(409);
    if (sent > last) newest.set(data.number, sent);
    const age = Date.now() - Date.parse(sent);
    if (defects.refusesLateOnes === true && age > 7_200_000 && age < 400_000_000) throw new Refusal(410);
    if (defects.refusesUnknownProperties === true && JSON.stringify(payload).includes('addedLater')) {
      throw new Refusal(400);
    }
    if (defects.refusesUnknownValues === true && !['open', 'closed'].includes(data.status)) throw new Refusal(400);
    if (defects.crashesOnNull === true && data.coupon === null) throw new TypeError('coupon is null');
    if (
      defects.needsOptionalFields === true &&
      data.note === undefined &&
      type === 'order.placed' &&
      id.startsWith('d-1')
    )
      throw new Refusal(400);
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const status = await receive(request).catch((error: unknown) => (error instanceof Refusal ? error.status : 500));
    response.writeHead(status).end();
  };
  const server = await serve((request, response) => void answer(request, response));
  ({ url } = server);
  return server;
}

function tryToParse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    return body.toString();
  }
}

/** Whether the whole body is there soon after its headers. */
async function arrivesAtOnce(request: IncomingMessage): Promise<boolean> {
  const length = Number(request.headers['content-length'] ?? 0);
  await new Promise((resolve) => setTimeout(resolve, length > 50_000 ? 100 : 10));
  return length > 50_000 || request.readableLength >= length;
}
