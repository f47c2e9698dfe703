import { resolve } from 'node:path';
import { changedContracts } from '../ci/pulled.ts';
import { staleClients } from '../ci/clients.ts';
import { concerns } from '../ci/concerns.ts';
import type { Against, CiResult, StepName } from '../ci/result.ts';
import { joinSteps } from '../ci/steps.ts';
import type { StepResult } from '../ci/steps.ts';
import { count } from '../reporters/words.ts';
import { suggestedEnd } from '../checks/compare/findings.ts';
import type { Config } from '../config/config.ts';
import { loadLock } from '../config/lock.ts';
import { loadConfig } from '../config/load-config.ts';
import { RunError } from '../findings/run-error.ts';
import { IsolationError } from '../isolation/run-isolated.ts';
import type { IsolationOptions } from '../isolation/run-isolated.ts';
import { displayPath } from '../util/display-path.ts';
import { toolVersion } from '../util/version.ts';
import { checkContracts } from './check-contracts.ts';
import { compareAgainst } from './compare.ts';
import { drift } from './drift.ts';
import { generate } from './generate.ts';
import { checkPulled } from './pull.ts';
import { namedOrConfigured } from './targets.ts';
import { findGitChanges } from './git-changes.ts';
import { todayInUtc } from './today.ts';

export interface CiOptions extends IsolationOptions {
  /** State in git that the working folder is held against; without it nothing is compared, and everything is concerned. */
  readonly against?: string;
  /** Least severity that fails the checks; as configured, else `error`, when absent. */
  readonly failOn?: 'error' | 'warning';
  /** Environment that the names of secrets in the configuration refer to; empty when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Folder that holds the contracts; the working folder when absent. */
  readonly cwd?: string;
  /** Day that approvals are judged by, YYYY-MM-DD; today in UTC when absent. */
  readonly today?: string;
}

/**
 * Everything that a change has to pass, as one run: `check`, `compare` with the state before, `generate --check` and
 * `pull --check` where there are clients and pulled contracts, and `drift` over committed captures. A part that cannot be
 * done does not keep the others from being done.
 *
 * @throws {RunError} when the configuration is wrong, or `against` is no state of the repository
 */
export async function ci(options: CiOptions = {}): Promise<CiResult> {
  const cwd = resolve(options.cwd ?? '');
  const config = readConfig(cwd);
  const changes = options.against === undefined ? undefined : findGitChanges(options.against, cwd);
  const steps = [
    await checkStep(options, cwd),
    await compareStep(changes?.commit, options, cwd),
    await generateStep(config, options, cwd),
    await pullStep(options, cwd),
    await driftStep(config, options, cwd),
  ];
  const contracts = steps.flatMap(({ results }) => results?.check?.contracts ?? []);
  const against: Against | undefined =
    changes === undefined
      ? undefined
      : { name: options.against ?? '', commit: changes.commit, files: changes.changed.size };
  return joinSteps(steps, concerns(changes?.changed, contracts), {
    toolVersion,
    approveUntil: suggestedEnd(options.today ?? todayInUtc()),
    ...(against === undefined ? {} : { against }),
  });
}

function readConfig(cwd: string): Config {
  const { config, findings } = loadConfig(cwd);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new RunError('usage', 'The configuration is wrong.', { findings: errors });
  return config;
}

/** A part that cannot be done, for an expected reason, is told as such; bugs go on. */
async function attempt(step: StepName, work: () => Promise<StepResult>): Promise<StepResult> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RunError || error instanceof IsolationError)) throw error;
    const help = error instanceof RunError ? error.help : 'Run the command by itself, with fewer files at a time.';
    const findings = error instanceof RunError ? error.findings : [];
    return {
      report: { step, outcome: 'stopped', message: error.message, ...(help === undefined ? {} : { help }) },
      findings,
    };
  }
}

function skipped(step: StepName, message: string): StepResult {
  return { report: { step, outcome: 'skipped', message }, findings: [] };
}

