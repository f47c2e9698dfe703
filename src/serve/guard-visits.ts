import type { FastifyInstance, FastifyRequest } from 'fastify';
import { visitorsOf } from '../http/visitors.ts';
import { sendProblem } from './problem.ts';

export interface GuardOptions {
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly onRefused: (request: FastifyRequest) => void;
}

/** What checks its health asks by an address of its own; mocks have their own guard, since vendors know them by any name. */
const open = /^\/(?:healthz|readyz|mocks\/)/;

/**
 * Refuses requests that a stranger's page has a browser send here: under a name that is not ours, or from its own origin.
 * No answer carries CORS headers, so such a page reads nothing either.
 */
export function guardVisits(server: FastifyInstance, { host, publicUrl, onRefused }: GuardOptions): void {
  const refuse = visitorsOf({ noun: 'registry', host, publicUrl });
  server.addHook('onRequest', (request, reply, done) => {
    const reason = open.test(request.url) ? undefined : refuse(request.raw);
    if (reason === undefined) return done();
    onRefused(request);
    void sendProblem(reply, { status: 403, detail: reason });
  });
}
