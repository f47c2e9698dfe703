import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { LoggedDelivery } from './log/log.ts';

export interface GatewayMetrics {
  delivery(delivery: LoggedDelivery): void;
  /** A request that never became a delivery: `rate`, `busy`, `too-large`, `ended`. */
  turnedAway(reason: string): void;
  storeFailure(reason: string): void;
  commit(records: number, seconds: number): void;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

export interface GatewayMetricsOptions {
  /** Also memory, processor time and event loop of the process; they are watched until it ends. */
  readonly process: boolean;
  /** What is looked up when somebody asks, by name without the prefix. */
  readonly watched: Readonly<Record<'held' | 'waiting' | 'body_bytes' | 'store_up', () => number>>;
}

type DeliveryLabels = Record<'contract' | 'event' | 'verdict' | 'signature' | 'status' | 'by' | 'recorded', string>;

const help = {
  held: 'Deliveries that wait for their receiver.',
  waiting: 'Senders that wait until bodies are read on.',
  body_bytes: 'Bytes of bodies in memory.',
  store_up: '1 while records can be written.',
} as const;

/** What is counted. Labels come from contracts and from fixed lists, so that senders cannot add any. */
export function createGatewayMetrics({ process, watched }: GatewayMetricsOptions): GatewayMetrics {
  const register = new Registry();
  if (process) collectDefaultMetrics({ register });
  const registers = [register];
  const prefix = 'counterfoil_gateway_';
  const deliveries = new Counter({
    name: `${prefix}deliveries_total`,
    help: 'Deliveries, by contract, event, verdict, state of the signature, class of the answer, and who gave it.',
    labelNames: ['contract', 'event', 'verdict', 'signature', 'status', 'by', 'recorded'] as const,
    registers,
  });
  const turnedAway = new Counter({
    name: `${prefix}turned_away_total`,
    help: 'Requests that were not taken in, by reason; they are not recorded.',
    labelNames: ['reason'] as const,
    registers,
  });
  const storeFailures = new Counter({
    name: `${prefix}store_failures_total`,
    help: 'Deliveries and answers that could not be written, by reason.',
    labelNames: ['reason'] as const,
    registers,
  });
  const repeated = new Counter({
    name: `${prefix}repeated_total`,
    help: 'Deliveries that had come before: duplicates, or retries after a failure.',
    labelNames: ['kind'] as const,
    registers,
  });
  const receiver = new Histogram({
    name: `${prefix}receiver_seconds`,
    help: "From the end of a delivery to the head of the receiver's answer.",
    buckets: [0.005, 0.025, 0.1, 0.5, 2, 10, 30],
    registers,
  });
  const added = new Histogram({
    name: `${prefix}added_seconds`,
    help: 'What the gateway itself adds to a delivery: judging, recording, waiting for the disk.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2],
    registers,
  });
  const commits = new Histogram({
    name: `${prefix}commit_seconds`,
    help: 'Commits to the store.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2],
    registers,
  });
  const written = new Counter({ name: `${prefix}written_total`, help: 'Records and changes written.', registers });
  /** Counted by a text of all labels, and told when somebody asks: the library sorts and joins labels each time. */
  const counted = new Map<string, { readonly labels: DeliveryLabels; count: number }>();
  const gauges = Object.entries(watched).map(([name, look]) => ({
    look,
    gauge: new Gauge({ name: prefix + name, help: help[name as keyof typeof help], registers }),
  }));

  return {
    contentType: register.contentType,
    text() {
      for (const { gauge, look } of gauges) gauge.set(look());
      for (const one of counted.values()) {
        deliveries.inc(one.labels, one.count);
        one.count = 0;
      }
      return register.metrics();
    },
    delivery({ contract = '', event = '', verdict, signature, answer, duplicateOf, retryOf, recorded, added: own }) {
      const status = `${Math.floor((answer?.status ?? 0) / 100)}xx`;
      const by = answer?.by ?? 'gateway';
      const text = `${contract} ${event} ${verdict} ${signature.state} ${status} ${by} ${recorded}`;
      const known = counted.get(text);
      if (known !== undefined) known.count += 1;
      else {
        const labels = { contract, event, verdict, signature: signature.state, status, by, recorded: String(recorded) };
        counted.set(text, { labels, count: 1 });
      }
      if (duplicateOf !== undefined) repeated.inc({ kind: 'duplicate' });
      if (retryOf !== undefined) repeated.inc({ kind: 'retry' });
      if (answer?.by === 'receiver') receiver.observe(answer.duration);
      added.observe(own);
    },
    turnedAway: (reason) => turnedAway.inc({ reason }),
    storeFailure: (reason) => storeFailures.inc({ reason }),
    commit(records, seconds) {
      commits.observe(seconds);
      written.inc(records);
    },
  };
}
