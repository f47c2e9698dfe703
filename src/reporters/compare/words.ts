import type { ComparisonReport, CompareResult, ReportedChange } from '../../checks/compare/result.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Bump, ContractComparison, Direction } from '../../compatibility/contracts/model.ts';
import { count } from '../words.ts';

/** What the event of two schemas is called that belong to none. */
export const anyPayload = 'payload';

/** What people read for each direction. */
export const directionNames: Readonly<Record<Direction, string>> = {
  forward: 'old receivers, new deliveries',
  backward: 'new receivers, old captures',
};

/** What people read for each verdict. */
export const statusNames: Readonly<Record<ContractComparison['forward'], string>> = {
  compatible: 'safe',
  incompatible: 'breaks',
  undecided: 'undecided',
};

const bumpNames: Readonly<Record<Bump, string>> = {
  major: 'a major version',
  minor: 'a minor version',
  patch: 'a patch: words only',
  none: 'no new version: nothing differs',
};

/** `The difference demands a major version; from 1.0.0 to 2.0.0 is one.` */
export function bumpText({ bump, step, older, newer, isEnough }: ComparisonReport): string {
  const demand = `The difference demands ${bumpNames[bump]}`;
  if (bump === 'none' || newer.version === '') return `${demand}.`;
  if (older.version === newer.version) return `${demand}; the version is the same.`;
  const versions = `from ${older.version} to ${newer.version}`;
  return isEnough ? `${demand}; ${versions} is enough.` : `${demand}; ${versions} is ${stepNames[step]}.`;
}

const stepNames: Readonly<Record<Bump, string>> = {
  major: 'a major step',
  minor: 'a minor step',
  patch: 'a patch',
  none: 'no step forward',
};

/** `12 events: 10 changed, 2 added, 1 removed. `; nothing for two schemas that belong to no event. */
export function eventsText({ events }: ComparisonReport): string {
  if (events.length === 1 && events[0]?.event === anyPayload) return '';
  const parts = (['changed', 'added', 'removed', 'same'] as const).flatMap((status) => {
    const amount = events.filter((event) => event.status === status).length;
    return amount === 0 ? [] : [`${amount} ${status === 'same' ? 'as before' : status}`];
  });
  return `${count(events.length, 'event')}: ${parts.join(', ')}. `;
}

/** Changes in the order in which they are told, under their headings. */
export function sections(changes: readonly ReportedChange[]): (readonly [string, readonly ReportedChange[]])[] {
  const fails = changes.filter(({ outcome }) => outcome === 'fails');
  const others = changes.filter(({ outcome }) => outcome === 'allowed');
  const all: (readonly [string, readonly ReportedChange[]])[] = [
    ['Fails this run', fails.filter(({ correction }) => correction === undefined)],
    ['Fails this run, and corrects our own reading', fails.filter(({ correction }) => correction !== undefined)],
    ['Approved', changes.filter(({ outcome }) => outcome === 'approved')],
    ['Hurts, but not in this mode', others.filter(({ hurts }) => hurts.length > 0)],
    ['Hurts nobody', others.filter(({ hurts }) => hurts.length === 0)],
  ];
  return all.filter(([, list]) => list.length > 0);
}

/** Who is hurt: `old receivers, new deliveries`. */
export function hurtText({ hurts }: ReportedChange): string {
  return hurts.map((direction) => directionNames[direction]).join('; ');
}

/** Whether two states were compared rather than two things. */
export function isQuiet({ comparisons, contractChanges }: CompareResult): boolean {
  return contractChanges.length === 0 && comparisons.every(({ bump }) => bump === 'none');
}

/** Which events a change concerns, when its message does not say so itself. */
export function concernedText({ events, message }: ReportedChange): string {
  const [only, ...others] = events;
  if (only === undefined || only === anyPayload || message.includes(only)) return '';
  return others.length === 0 ? ` In ${only}.` : ` In ${events.length} events.`;
}

/** The finding that a change which fails the run is told as: it has the place. */
export function findingOf({ fingerprint, rule }: ReportedChange, { findings }: CompareResult): Finding | undefined {
  return findings.find((finding) => finding.rule === rule && finding.help?.includes(fingerprint) === true);
}
