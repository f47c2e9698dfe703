import type { ExtraHeader } from '../readiness/headers.ts';
import { CommandError } from './exit-codes.ts';
import type { Io } from './io.ts';

/**
 * Reads `Name: value`. A value `env:VARIABLE` is that of an environment variable, so that it stands on no command line.
 * What is a secret by its variable or by its header's name is shown in no report.
 *
 * @throws CommandError when an option is not of this form or a variable is not set
 */
export function readHeaders(options: readonly string[], io: Io): ExtraHeader[] {
  return options.map((option) => {
    const [, name, text = ''] = /^([^:\s]+):\s*(.*)$/s.exec(option) ?? [];
    if (name === undefined) {
      throw new CommandError(
        'usage',
        '--header takes a name and a value with a colon between them.',
        "For example --header 'X-Tenant: 7', or --header 'X-Key: env:CAFE_KEY'.",
      );
    }
    const [, variable] = /^env:(\w+)$/.exec(text) ?? [];
    if (variable !== undefined) return { name, variable, value: readVariable('--header', variable, io) };
    const isSecret = /auth|cookie|key|pass|secret|signature|token/i.test(name);
    return { name, value: text, ...(isSecret ? { variable: name.toUpperCase().replaceAll(/\W/g, '_') } : {}) };
  });
}

/**
 * The value of an environment variable that holds a secret. Whoever takes the option for the secret itself must not find
 * it in a log: only what looks like a variable's name is repeated.
 *
 * @throws CommandError when it is not set, or empty
 */
export function readVariable(option: string, variable: string, io: Io): string {
  const value = io.env[variable];
  if (value !== undefined && value.trim() !== '') return value;
  const name = /^[A-Z_][A-Z\d_]{0,40}$/.test(variable) ? variable : `that ${option} names`;
  throw new CommandError(
    'usage',
    `The environment variable ${name} is ${value === undefined ? 'not set' : 'empty'}.`,
    `Set it to the secret that the receiver knows. ${option} takes the variable's name, not the secret.`,
  );
}

/**
 * A number over 0, with a whole part and up to six decimals.
 *
 * @throws CommandError when it is none
 */
export function readPositive(option: string, text: string): number {
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(text) && Number(text) > 0) return Number(text);
  throw new CommandError('usage', `${option} takes a number over 0, not "${text}".`, inDigits(option));
}

/**
 * A whole number over 0.
 *
 * @throws CommandError when it is none, or more than `most`
 */
export function readCount(option: string, text: string, most = 999_999_999): number {
  if (/^[1-9]\d{0,8}$/.test(text) && Number(text) <= most) return Number(text);
  const range = most === 999_999_999 ? 'over 0' : `from 1 to ${most}`;
  throw new CommandError('usage', `${option} takes a whole number ${range}, not "${text}".`, inDigits(option));
}

function inDigits(option: string): string {
  return `Write it in digits: ${option} 10.`;
}
