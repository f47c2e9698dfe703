import type { CaptureOrigin, CaptureTallies, CheckResult, Tally } from '../checks/result.ts';
import type { Finding } from '../findings/finding.ts';
import { severities } from '../findings/severity.ts';
import type { Severity } from '../findings/severity.ts';
import { shortText } from './layout.ts';

/** What people read for each origin of a capture. */
export const originNames: Readonly<Record<CaptureOrigin, string>> = {
  liveAttested: 'live (attested)',
  liveClaimed: 'live (claimed)',
  documented: 'documented',
  simulated: 'simulated',
  notStated: 'not stated',
};

/** All origins, the one that proves most first. */
export const origins = Object.keys(originNames) as readonly CaptureOrigin[];

/** `1 event`, `2 events`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** `2 errors, 1 warning`; `no findings` when there are none. */
export function countFindings(counts: Readonly<Record<Severity, number>>): string {
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => countSeverity(severity, counts));
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

function countSeverity(severity: Severity, counts: Readonly<Record<Severity, number>>): string {
  return severity === 'info' ? `${counts.info} info` : count(counts[severity], severity);
}

/** `3 of 4`. */
export function tallyText({ passed, total }: Tally): string {
  return `${passed} of ${total}`;
}

/**
 * Captures by origin over all files: `live 0, documented 1 of 1`. Live captures are named even when there are none, and
 * no origin is added to another.
 */
export function capturesText(result: CheckResult): string {
  const totals = totalCaptures(result);
  const used = origins.filter((origin) => totals[origin].total > 0);
  const parts = used.map((origin) => `${originNames[origin]} ${tallyText(totals[origin])}`);
  return (isLiveChecked(totals) ? parts : ['live 0', ...parts]).join(', ');
}

/** Whether any capture of real traffic was checked, attested or claimed. */
export function isLiveChecked(totals: CaptureTallies): boolean {
  return totals.liveAttested.total + totals.liveClaimed.total > 0;
}

/** Captures by origin over all files, those that belong to no contract too. */
export function totalCaptures(result: CheckResult): CaptureTallies {
  const sum = (origin: CaptureOrigin): Tally => sumTallies(result.captureFiles.map((file) => file.captures[origin]));
  return {
    liveAttested: sum('liveAttested'),
    liveClaimed: sum('liveClaimed'),
    documented: sum('documented'),
    simulated: sum('simulated'),
    notStated: sum('notStated'),
  };
}

/** Adds up what was checked and what passed. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    total: tallies.reduce((sum, tally) => sum + tally.total, 0),
  };
}

/** `<file>:<line>:<column>`, as far as it is known. */
export function placeText({ place }: Finding): string {
  return [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
}

/** What a finding is about beside its place: contract, event, example, capture and the pointer into the data. */
export function subjectParts(finding: Finding): string[] {
  const { contract, event, example, capture, place } = finding;
  return [
    ...(contract === undefined ? [] : [contract]),
    ...(event === undefined ? [] : [event]),
    ...(example === undefined ? [] : [`example "${example}"`]),
    ...(capture === undefined ? [] : [`capture ${capture}`]),
    ...(place.pointer === undefined || place.pointer === '' ? [] : [pointerText(place.pointer, place.in)]),
  ].map(shortText);
}

function pointerText(pointer: string, within: 'body' | 'headers' | undefined): string {
  return within === undefined ? pointer : `${within} ${pointer}`;
}

/** The message, and how often the same thing was found. */
export function messageText({ message, occurrences = 1 }: Finding): string {
  const text = shortText(message);
  return occurrences > 1 ? `${text} (${occurrences} times)` : text;
}
