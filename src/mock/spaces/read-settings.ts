import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { longestDelay } from './faults.ts';
import type { Faults } from './faults.ts';
import type { SpaceSettings } from './space.ts';
import { isSpaceName } from './spaces.ts';

/** Settings that somebody sent are not settings: the message says what is wrong, for that person. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const longestLife = 30 * 86_400;
const mostSecrets = 10;

/**
 * Reads what a new space shall be: `name`, `secrets` by vendor, `faults`, `quota`, `expiresAfter`; all optional.
 *
 * @param vendors those whose contracts are served
 * @throws {SettingsError} when it is something else
 */
export function readSpaceSettings(
  value: Json,
  vendors: ReadonlySet<string>,
): { readonly name: string | undefined; readonly settings: SpaceSettings } {
  const given = objectWith(value, 'A space', ['name', 'secrets', 'faults', 'quota', 'expiresAfter']);
  const { name, secrets, faults, quota, expiresAfter } = given;
  if (name !== undefined && (typeof name !== 'string' || !isSpaceName(name)))
    throw new SettingsError('"name" takes 1 to 63 lower-case letters, digits and hyphens, with no hyphen at an end.');
  return {
    name,
    settings: {
      ...(secrets === undefined ? {} : { secrets: readSecrets(secrets, vendors) }),
      ...(faults === undefined ? {} : { faults: readFaults(faults) }),
      ...(quota === undefined ? {} : { quota: numberIn(quota, '"quota"', 1, 1_000_000, true) }),
      ...(expiresAfter === undefined ? {} : { expiresAfter: numberIn(expiresAfter, '"expiresAfter"', 1, longestLife) }),
    },
  };
}

/**
 * Reads how a mock shall misbehave: `delay`, `status`, `share`, `times`; all optional.
 *
 * @throws {SettingsError} when it is something else
 */
export function readFaults(value: Json): Faults {
  const { delay, status, share, times } = objectWith(value, '"faults"', ['delay', 'status', 'share', 'times']);
  return {
    ...(delay === undefined ? {} : { delay: numberIn(delay, '"delay"', 0, longestDelay) }),
    ...(status === undefined ? {} : { status: numberIn(status, '"status"', 200, 599, true) }),
    ...(share === undefined ? {} : { share: numberIn(share, '"share"', 0, 1) }),
    ...(times === undefined ? {} : { times: numberIn(times, '"times"', 0, 1_000_000_000, true) }),
  };
}

function readSecrets(value: Json, vendors: ReadonlySet<string>): Record<string, readonly string[]> {
  const given = Object.entries(objectWith(value, '"secrets"', [...vendors]));
  return Object.fromEntries(
    given.map(([vendor, secrets]) => {
      const list: readonly Json[] = Array.isArray(secrets) ? secrets : [secrets];
      const texts = list.filter((secret) => typeof secret === 'string' && secret !== '' && secret.length <= 1_000);
      if (texts.length === 0 || texts.length !== list.length || texts.length > mostSecrets)
        throw new SettingsError(`The secrets of ${vendor} are a text, or a list of at most ${mostSecrets}.`);
      return [vendor, texts as readonly string[]];
    }),
  );
}

function objectWith(value: Json, what: string, names: readonly string[]): Partial<JsonObject> {
  if (!isObject(value)) throw new SettingsError(`${what} is a JSON object.`);
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown === undefined) return value;
  throw new SettingsError(`${what} has no "${unknown.slice(0, 60)}"; it takes ${names.join(', ')}.`);
}

function numberIn(value: Json, what: string, least: number, most: number, isWhole = false): number {
  const fits = typeof value === 'number' && value >= least && value <= most && (!isWhole || Number.isInteger(value));
  if (fits) return value;
  throw new SettingsError(`${what} takes a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}.`);
}
