import { numberFormats, stringFormats } from '../../json-schema/formats.ts';
import { at, child } from '../../json-schema/pointer.ts';
import { createTargets } from '../../json-schema/prepare.ts';
import type { Target, Targets } from '../../json-schema/prepare.ts';
import type { SchemaBundle } from '../../json-schema/schema.ts';
import { walkSchema } from '../../json-schema/walk.ts';
import type { RuntimeSchema } from '../../runtime/schema-set.ts';
import { isObject } from '../../util/json.ts';
import { numberFormatFunctions, stringFormatFunctions } from './format-functions.ts';
import { lower } from './lower.ts';
import type { Part } from './lower.ts';

/** Schemas as the runtime reads them. */
export interface RuntimeSchemas {
  /** By key, in the order of first use: the name of a definition, or a JSON Pointer below one without its slash. */
  readonly schemas: ReadonlyMap<string, RuntimeSchema>;
  /** The key of the definition `name`. */
  readonly keyOf: (name: string) => string;
}

/**
 * Makes the definitions `names` of a bundle, and all that they refer to, ready for the runtime.
 *
 * @throws {SchemaCompileError} when one of them is missing or malformed
 */
export function toRuntimeSchemas(bundle: SchemaBundle, names: readonly string[]): RuntimeSchemas {
  const known = new Set([...stringFormats.keys(), ...numberFormats.keys()]);
  const targets = createTargets(bundle, { known, assert: true });
  for (const name of names) targets.prepare(pointerOf(name));
  const all = new Map(targets.all().map((target) => [keyOf(target), annotated(target, bundle, targets)]));
  const resolve = (key: string): RuntimeSchema => all.get(key) ?? true;
  // The set's loop reaches what is added in its course: only what is still referred to is kept.
  const kept = new Set(names.map((name) => keyOf({ pointer: pointerOf(name) })));
  for (const key of kept)
    forEachPart(resolve(key), (part) => {
      lower(part, resolve);
      for (const other of [part['$ref'], part['jsonText']]) if (typeof other === 'string') kept.add(other);
    });
  return {
    schemas: new Map([...kept].map((key) => [key, resolve(key)])),
    keyOf: (name) => keyOf({ pointer: pointerOf(name) }),
  };
}

/** Calls `visit` for a schema and those below it that are no booleans, parents first. */
export function forEachPart(schema: RuntimeSchema, visit: (part: Part, pointer: string) => void): void {
  walkSchema(schema, (part, pointer) => {
    if (typeof part === 'object') visit(part, pointer);
  });
}

function pointerOf(name: string): string {
  return child('/definitions', name);
}

function keyOf({ pointer }: Pick<Target, 'pointer'>): string {
  return pointer.slice('/definitions/'.length);
}

/** A copy with readable keys, with the formats that the runtime decides, and with `personal`. */
function annotated(target: Target, bundle: SchemaBundle, targets: Targets): RuntimeSchema {
  const copy = structuredClone(target.schema);
  forEachPart(copy, (part, pointer) => {
    for (const keyword of ['$ref', 'jsonText'])
      if (typeof part[keyword] === 'string') part[keyword] = keyOf(targets.get(part[keyword]));
    const { format } = part;
    if (typeof format === 'string' && !stringFormatFunctions.has(format) && !numberFormatFunctions.has(format))
      delete part['format'];
    if (isPersonal(bundle, `${target.pointer}${pointer}`)) part['personal'] = true;
  });
  return copy;
}

/** Also beside a `$ref`, where older dialects see nothing: too much taken for personal does no harm. */
function isPersonal({ definitions }: SchemaBundle, pointer: string): boolean {
  const source = at({ definitions }, pointer);
  return isObject(source) && Object.hasOwn(source, 'x-personal-data');
}
