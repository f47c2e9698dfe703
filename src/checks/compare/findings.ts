import type { Contract } from '../../asyncapi/model.ts';
import type { Change, ContractComparison, Direction } from '../../compatibility/contracts/model.ts';
import { bumpBetween, demandedBump, isEnough } from '../../compatibility/contracts/bump.ts';
import { fingerprintOf } from '../../compatibility/contracts/fingerprint.ts';
import { contractAdded, contractRemoved } from '../../compatibility/contracts/rules.ts';
import type { Approval } from '../../config/approvals.ts';
import type { Finding, Place } from '../../findings/finding.ts';
import { directionsOf } from './options.ts';
import type { CompareOptions } from './options.ts';
import type { ComparisonReport, ReportedChange } from './result.ts';
import type { LoadedSide } from './sides.ts';

/** A comparison with what is needed to speak of it. */
export interface NamedComparison {
  readonly comparison: ContractComparison;
  readonly vendor: string;
  /** The older contract, when two contracts were compared. */
  readonly older?: Contract;
  /** Where in the newer contract's files a pointer leads. */
  place(pointer: string): Place;
}

/** A comparison whose changes have names. */
export type Fingerprinted = NamedComparison & { readonly changes: readonly (Change & { fingerprint: string })[] };

/** Gives each change its fingerprint. */
export function nameChanges(named: NamedComparison): Fingerprinted {
  const changes = named.comparison.changes.map((change) => ({
    ...change,
    fingerprint: fingerprintOf(change, named.vendor),
  }));
  return { ...named, changes };
}

/** Contracts that came and went between two states, as comparisons that hold nothing but that. */
export function contractChanges(added: readonly LoadedSide[], removed: readonly LoadedSide[]): Fingerprinted[] {
  return [
    ...added.map((side) => presence(side, contractAdded.id, `The contract ${side.id} is new.`, [])),
    ...removed.map((side) =>
      presence(side, contractRemoved.id, `The contract ${side.id} is gone.`, ['forward', 'backward']),
    ),
  ];
}

function presence(side: LoadedSide, rule: string, message: string, hurts: readonly Direction[]): Fingerprinted {
  const { id, vendor, version, document } = side;
  const name = { id, vendor, version };
  const change: Change = {
    rule,
    events: [],
    owner: undefined,
    pointer: `/${id}`,
    side: rule === contractAdded.id ? 'newer' : 'older',
    hurts,
    message,
    witnesses: [],
  };
  const comparison: ContractComparison = {
    older: name,
    newer: name,
    relation: 'deliveries',
    forward: hurts.length > 0 ? 'incompatible' : 'compatible',
    backward: hurts.length > 0 ? 'incompatible' : 'compatible',
    bump: 'none',
    events: [],
    changes: [change],
    schemaChanges: [],
  };
  return nameChanges({ comparison, vendor, place: () => side.place({ file: document.file }) });
}

/** What became of each change, and a finding for each: an error when it fails the run. */
export function findingsOf(
  comparisons: readonly Fingerprinted[],
  approved: ReadonlyMap<string, Approval>,
  options: Pick<CompareOptions, 'mode' | 'today'>,
): { reports: ComparisonReport[]; findings: Finding[] } {
  const guarded = directionsOf(options.mode);
  const reports = comparisons.map(({ comparison, changes }) => reportOf(comparison, changes, approved, guarded));
  const findings = reports.flatMap((report, index) =>
    report.changes.map((change) => findingOf(change, report, comparisons[index], options.today)),
  );
  return { reports, findings };
}

function reportOf(
  comparison: ContractComparison,
  named: Fingerprinted['changes'],
  approved: ReadonlyMap<string, Approval>,
  guarded: readonly Direction[],
): ComparisonReport {
  const changes = named.map((change): ReportedChange => {
    const approval = approved.get(change.fingerprint);
    const fails = change.hurts.some((direction) => guarded.includes(direction));
    if (!fails) return { ...change, outcome: 'allowed' };
    return approval === undefined ? { ...change, outcome: 'fails' } : { ...change, outcome: 'approved', approval };
  });
  const step = bumpBetween(comparison.older.version, comparison.newer.version);
  const unapproved = changes.filter(({ fingerprint }) => !approved.has(fingerprint));
  const demanded =
    comparison.bump === 'major' ? demandedBump(unapproved, { structure: true, words: true }) : comparison.bump;
  return { ...comparison, changes, step, isEnough: isEnough(step, demanded) };
}

function findingOf(
  change: ReportedChange,
  { newer }: ComparisonReport,
  comparison: NamedComparison | undefined,
  today: string,
): Finding {
  const { rule, outcome, events, pointer } = change;
  const [event, ...others] = events;
  const [witness] = change.witnesses;
  return {
    rule,
    severity: outcome === 'fails' ? 'error' : 'info',
    message: messageOf(change),
    place: comparison?.place(pointer) ?? { file: newer.id },
    contract: newer.id,
    ...(event === undefined || others.length > 0 ? {} : { event }),
    ...(outcome === 'fails' ? { help: `To approve it: ${approveCommand(change.fingerprint, today)}` } : {}),
    ...(witness === undefined ? {} : { evidence: { actual: witness.payload } }),
  };
}

function messageOf({ message, events, hurts, outcome, correction, weight, approval }: ReportedChange): string {
  const count = events.length > 1 ? ` In ${events.length} events.` : '';
  const who = hurts.map((direction) => sides[direction]).join(' and ');
  const hurt = who === '' ? '' : ` Hurts ${who}.`;
  const ours = correction === undefined ? '' : ` It corrects our own reading: ${correction}`;
  const approved = outcome === 'approved' ? ` Approved by ${approval?.by} until ${approval?.until}.` : '';
  const heavy = weight === undefined ? '' : ` ${sentence(weight)}`;
  return `${message}${count}${hurt}${heavy}${ours}${approved}`;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

const sides: Readonly<Record<Direction, string>> = {
  forward: 'old receivers of new deliveries',
  backward: 'new receivers of old captures',
};

/** How long an approval is suggested for, in days. */
const suggestedDays = 90;

/** The command that approves a change, to be pasted with a reason filled in. */
export function approveCommand(fingerprint: string, today: string): string {
  return `counterfoil approve ${fingerprint} --until ${suggestedEnd(today)} --reason '...'`;
}

/** The day that approvals are suggested to end on, YYYY-MM-DD. */
export function suggestedEnd(today: string): string {
  return new Date(Date.parse(today) + suggestedDays * 86_400_000).toISOString().slice(0, 10);
}
