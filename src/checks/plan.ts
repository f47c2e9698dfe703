import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { matchFiles, namedCaptureFiles } from './capture-files.ts';
import type { CaptureSet, CheckOptions, Secret } from './options.ts';
import { catalog } from './catalog.ts';
import { loadPlugins } from './plugins.ts';
import { checkContractEntries } from '../config/check-contract-entries.ts';
import { checkRuleNames } from '../config/check-rule-names.ts';
import type { CapturesConfig, Config, SecretConfig } from '../config/config.ts';
import { emptyConfig } from '../config/config.ts';
import { loadConfig } from '../config/load-config.ts';
import { capturesMissing } from '../config/rules.ts';
import { resolveSecrets } from '../config/secrets.ts';
import type { Finding } from '../findings/finding.ts';
import type { Origin } from '../deliveries/capture.ts';
import { RunError } from '../findings/run-error.ts';
import { reasonOf } from '../util/system-reason.ts';
import { foundTargets, resolveTargets } from './targets.ts';

/** What can be said about a run of the checks beside what to check. */
export interface CheckSettings {
  /** Folder that relative paths start from and that places are shown relative to; the working folder when absent. */
  readonly cwd?: string;
  /**
   * Configuration: `true` for the nearest `counterfoil.yaml` upwards of `cwd`, a path for this one, `false` for none. What
   * is said here wins over what the configuration says. `false` when absent.
   */
  readonly config?: boolean | string;
  /** Glob patterns of capture files, relative to `cwd`; these take the place of those in the configuration. */
  readonly captures?: readonly string[];
  /** Origin of captures that do not state theirs. */
  readonly origin?: Origin;
  /** URL registered with the vendor, for all captures. */
  readonly url?: string;
  /** Secrets shared with a vendor, by vendor. */
  readonly secrets?: Readonly<Record<string, string | readonly string[]>>;
  /** URL registered with a vendor, by vendor. */
  readonly endpoints?: Readonly<Record<string, string>>;
  readonly profile?: 'tolerant' | 'strict';
  readonly failOn?: 'error' | 'warning';
  /** Files with public keys in PEM, beside those of the configuration: captures that one of them signed are attested. */
  readonly trust?: readonly string[];
  /** Where the configuration's environment variables are looked up; nowhere when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Day that approvals are judged by, YYYY-MM-DD. */
  readonly today?: string;
}

/**
 * Puts arguments and configuration together.
 *
 * @param targets as for `resolveTargets`; when empty, what the configuration names, else the folder `asyncapi`
 * @throws RunError when the configuration is wrong or something named does not exist
 */
export async function planChecks(
  targets: readonly string[],
  settings: CheckSettings,
  cwd: string,
): Promise<CheckOptions> {
  const { config, findings: wrong } = await readConfiguration(settings.config ?? false, cwd);
  const contracts = resolveTargets(targets.length > 0 ? targets : defaultTargets(config, cwd), cwd);
  const findings: Finding[] = [...wrong];
  const look = (secrets: readonly SecretConfig[]): Secret[] => {
    const resolved = resolveSecrets(secrets, settings.env ?? {});
    findings.push(...resolved.findings);
    return resolved.secrets;
  };
  const captures =
    settings.captures === undefined
      ? config.captures.map((set) => configuredSet(set, look, settings, findings))
      : settings.captures.map((pattern) => namedSet(pattern, settings, cwd));
  const secrets = Object.entries(config.secrets).map(([vendor, list]) => [vendor, look(list)] as const);
  return {
    cwd,
    contracts,
    captures: captures.filter(({ files }) => files.length > 0),
    profile: settings.profile ?? config.profile ?? 'tolerant',
    failOn: settings.failOn ?? config.failOn ?? 'error',
    severities: config.severities,
    rulesVersion: config.rulesVersion,
    endpoints: Object.fromEntries([...Object.entries(config.endpoints), ...Object.entries(settings.endpoints ?? {})]),
    secrets: Object.fromEntries([...secrets, ...givenSecrets(settings)]),
    plugins: config.plugins,
    ...readTrusted([...config.trustedKeys, ...(settings.trust ?? [])], cwd),
    findings,
    // Without a day no approval counts.
    today: settings.today ?? '9999-12-31',
  };
}

/** The configuration, with what is doubtful about it; what is wrong ends the run. */
async function readConfiguration(
  named: boolean | string,
  cwd: string,
): Promise<{ readonly config: Config; readonly findings: readonly Finding[] }> {
  if (named === false) return { config: emptyConfig, findings: [] };
  const loaded = loadConfig(cwd, typeof named === 'string' ? named : undefined);
  const isSound = !loaded.findings.some(({ severity }) => severity === 'error');
  const plugins = isSound ? await loadPlugins(loaded.config.plugins) : undefined;
  const rules = [...catalog, ...(plugins?.rules ?? [])].map(({ id }) => id);
  const findings = [...loaded.findings, ...checkRuleNames(loaded, rules), ...checkContractEntries(loaded)];
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new RunError('usage', 'The configuration is wrong.', { findings: errors });
  return { config: loaded.config, findings };
}

/** The keys in all files, as one text. */
function readTrusted(files: readonly string[], cwd: string): Pick<CheckOptions, 'trusted'> {
  if (files.length === 0) return {};
  const read = (file: string): string => {
    try {
      const pem = readFileSync(resolve(cwd, file), 'utf8');
      if (pem.includes('-----BEGIN PUBLIC KEY-----')) return pem;
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      const why = isMissing ? 'there is no such file' : reasonOf(error);
      throw new RunError('usage', `The trusted key ${file} cannot be read: ${why}.`, {
        help: 'Correct --trust, or `trustedKeys` in counterfoil.yaml.',
      });
    }
    throw new RunError('usage', `${file} holds no public key in PEM.`, {
      help: 'Name the public half of the key: it is written beside the private one, in <file>.pub.',
    });
  };
  return { trusted: files.map(read).join('\n') };
}

function defaultTargets(config: Config, cwd: string): readonly string[] {
  if (config.contracts.length > 0) return config.contracts;
  const found = foundTargets(cwd);
  if (found.length > 0) return found;
  throw new RunError('usage', 'There is nothing to check: no contract is named, and there is no folder "asyncapi".', {
    help: 'Name a contract, such as `counterfoil check asyncapi/` or a shipped one (`counterfoil check <vendor>`), or set `contracts` in counterfoil.yaml.',
  });
}

function configuredSet(
  set: CapturesConfig,
  look: (secrets: readonly SecretConfig[]) => Secret[],
  { url }: CheckSettings,
  findings: Finding[],
): CaptureSet {
  const files = matchFiles(set.files, set.folder);
  if (files.length === 0) {
    const { id: rule, severity } = capturesMissing;
    findings.push({ rule, severity, message: `No file matches "${set.files}".`, place: set.place });
  }
  return {
    files,
    origin: set.origin,
    vendor: set.vendor,
    contract: set.contract,
    url: url ?? set.url,
    secrets: set.secrets === undefined ? undefined : look(set.secrets),
  };
}

function namedSet(pattern: string, { origin, url }: CheckSettings, cwd: string): CaptureSet {
  return { files: namedCaptureFiles(pattern, cwd), origin, url };
}

function givenSecrets({ secrets = {} }: CheckSettings): (readonly [string, Secret[]])[] {
  return Object.entries(secrets).map(([vendor, values]) => {
    const list = typeof values === 'string' ? [values] : values;
    return [vendor, list.map((value, index) => ({ id: `secret ${index + 1}`, value }))] as const;
  });
}
