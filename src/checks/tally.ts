import type { Capture } from '../deliveries/capture.ts';
import type { Finding } from '../findings/finding.ts';
import type { Severity } from '../findings/severity.ts';
import { captureOrigins, type CaptureOrigin, type CaptureTallies } from './result.ts';

/** Tallies that are still being counted. */
export type Counting<T> = { -readonly [Key in keyof T]: T[Key] extends object ? Counting<T[Key]> : T[Key] };

export function emptyCaptureTallies(): Counting<CaptureTallies> {
  return {
    liveAttested: { passed: 0, total: 0 },
    liveClaimed: { passed: 0, total: 0 },
    documented: { passed: 0, total: 0 },
    simulated: { passed: 0, total: 0 },
    notStated: { passed: 0, total: 0 },
  };
}

export function addTallies(sum: Counting<CaptureTallies>, more: CaptureTallies): void {
  for (const origin of captureOrigins) {
    sum[origin].passed += more[origin].passed;
    sum[origin].total += more[origin].total;
  }
}

/** Which column of a report a capture counts in. */
export function originOf({ origin, attested }: Pick<Capture, 'origin' | 'attested'>): CaptureOrigin {
  if (origin === 'live') return attested ? 'liveAttested' : 'liveClaimed';
  return origin ?? 'notStated';
}

export function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}
