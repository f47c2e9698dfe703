import { matchFiles } from '../checks/capture-files.ts';
import { statements } from '../checks/captures.ts';
import { loadConfig } from '../config/load-config.ts';
import { capturesMissing } from '../config/rules.ts';
import type { Origin } from '../deliveries/capture.ts';
import type { Finding } from '../findings/finding.ts';
import { RunError } from '../findings/run-error.ts';

/** Capture files of the configuration, with what is stated about them there. */
export interface ConfiguredCaptures {
  readonly sets: readonly { readonly files: readonly string[]; readonly stated: ReturnType<typeof statements> }[];
  /** Files with public keys that captures are attested by, absolute. */
  readonly trustedKeys: readonly string[];
  /** Patterns that match nothing. */
  readonly findings: readonly Finding[];
}

/**
 * The captures that the nearest `counterfoil.yaml` names; undefined when it names none. A file that two entries name is
 * read once, as the first of them says.
 *
 * @param origin of captures that neither state it themselves nor have it stated in the configuration
 * @param cwd absolute
 * @throws {RunError} when the configuration is wrong
 */
export function configuredCaptures(origin: Origin | undefined, cwd: string): ConfiguredCaptures | undefined {
  const { config, findings: wrong } = loadConfig(cwd);
  const errors = wrong.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new RunError('usage', 'The configuration is wrong.', { findings: errors });
  if (config.captures.length === 0) return undefined;
  const known = new Set<string>();
  const findings: Finding[] = [];
  const sets = config.captures.map((entry) => {
    const files = matchFiles(entry.files, entry.folder);
    if (files.length === 0) {
      const { id: rule, severity } = capturesMissing;
      findings.push({ rule, severity, message: `No file matches "${entry.files}".`, place: entry.place });
    }
    const fresh = files.filter((file) => !known.has(file));
    for (const file of fresh) known.add(file);
    return { files: fresh, stated: statements({ ...entry, files, origin: entry.origin ?? origin, secrets: [] }) };
  });
  return { sets, trustedKeys: config.trustedKeys, findings };
}
