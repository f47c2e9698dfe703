import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { planChecks } from '../checks/plan.ts';
import type { CheckSettings } from '../checks/plan.ts';
import type { CheckOptions } from '../checks/options.ts';
import { loadPlugins } from '../checks/plugins.ts';
import { shippedContracts } from '../checks/targets.ts';
import { loadConfig } from '../config/load-config.ts';
import { captureChecks } from './capture-checks.ts';
import { expectNone, failing } from './contract-check.ts';
import type { ContractCheck } from './contract-check.ts';
import { asSetupError, findDocuments } from './contracts.ts';
import { documentChecks, loadDocument } from './document-checks.ts';
import { TestSetupError } from './setup-error.ts';

export interface ContractChecksOptions extends Pick<
  CheckSettings,
  'cwd' | 'config' | 'origin' | 'url' | 'endpoints' | 'profile' | 'env'
> {
  /** Glob patterns of capture files, relative to `cwd`; those of `counterfoil.yaml` when absent. */
  readonly captures?: string | readonly string[];
  /**
   * Names and paths of contracts; when absent, those of `counterfoil.yaml`, else those of the folder `asyncapi`, else the
   * shipped ones that the captures are of.
   */
  readonly contracts?: string | readonly string[];
  /** Secrets shared with a vendor, by vendor: a signature is checked where one is known. */
  readonly secrets?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * What there is to test about contracts and captures: one check for each event, each documented example and each capture.
 * The nearest `counterfoil.yaml` upwards counts, unless `config` says otherwise; environment variables that it names are
 * looked up in `env`, else in those of the process.
 *
 * @throws {TestSetupError} when something that is named does not exist, the configuration is wrong, or there is nothing to
 *   test
 */
export async function contractChecks(options: ContractChecksOptions = {}): Promise<ContractCheck[]> {
  const cwd = resolve(options.cwd ?? '');
  const { plan, isImplied } = await planOf(options, cwd);
  const documents = [];
  for (const file of plan.contracts) documents.push(await loadDocument(file, plan));
  const { captureFormats } = await loadPlugins(plan.plugins);
  const contracts = documents.flatMap(({ checked }) => checked ?? []);
  const captures = await captureChecks(contracts, plan, captureFormats);
  const shown = documents.filter(({ checked }) => !isImplied || captures.contracts.has(checked?.contract.id ?? ''));
  const checks = [
    ...settingsChecks(plan),
    ...shown.flatMap((document) => documentChecks(document, plan)),
    ...captures.checks,
  ];
  if (checks.length > 0) return checks;
  throw new TestSetupError('There is nothing to test: name contracts, or captures.');
}

/** Puts the options and the configuration together. The contracts are implied when neither names any. */
async function planOf(
  { contracts, captures, config = true, env = process.env, ...options }: ContractChecksOptions,
  cwd: string,
): Promise<{ readonly plan: CheckOptions; readonly isImplied: boolean }> {
  const named = listOf(contracts).flatMap((name) => findDocuments(name, cwd));
  const isImplied = named.length === 0 && !hasContracts(config, cwd);
  const targets = isImplied ? shippedContracts().map(({ file }) => file) : named;
  const settings = {
    ...options,
    config,
    env: { ...env },
    ...(captures === undefined ? {} : { captures: listOf(captures) }),
  };
  try {
    return { plan: await planChecks(targets, settings, cwd), isImplied };
  } catch (error) {
    throw asSetupError(error);
  }
}

/** What is doubtful about the configuration: a secret that is missing would leave signatures unchecked. */
function settingsChecks(plan: CheckOptions): ContractCheck[] {
  const wrong = failing(plan.findings, plan);
  const check = (): void => expectNone(wrong, 'The configuration');
  return wrong.length === 0 ? [] : [{ group: 'counterfoil.yaml', name: 'is complete', check }];
}

function hasContracts(config: boolean | string, cwd: string): boolean {
  if (existsSync(join(cwd, 'asyncapi'))) return true;
  if (config === false) return false;
  return loadConfig(cwd, typeof config === 'string' ? config : undefined).config.contracts.length > 0;
}

function listOf(names: string | readonly string[] = []): readonly string[] {
  return typeof names === 'string' ? [names] : names;
}
