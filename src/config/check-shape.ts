import type { Finding } from '../findings/finding.ts';
import { at, parsePointer, pointerOfReference } from '../json-schema/pointer.ts';
import type { JsonSchema } from '../json-schema/schema.ts';
import { createValidator } from '../json-schema/validate.ts';
import type { Violation } from '../json-schema/violation.ts';
import { isObject } from '../util/json.ts';
import { nearest } from '../util/nearest.ts';
import schema from './counterfoil.schema.json' with { type: 'json' };
import { invalidValue, unknownKey } from './rules.ts';
import { report } from './source.ts';
import type { ConfigSource } from './source.ts';

const rootName = 'configuration';
const definitions: Record<string, JsonSchema> = { ...schema.definitions, [rootName]: schema };

/** Holds a configuration file against the published JSON Schema: one finding for each place. No message shows a value: it could be a secret. */
export function checkShape(source: ConfigSource): Finding[] {
  const validator = createValidator({ dialect: 'draft-07', definitions });
  const byPlace = Map.groupBy(validator.compile(rootName).violations(source.data), (violation) => violation.pointer);
  return [...byPlace.values()].flatMap((violations) => violations.slice(0, 1).map((first) => describe(first, source)));
}

function describe(violation: Violation, source: ConfigSource): Finding {
  const { pointer, keyword } = violation;
  const place = source.place(pointer);
  if (keyword !== 'additionalProperties')
    return report(invalidValue, `${nameOf(pointer)} ${demand(violation)}.`, place);
  const known = knownKeys(violation);
  const meant = nearest(parsePointer(pointer).at(-1) ?? '', known);
  const help = meant === undefined ? `Known keys here: ${known.join(', ')}.` : `Did you mean "${meant}"?`;
  return report(unknownKey, `${nameOf(pointer)} is not a known key.`, place, help);
}

function knownKeys({ schemaPointer }: Violation): string[] {
  const parent = pointerOfReference(schemaPointer)?.replace(/\/additionalProperties$/, '');
  const properties = parent === undefined ? undefined : at({ definitions }, `${parent}/properties`);
  return isObject(properties) ? Object.keys(properties) : [];
}

/** `captures[0].secrets[1].env`: keys as in the file, positions from 0. */
function nameOf(pointer: string): string {
  const parts = parsePointer(pointer).map((token) => (/^\d+$/.test(token) ? `[${token}]` : `.${token}`));
  return parts.length === 0 ? 'The configuration' : `"${parts.join('').replace(/^\./, '')}"`;
}

const demands: Readonly<Record<string, string>> = {
  minLength: 'must not be empty',
  pattern: 'does not have the form that is asked for',
  oneOf: 'must have either "env" or "testSecret"',
  minProperties: 'must have either "env" or "testSecret"',
};

function demand({ keyword, message }: Violation): string {
  // What stands behind "got" is the value itself.
  return demands[keyword] ?? message.replace(/, got .*$/s, '');
}
