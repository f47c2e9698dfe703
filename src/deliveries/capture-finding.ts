import type { Finding, Place } from '../findings/finding.ts';
import type { Capture } from './capture.ts';
import { captureRules } from './rules.ts';
import type { CaptureRule } from './rules.ts';

/** What reading yields: a capture, or a finding where there is none to be had. */
export type CaptureItem = Capture | Finding;

/** Tells the two apart. */
export function isFinding(item: CaptureItem): item is Finding {
  return 'rule' in item;
}

/**
 * A finding of one of the rules in `rules.ts`. The message becomes a sentence; `capture` is the id or position of the
 * capture within its file.
 */
export function captureFinding(rule: CaptureRule, message: string, place: Place, capture?: string): Finding {
  const { id, severity, fix } = captureRules[rule];
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  return { rule: id, severity, message: sentence, place, help: fix, ...(capture === undefined ? {} : { capture }) };
}
