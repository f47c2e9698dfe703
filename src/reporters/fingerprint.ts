import { createHash } from 'node:crypto';

import type { Finding } from '../findings/finding.ts';

/**
 * A name for each finding that stays the same while lines move above it: SHA-256, in hex, over rule, file, pointer,
 * contract, event, example and capture. Findings that agree in all of these are numbered in their order. The answer has
 * one entry per finding, in the same order, without repetition.
 */
export function fingerprints(findings: readonly Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const identity = JSON.stringify(identify(finding));
    const number = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, number);
    return createHash('sha256').update(`${identity}#${number}`).digest('hex');
  });
}

function identify({ rule, place, contract, event, example, capture }: Finding): unknown {
  return { rule, file: place.file, pointer: place.pointer, in: place.in, contract, event, example, capture };
}
