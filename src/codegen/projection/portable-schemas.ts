import type { Contract } from '../../asyncapi/model.ts';
import { numberFormats, stringFormats } from '../../json-schema/formats.ts';
import { child } from '../../json-schema/pointer.ts';
import { createTargets } from '../../json-schema/prepare.ts';
import type { PreparedSchema } from '../../json-schema/prepare.ts';
import { walkSchema } from '../../json-schema/walk.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { isPortableKeyword, simplify } from './simplify.ts';
import type { PortableSchema, SpellPattern } from './simplify.ts';

/** The payload schemas of a contract for a small validator in another language. */
export interface PortableSchemas {
  /** By key; `$ref` and `jsonText` hold keys. */
  readonly schemas: ReadonlyMap<string, PortableSchema>;
  /** The key of each event's payload. */
  readonly events: ReadonlyMap<string, string>;
}

/**
 * Payload schemas in the keywords that a small validator needs to know. They accept everything that the contract
 * accepts. What every language reads in its own way (formats but `date-time`, some patterns, fractions in `multipleOf`,
 * `unevaluated...`) is left out, so that they can accept more.
 *
 * @param spell a pattern in the language's own syntax; undefined when it cannot be run there
 * @throws {SchemaCompileError} when a schema is missing or malformed
 */
export function toPortableSchemas({ events, schemas: bundle }: Contract, spell: SpellPattern): PortableSchemas {
  const targets = createTargets(bundle, {
    known: new Set([...stringFormats.keys(), ...numberFormats.keys()]),
    assert: true,
  });
  for (const { payload } of events) targets.prepare(child('/definitions', payload));
  const all = targets.all();
  const inexact = findInexact(all, spell);
  const nameOf = (key: string): string => targets.get(key).pointer.slice('/definitions/'.length);
  const context = { spell, inexact, nameOf };
  return {
    schemas: new Map(all.map(({ key, schema }) => [nameOf(key), simplify(schema, context)])),
    events: new Map(events.map(({ name, payload }) => [name, child('', payload).slice(1)])),
  };
}

/** Keys of the schemas in which, or in what they refer to, something is left out. */
function findInexact(
  all: readonly { readonly key: string; readonly schema: PreparedSchema }[],
  spell: SpellPattern,
): Set<string> {
  const inexact = new Set<string>();
  const users = new Map<string, string[]>();
  for (const { key, schema } of all) {
    walkSchema(schema, (part) => {
      if (!isObject(part)) return;
      if (Object.entries(part).some(([keyword, value]) => !isPortableKeyword(keyword, value, spell))) inexact.add(key);
      for (const target of referencesOf(part)) users.set(target, [...(users.get(target) ?? []), key]);
    });
  }
  for (const key of inexact) for (const user of users.get(key) ?? []) inexact.add(user);
  return inexact;
}

function referencesOf({ $ref: reference, jsonText }: Readonly<Record<string, Json>>): string[] {
  return [reference, jsonText].filter((key) => typeof key === 'string');
}
