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

interface RequestLabels {
  readonly method: string;
  readonly route: string;
  readonly status: string;
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
  /** What is not in the counter yet: to count there takes as long as to find a schema. */
  const counted = new Map<string, { readonly labels: RequestLabels; count: number }>();
  server.addHook('onResponse', ({ method, routeOptions }, reply, done) => {
    const route = routeOptions.url ?? 'none';
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    const key = `${method} ${status} ${route}`;
    const known = counted.get(key);
    if (known === undefined) counted.set(key, { labels: { method, route, status }, count: 1 });
    else known.count += 1;
    duration.observe({ route }, reply.elapsedTime / 1000);
    done();
  });
  return {
    contentType: register.contentType,
    text() {
      for (const one of counted.values()) {
        requests.inc(one.labels, one.count);
        one.count = 0;
      }
      return register.metrics();
    },
    turnAway: (reason) => turned.inc({ reason }),
  };
}
