import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TooManyRequests } from '../../registry/routes/failure.ts';

export interface WorkLimitOptions {
  /** Requests at the same time, of an address; 4 when absent. */
  readonly atOnce?: number;
  /** Milliseconds of work a minute, of an address; 20,000 when absent. */
  readonly work?: number;
  /** Milliseconds from any moment on; the machine's when absent. */
  readonly now?: () => number;
}

interface Account {
  /** Requests that are being worked on. */
  open: number;
  /** Milliseconds since `began`. */
  spent: number;
  began: number;
}

const minute = 60_000;
const mostAccounts = 10_000;

/** Routes whose answers workers make, for whoever may read. */
const costly = /^\/compatibility\/|^\/contracts\/:vendor\/compare$/;

/**
 * Limits what readers without a token have workers do. A comparison may take seconds, and those of a few hundred requests
 * would keep everybody else waiting: requests alone say little. Must be called before the routes are added.
 */
export function limitWork(server: FastifyInstance, options: WorkLimitOptions = {}): void {
  const { atOnce = 4, work = 20_000, now = () => performance.now() } = options;
  const accounts = new Map<string, Account>();

  function begin({ ip }: FastifyRequest): () => void {
    const started = now();
    const account = accountOf(ip, started);
    if (account.spent >= work)
      throw new TooManyRequests(
        `Comparisons for one address take ${work / 1000} s a minute at most. With a token there is no such limit.`,
        Math.max(1, Math.ceil((account.began + minute - started) / 1000)),
      );
    if (account.open >= atOnce)
      throw new TooManyRequests(
        `${atOnce} comparisons for one address are made at the same time at most. With a token there is no such limit.`,
        1,
      );
    account.open += 1;
    return () => {
      account.open -= 1;
      account.spent += now() - started;
    };
  }

  function accountOf(ip: string, at: number): Account {
    const known = accounts.get(ip);
    if (known !== undefined && at - known.began >= minute) Object.assign(known, { spent: 0, began: at });
    if (known !== undefined) return known;
    if (accounts.size >= mostAccounts)
      for (const [name, { open, began }] of accounts) if (open === 0 && at - began >= minute) accounts.delete(name);
    const account = { open: 0, spent: 0, began: at };
    accounts.set(ip, account);
    return account;
  }

  // Who has left no longer waits, but the workers go on: what counts is when the work is done.
  server.addHook('onRoute', (route) => {
    if (!costly.test(route.url)) return;
    const { handler } = route;
    route.handler = async function limited(request, reply) {
      const end = request.actor.known ? undefined : begin(request);
      try {
        return await handler.call(this, request, reply);
      } finally {
        end?.();
      }
    };
  });
}
