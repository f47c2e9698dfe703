import { RunError } from '../findings/run-error.ts';
import { nearest } from '../util/nearest.ts';
import { toolVersion } from '../util/version.ts';
import { createBench } from './bench.ts';
import type { BenchOptions } from './bench.ts';
import { isCaseId, readinessCases } from './cases.ts';
import type { CaseId, Override } from './cases.ts';
import { secretsOf } from './headers.ts';
import { hintOf } from './hint.ts';
import type { Amounts } from './plan-deliveries.ts';
import { plans } from './plans.ts';
import type { PreparedContract } from './prepared-contract.ts';
import type { CaseResult, CaseVerdict, ReadinessResult } from './result.ts';
import { runCase } from './run-case.ts';
import type { CaseSettings } from './run-case.ts';

export interface ReadinessSettings extends BenchOptions, Amounts, Pick<CaseSettings, 'timeout' | 'parallel'> {
  /** The cases that are asked; all of them when absent. */
  readonly cases?: readonly string[];
  /** What is expected in place of what is usual, by case. */
  readonly overrides: Readonly<Partial<Record<string, Override>>>;
  /** Name of the variable that stands for the secret in what is shown. */
  readonly secretName: string;
  /** As `secretName`, for the secret before. */
  readonly oldSecretName: string;
  readonly signal?: AbortSignal;
  /** Told of each answer, and of the case that it belongs to. */
  readonly onProgress?: (progress: { readonly case: CaseId; readonly done: number; readonly total: number }) => void;
}

/**
 * Asks a receiver all cases, one after the other.
 *
 * @throws {RunError} when a case is named that does not exist, or the URL says https and the port speaks none
 * @throws {SignatureSchemeError} when a secret cannot be used
 */
export async function runReadiness(prepared: PreparedContract, settings: ReadinessSettings): Promise<ReadinessResult> {
  const { contract } = prepared;
  const { overrides, signal } = settings;
  checkCases(settings);
  const wanted = settings.cases;
  const bench = createBench(prepared, settings);
  const common = {
    delivery: contract.delivery,
    timeout: settings.timeout,
    parallel: settings.parallel,
    secrets: secretsOf(
      [
        [settings.secret, settings.secretName],
        [settings.oldSecret, settings.oldSecretName],
      ],
      settings.headers,
    ),
    ...(signal === undefined ? {} : { signal }),
  };
  const cases: CaseResult[] = [];
  for (const { id, title, expected: usual } of readinessCases) {
    if (wanted !== undefined && !wanted.includes(id)) continue;
    const override = overrides[id];
    const expected = override === undefined || override === 'skip' ? usual : override;
    const about = { id, title, expected, isOverridden: override !== undefined };
    const none = { ...about, verdict: 'skipped', sent: 0, answers: [], failures: [] } as const;
    const plan =
      signal?.aborted === true
        ? { skipped: 'interrupted' }
        : override === 'skip'
          ? { skipped: 'the configuration says so' }
          : plans[id](bench, settings);
    if ('skipped' in plan) {
      cases.push({ ...none, reason: plan.skipped });
      continue;
    }
    const onAnswer = (done: number, total: number): void => settings.onProgress?.({ case: id, done, total });
    cases.push({ ...about, ...(await runCase(plan, { ...common, id, expected, onAnswer })) });
  }
  const count = (verdict: CaseVerdict): number => cases.filter((one) => one.verdict === verdict).length;
  const counts = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
  const isInterrupted = signal?.aborted === true;
  const hint = hintOf(contract, cases, settings);
  return {
    toolVersion,
    contract: contract.id,
    to: settings.url,
    verdict: counts.failed === 0 && !isInterrupted ? 'passed' : 'failed',
    cases,
    counts,
    sent: cases.reduce((sum, { sent }) => sum + sent, 0),
    unsent: bench.unsent,
    isInterrupted,
    ...(hint === undefined ? {} : { hint }),
  };
}

/**
 * Sees that all cases that are named exist.
 *
 * @throws {RunError} when one does not
 */
export function checkCases({ cases = [], overrides }: Pick<ReadinessSettings, 'cases' | 'overrides'>): void {
  for (const id of [...cases, ...Object.keys(overrides)]) if (!isCaseId(id)) refuseCase(id);
}

function refuseCase(id: string): never {
  const ids = readinessCases.map((one) => one.id);
  const meant = nearest(id, ids);
  throw new RunError('usage', `There is no case "${id}".`, {
    help: `${meant === undefined ? '' : `Did you mean ${meant}? `}There are ${ids.join(', ')}.`,
  });
}
