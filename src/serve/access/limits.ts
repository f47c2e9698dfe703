import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TooManyRequests } from '../../registry/routes/failure.ts';

/** Counts credentials that were wrong, by address. */
export interface FailureLimit {
  /** @throws {TooManyRequests} when there were too many */
  demand(request: FastifyRequest): Promise<void>;
  count(request: FastifyRequest): Promise<void>;
}

export interface Limits {
  /** Requests a minute, of an address or a token; any number when absent. */
  readonly rate?: number;
  /** Wrong credentials a minute, of an address; 20 when absent. */
  readonly failures?: number;
}

const minute = 60_000;

/** Makes the limits of a server. */
export async function createLimits(
  server: FastifyInstance,
  { rate, failures = 20 }: Limits,
): Promise<{ readonly failures: FailureLimit; readonly demandRate: (request: FastifyRequest) => Promise<void> }> {
  // Which requests are counted, and when, is said below: those of a token are its own, wherever they come from.
  await server.register(rateLimit, { global: false, timeWindow: minute });
  const failed = server.createRateLimit({ max: failures });
  const ofAddress = rate === undefined ? undefined : server.createRateLimit({ max: rate });
  const ofToken =
    rate === undefined
      ? undefined
      : server.createRateLimit({ max: rate, keyGenerator: ({ actor }) => `token ${actor.name}` });
  return {
    failures: {
      async demand(request) {
        const state = await failed(request, { increment: false });
        if (!state.isAllowed && state.remaining === 0)
          throw new TooManyRequests('Too many wrong credentials have come from this address.', state.ttlInSeconds);
      },
      async count(request) {
        await failed(request);
      },
    },
    async demandRate(request) {
      const state = await (request.actor.known ? ofToken : ofAddress)?.(request);
      if (state?.isAllowed === false && state.isExceeded)
        throw new TooManyRequests(`More than ${state.max} requests a minute are not answered.`, state.ttlInSeconds);
    },
  };
}
