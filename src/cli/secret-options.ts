import { CommandError } from './exit-codes.ts';

/** A secret, and the environment variable that it stood in. */
export interface VendorSecretOption {
  readonly vendor: string;
  readonly variable: string;
  readonly value: string;
}

/**
 * Reads `vendor=VARIABLE` options. The value of a secret never stands on the command line, where other users of the
 * machine could see it.
 *
 * @throws CommandError when an option is not of this form or a variable is not set
 */
export function readVendorSecrets(
  options: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): VendorSecretOption[] {
  return options.map((option) => {
    const [, vendor, variable] = /^([^=]+)=(.+)$/.exec(option) ?? [];
    if (vendor === undefined || variable === undefined) {
      throw new CommandError(
        'usage',
        `--secret takes <vendor>=<environment variable>, not "${option}".`,
        'For example --secret cafe=CAFE_SECRET.',
      );
    }
    const value = env[variable];
    if (value !== undefined && value !== '') return { vendor, variable, value };
    throw new CommandError(
      'usage',
      `The environment variable ${variable} is not set.`,
      `Set it to the secret shared with ${vendor}. --secret takes the variable's name, not the secret.`,
    );
  });
}

/**
 * `readVendorSecrets`, by vendor.
 *
 * @throws CommandError as `readVendorSecrets`
 */
export function readSecretOptions(
  options: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string[]> {
  const secrets = new Map<string, string[]>();
  for (const { vendor, value } of readVendorSecrets(options, env))
    secrets.set(vendor, [...(secrets.get(vendor) ?? []), value]);
  return Object.fromEntries(secrets);
}
