import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** Why a request went no further than the door. */
export type Turned = 'credentials' | 'host' | 'rate';

export interface ServerMetrics {
  turnAway(reason: Turned): void;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

/**
 * Counts the requests of a server. Labels are routes, not paths, and come from fixed lists, so that clients cannot add any.
 *
 * @param process also memory, processor time and event loop of the process; they are watched until it ends
 */
export function watchRequests(server: FastifyInstance, { process }: { readonly process: boolean }): ServerMetrics {
  const register = new Registry();
  if (process) collectDefaultMetrics({ register });
  const registers = [register];
  const requests = new Counter({
    name: 'counterfoil_registry_requests_total',
    help: 'Requests, by method, route and class of the answer.',
    labelNames: ['method', 'route', 'status'] as const,
    registers,
  });
  const duration = new Histogram({
    name: 'counterfoil_registry_request_duration_seconds',
    help: 'From the request to the answer, by route.',
    labelNames: ['route'] as const,
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2, 10],
    registers,
  });
  const turned = new Counter({
    name: 'counterfoil_registry_turned_away_total',
    help: 'Requests that went no further than the door: wrong credentials, a strange host or page, or too many.',
    labelNames: ['reason'] as const,
    registers,
  });
  server.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    const route = routeOptions.url ?? 'none';
    requests.inc({ method, route, status: `${Math.floor(reply.statusCode / 100)}xx` });
    duration.observe({ route }, reply.elapsedTime / 1000);
  });
  return {
    contentType: register.contentType,
    text: () => register.metrics(),
    turnAway: (reason) => turned.inc({ reason }),
  };
}
