import { createInference } from '../../../src/json-schema/infer/infer.ts';
import type { InferredSchemas } from '../../../src/json-schema/infer/infer.ts';
import { findUndocumented } from '../../../src/json-schema/strict.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import type { Validator } from '../../../src/json-schema/validate.ts';
import type { Json, JsonObject } from '../../../src/util/json.ts';
import { isObject } from '../../../src/util/json.ts';

/** The schemas inferred from payloads by group. */
export function inferFrom(groups: Readonly<Record<string, readonly Json[]>>): InferredSchemas {
  const inference = createInference();
  for (const [group, payloads] of Object.entries(groups)) for (const payload of payloads) inference.add(group, payload);
  return inference.schemas({ source: { kind: 'other', document: 'A test' } });
}

/** The schema of a single group, and its models. */
export function inferOne(...payloads: readonly Json[]): JsonObject {
  return inferFrom({ event: payloads }).groups.get('event') as JsonObject;
}

/** A validator of groups and models. */
export function validatorOf({ groups, models }: InferredSchemas): Validator {
  const definitions = new Map([...groups, ...models].map(([name, schema]) => [name, bundled(schema) as JsonObject]));
  return createValidator({ dialect: 'draft-07', definitions: Object.fromEntries(definitions) });
}

function bundled(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(bundled);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]): [string, Json] => {
      const model = key === '$ref' && typeof held === 'string' ? /([^/]+)\.schema\.json$/.exec(held)?.[1] : undefined;
      return [key, model === undefined ? bundled(held) : `#/definitions/${model}`];
    }),
  );
}

/** What is wrong with a payload under the schema of its group, in either profile. */
export function problemsOf(validator: Validator, group: string, payload: Json): string[] {
  const violations = validator.compile(group).violations(payload);
  if (violations.length > 0) return violations.map(({ pointer, message }) => `${pointer} ${message}`);
  return findUndocumented(validator, group, payload).map(({ kind, pointer }) => `${pointer}: undocumented ${kind}`);
}
