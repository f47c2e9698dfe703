import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MockDelivery } from '../spaces/delivery-list.ts';

export interface Metrics {
  record(delivery: MockDelivery): void;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

export interface MetricsOptions {
  /** Also memory, processor time and event loop of the process; they are watched until it ends. */
  readonly process: boolean;
  readonly spaces: () => number;
  readonly streams: () => number;
}

/** What is counted. Labels come from contracts and from fixed lists, so that senders cannot add any. */
export function createMetrics({ process, spaces, streams }: MetricsOptions): Metrics {
  const register = new Registry();
  if (process) collectDefaultMetrics({ register });
  const registers = [register];
  const deliveries = new Counter({
    name: 'counterfoil_mock_deliveries_total',
    help: 'Deliveries, by contract, event, verdict, reason when refused, and class of the answer.',
    labelNames: ['contract', 'event', 'verdict', 'reason', 'status'] as const,
    registers,
  });
  const duration = new Histogram({
    name: 'counterfoil_mock_delivery_duration_seconds',
    help: 'From the first header to the answer, configured delays included.',
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const disagreements = new Counter({
    name: 'counterfoil_mock_disagreements_total',
    help: 'Deliveries that two validators judge differently: each is a bug in one of them.',
    registers,
  });
  const watched = [
    new Gauge({ name: 'counterfoil_mock_spaces', help: 'Spaces that there are.', registers }),
    new Gauge({ name: 'counterfoil_mock_streams', help: 'Open streams of deliveries.', registers }),
  ] as const;

  return {
    contentType: register.contentType,
    text() {
      watched[0].set(spaces());
      watched[1].set(streams());
      return register.metrics();
    },
    record({ contract = '', event = '', verdict, reason = '', status, duration: seconds, disagreement }) {
      deliveries.inc({ contract, event, verdict, reason, status: `${Math.floor(status / 100)}xx` });
      duration.observe(seconds);
      if (disagreement !== undefined) disagreements.inc();
    },
  };
}
