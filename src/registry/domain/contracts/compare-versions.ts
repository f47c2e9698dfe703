import { findingsOf, nameChanges } from '../../../checks/compare/findings.ts';
import type { ComparisonReport } from '../../../checks/compare/result.ts';
import type { Json } from '../../../util/json.ts';
import type { Analyst, PublishedContract } from '../analyst.ts';
import type { ContractEntry } from '../store.ts';
import type { ContractDesk } from './contract-desk.ts';
import { readTexts } from './find-contracts.ts';

/**
 * Compares two versions that are published. Whoever asks at the same time, or later, gets the same answer without the work.
 *
 * @throws {ContractError} `absent`
 * @throws {IsolationError} when it takes too long
 */
export async function comparePublished(
  desk: ContractDesk,
  older: ContractEntry,
  newer: ContractEntry,
): Promise<ComparisonReport> {
  const key = [older, newer].map(({ vendor, version, digest }) => `${vendor}@${version} ${digest}`).join('\n');
  const known = desk.compared.get(key) ?? desk.comparing.get(key);
  if (known !== undefined) return known;
  const comparing = (async () =>
    compareDocuments(desk.analyst, await readTexts(desk, older), await readTexts(desk, newer)))();
  desk.comparing.set(key, comparing);
  try {
    const report = await comparing;
    desk.compared.set(key, report);
    return report;
  } finally {
    desk.comparing.delete(key);
  }
}

/** Compares two contracts, whether or not they are published. */
export async function compareDocuments(
  analyst: Analyst,
  older: PublishedContract,
  newer: PublishedContract,
): Promise<ComparisonReport> {
  const comparison = await analyst.compareContracts({ document: older.document }, { document: newer.document });
  const named = nameChanges({
    comparison,
    vendor: comparison.newer.vendor,
    place: (pointer) => ({ file: comparison.newer.id, pointer }),
  });
  // The day only dates advice on approvals, which stays out of the report.
  const { reports } = findingsOf([named], new Map(), { mode: 'forward', today: '1970-01-01' });
  const [report] = reports;
  if (report === undefined) throw new Error('A comparison gives one report.');
  return report;
}

/** A report as JSON. */
export function comparisonJson(report: ComparisonReport): Json {
  // It is plain data, which its type does not say.
  return { verdict: report.forward, ...(JSON.parse(JSON.stringify(report)) as Readonly<Record<string, Json>>) };
}
