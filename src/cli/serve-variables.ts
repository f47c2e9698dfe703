import type { ServeFlags } from './serve-flags.ts';
import { CommandError } from './exit-codes.ts';

/** Environment variables that stand for options of `serve`; in those with several values, commas divide them. */
export const serveVariables = {
  COUNTERFOIL_STORE: 'store',
  COUNTERFOIL_HOST: 'host',
  COUNTERFOIL_PORT: 'port',
  COUNTERFOIL_URL: 'url',
  COUNTERFOIL_CONTRACTS: 'contract',
  COUNTERFOIL_ANONYMOUS: 'anonymous',
  COUNTERFOIL_TRUST_PROXY: 'trustProxy',
  COUNTERFOIL_TRUSTED_HEADER: 'trustedHeader',
  COUNTERFOIL_GROUPS_HEADER: 'groupsHeader',
  COUNTERFOIL_GRANTS: 'grant',
  COUNTERFOIL_TRUSTED_ROLE: 'trustedRole',
  COUNTERFOIL_SCOPE: 'scope',
  COUNTERFOIL_LIMIT: 'limit',
  COUNTERFOIL_RATE: 'rate',
  COUNTERFOIL_LOG: 'log',
} as const satisfies Readonly<Record<string, keyof ServeFlags>>;

const choices: Partial<Record<keyof ServeFlags, readonly string[]>> = {
  anonymous: ['none', 'read', 'write'],
  trustedRole: ['reader', 'writer', 'admin', 'none'],
  log: ['terminal', 'json'],
};

/** Vendors of one grant are divided by commas, grants by spaces or semicolons. */
const dividers: Partial<Record<keyof ServeFlags, RegExp>> = {
  contract: /,\s*/,
  trustProxy: /[,\s]\s*/,
  grant: /[;\s]\s*/,
};

/**
 * The flags, and for those that are missing what the environment says. An empty variable says nothing.
 *
 * @throws {CommandError} when a variable holds what its option does not take
 */
export function readVariables(flags: ServeFlags, env: Readonly<Record<string, string | undefined>>): ServeFlags {
  const found: Record<string, unknown> = {};
  for (const [variable, flag] of Object.entries(serveVariables)) {
    const value = env[variable];
    if (value === undefined || value === '' || flags[flag] !== undefined) continue;
    const known = choices[flag];
    if (known !== undefined && !known.includes(value))
      throw new CommandError(
        'usage',
        `The environment variable ${variable} holds "${value}".`,
        `It is one of ${known.join(', ')}.`,
      );
    const divider = dividers[flag];
    found[flag] = divider === undefined ? value : value.split(divider).filter((part) => part !== '');
  }
  return { ...flags, ...found };
}
