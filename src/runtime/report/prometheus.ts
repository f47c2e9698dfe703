import type { ReportSnapshot } from '../api.ts';

/**
 * Counts in the text format of Prometheus.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4.
 */
export function toPrometheus({ deliveries, findings, durations }: ReportSnapshot): string {
  const duration = 'counterfoil_delivery_duration_seconds';
  return [
    ...head(
      'counterfoil_deliveries_total',
      'counter',
      'Deliveries, by the event recognised and the status of the answer.',
    ),
    ...deliveries.map(({ count, ...labels }) => line('counterfoil_deliveries_total', labels, count)),
    ...head('counterfoil_findings_total', 'counter', 'Findings about deliveries, by event and rule.'),
    ...findings.map(({ count, ...labels }) => line('counterfoil_findings_total', labels, count)),
    ...head(duration, 'histogram', 'Time from the first look at a delivery to its answer.'),
    ...durations.flatMap(({ vendor, count, sum, buckets }) => [
      ...buckets.map(({ most, count: within }) => line(`${duration}_bucket`, { vendor, le: most }, within)),
      line(`${duration}_bucket`, { vendor, le: '+Inf' }, count),
      line(`${duration}_sum`, { vendor }, sum),
      line(`${duration}_count`, { vendor }, count),
    ]),
    '',
  ].join('\n');
}

function head(name: string, type: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function line(name: string, labels: Readonly<Record<string, string | number>>, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(String(text))}"`);
  return `${name}{${pairs.join(',')}} ${value}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}
