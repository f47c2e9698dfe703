import type { Finding } from '../findings/finding.ts';
import type { SecretConfig } from './config.ts';
import { secretMissing } from './rules.ts';
import { report } from './source.ts';

/** A secret's value, with the name it goes by in reports. */
export interface ResolvedSecret {
  readonly id: string;
  readonly value: string;
}

/**
 * Looks the secrets up.
 *
 * @param environment environment variables
 * @returns the secrets that there are, and a finding for each variable that is not set or empty; no finding holds a value
 */
export function resolveSecrets(
  secrets: readonly SecretConfig[],
  environment: Readonly<Record<string, string | undefined>>,
): { secrets: ResolvedSecret[]; findings: Finding[] } {
  const findings: Finding[] = [];
  const resolved = secrets.flatMap((secret): ResolvedSecret[] => {
    const value = secret.env === undefined ? secret.testSecret : environment[secret.env];
    if (value !== undefined && value !== '') return [{ id: secret.id ?? secret.env ?? 'test secret', value }];
    findings.push(report(secretMissing, `The environment variable ${secret.env} is not set.`, secret.place));
    return [];
  });
  return { secrets: resolved, findings };
}