function isolationOf({ deadline, memory, onProgress }: CiOptions): IsolationOptions {
  return {
    ...(deadline === undefined ? {} : { deadline }),
    ...(memory === undefined ? {} : { memory }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
}

function checkStep(options: CiOptions, cwd: string): Promise<StepResult> {
  return attempt('check', async () => {
    const { failOn, env, today = todayInUtc() } = options;
    const check = await checkContracts([], {
      cwd,
      today,
      ...(failOn === undefined ? {} : { failOn }),
      ...(env === undefined ? {} : { env }),
      ...isolationOf(options),
    });
    const examples = check.contracts.reduce((sum, { examples: { total } }) => sum + total, 0);
    const message = `${count(check.contracts.length, 'contract')}, ${count(examples, 'example')}, ${count(check.captureFiles.length, 'file')} of captures.`;
    return { report: { step: 'check', outcome: check.verdict, message }, findings: check.findings, results: { check } };
  });
}

function compareStep(commit: string | undefined, options: CiOptions, cwd: string): Promise<StepResult> {
  if (commit === undefined)
    return Promise.resolve(skipped('compare', 'There is nothing to compare with: --against names a branch or commit.'));
  return attempt('compare', async () => {
    const compare = await compareAgainst(commit, [], {
      cwd,
      today: options.today ?? todayInUtc(),
      ...isolationOf(options),
    });
    const changes = [...compare.comparisons.flatMap((report) => report.changes), ...compare.contractChanges];
    const breaks = changes.filter(({ outcome }) => outcome === 'fails').length;
    const message =
      changes.length === 0
        ? 'No contract has changed.'
        : `${count(changes.length, 'change')}, ${breaks === 0 ? 'none breaks old receivers' : `${breaks} of them not allowed`}.`;
    return {
      report: { step: 'compare', outcome: compare.verdict, message },
      findings: compare.findings,
      results: { compare },
    };
  });
}

function generateStep({ clients }: Config, options: CiOptions, cwd: string): Promise<StepResult> {
  if (clients.length === 0)
    return Promise.resolve(skipped('generate', 'No clients are configured (`clients` in counterfoil.yaml).'));
  return attempt('generate', async () => {
    const findings = [];
    let amount = 0;
    for (const { out, contracts = [], language, package: packaging } of clients) {
      const result = await generate(namedOrConfigured(contracts, cwd), {
        out,
        check: true,
        cwd,
        ...(language === undefined ? {} : { language }),
        ...(packaging === undefined ? {} : { package: packaging }),
        ...isolationOf(options),
      });
      amount += result.clients.length;
      findings.push(...staleClients(displayPath(out, cwd), result.differences));
    }
    const message =
      findings.length === 0
        ? `${count(amount, 'client')}, as generated.`
        : `${findings.length} of ${count(amount, 'client')} ${findings.length === 1 ? 'is' : 'are'} stale.`;
    return { report: { step: 'generate', outcome: findings.length === 0 ? 'pass' : 'fail', message }, findings };
  });
}

function pullStep(options: CiOptions, cwd: string): Promise<StepResult> {
  const { lock, findings } = loadLock(cwd);
  if (lock === undefined && findings.length === 0)
    return Promise.resolve(skipped('pull', 'No contracts are pulled (counterfoil.lock).'));
  return attempt('pull', async () => {
    const states = await checkPulled({ cwd, ...isolationOf(options) });
    const changed = changedContracts(states, cwd);
    const message =
      changed.length === 0
        ? `${count(states.length, 'contract')}, as pulled.`
        : `${changed.length} of ${count(states.length, 'contract')} ${changed.length === 1 ? 'is' : 'are'} not what was pulled.`;
    return { report: { step: 'pull', outcome: changed.length === 0 ? 'pass' : 'fail', message }, findings: changed };
  });
}

function driftStep({ captures }: Config, options: CiOptions, cwd: string): Promise<StepResult> {
  if (captures.length === 0)
    return Promise.resolve(skipped('drift', 'No captures are configured (`captures` in counterfoil.yaml).'));
  return attempt('drift', async () => {
    const result = await drift([], {
      cwd,
      today: options.today ?? todayInUtc(),
      failOn: options.failOn ?? 'error',
      ...isolationOf(options),
    });
    const drifts = result.contracts.reduce((sum, contract) => sum + contract.drifts.length, 0);
    const message = `${count(result.captures, 'capture')}, ${drifts === 0 ? 'nothing drifts' : count(drifts, 'drift')}.`;
    return {
      report: { step: 'drift', outcome: result.verdict, message },
      findings: result.findings,
      results: { drift: result },
    };
  });
}
