import type { Pattern } from '../../json-schema/patterns.ts';
import { at, child } from '../../json-schema/pointer.ts';
import type { PreparedSchema, Targets } from '../../json-schema/prepare.ts';
import type { SchemaBundle } from '../../json-schema/schema.ts';
import { SchemaCompileError } from '../../json-schema/schema-error.ts';
import type { Validator } from '../../json-schema/validate.ts';
import { listOf, viewOf } from '../../json-schema/view.ts';
import type { View } from '../../json-schema/view.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';

/** A prepared schema and where it stands: `/definitions/<name>/...`. */
export interface PlacedSchema {
  readonly schema: JsonObject;
  readonly pointer: string;
}

/** The schemas of one contract, for those who follow values through them. */
export interface SchemaSet {
  readonly validator: Validator;
  readonly targets: Targets;
  readonly bundle: SchemaBundle;
}

/** Whether schemas apply to a place depends on the value there. */
export interface Condition {
  /** Names the keyword: its pointer. */
  readonly pointer: string;
  /** All numbers that `choose` gives are below this. */
  readonly answers: number;
  /** Which of `branches` apply; none of them valid means all of them, as for the strict profile. */
  choose(value: Json): number;
  /** The schemas that apply, by the number that `choose` gives. */
  branches(choice: number): readonly PlacedSchema[];
}

/** What all schemas that apply to a place say together. */
export interface SchemasAt {
  readonly schemas: readonly PlacedSchema[];
  readonly conditions: readonly Condition[];
  /** Objects may have no other properties than those that are named. */
  readonly isClosed: boolean;
  readonly isPersonal: boolean;
  /** The known values, when the place is an open set. */
  readonly known: readonly Json[] | undefined;
  /** Pointer to the schema that lists them. */
  readonly knownPointer: string;
  /** Key of the schema of the JSON in a text. */
  readonly jsonText: string | undefined;
  readonly required: ReadonlySet<string>;
  /** Every property that is named, with what is said about it. */
  readonly properties: ReadonlyMap<string, readonly PlacedSchema[]>;
  readonly patterns: readonly (readonly [Pattern, readonly PlacedSchema[]])[];
  /** For properties that are not named. */
  readonly others: readonly PlacedSchema[];
  /** For the items at the beginning of an array, and for those after them. */
  readonly prefix: readonly (readonly PlacedSchema[])[];
  readonly items: readonly PlacedSchema[];
}

/** Keywords that say nothing about what is below a value. */
const scalarKeywords = new Set(
  'type enum const format pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf'.split(
    ' ',
  ),
);

/**
 * Gathers what applies to a place: through references and `allOf`, as the strict profile does. What depends on the value
 * is left as conditions.
 *
 * @param settled pointers of conditions that have been decided: `schemas` holds what came of them
 */
export function schemasAt(
  schemas: readonly PlacedSchema[],
  set: SchemaSet,
  settled: ReadonlySet<string> = new Set(),
): SchemasAt {
  const applying = new Map<string, PlacedSchema>();
  for (const one of schemas) applying.set(one.pointer, one);
  // A map's loop reaches what is added in its course.
  for (const { schema, pointer } of applying.values()) {
    for (const further of always(schema, pointer, set)) applying.set(further.pointer, further);
  }
  const all = [...applying.values()];
  const views = all.map((one) => ({ ...one, view: viewOf(one.schema, set.targets.get) }));
  const sets = views.filter(({ view }) => view.openSet !== undefined);
  const listed = views.flatMap(({ view }) => view.listed ?? []);
  return {
    schemas: all,
    conditions: views
      .flatMap(({ view, pointer }) => conditionsOf(view, pointer, set))
      .filter(({ pointer }) => !settled.has(pointer)),
    isClosed: views.some(({ view }) => view.properties !== undefined) && !views.some(({ view }) => view.isFree),
    isPersonal: all.some(({ pointer }) => isPersonal(set.bundle, pointer)),
    known: sets.length === 0 ? undefined : [...new Set([...sets.flatMap(({ view }) => view.openSet ?? []), ...listed])],
    knownPointer: sets[0]?.pointer ?? '',
    jsonText: views.find(({ view }) => view.jsonText !== undefined)?.view.jsonText,
    required: new Set(all.flatMap(({ schema }) => (schema['required'] as readonly string[] | undefined) ?? [])),
    properties: propertiesOf(all),
    patterns: views.flatMap(({ view, pointer }) =>
      view.patterns.map(([pattern, held], index): [Pattern, readonly PlacedSchema[]] => [
        pattern,
        placed(held, child(child(pointer, 'patternProperties'), patternAt(view.schema, index))),
      ]),
    ),
    others: all.flatMap(({ schema, pointer }) =>
      ['additionalProperties', 'unevaluatedProperties'].flatMap((keyword) =>
        placed(schema[keyword], child(pointer, keyword)),
      ),
    ),
    ...itemsOf(all),
  };
}

/** The schema that a key of `$ref` or of JSON in a text names. */
export function targetAt(key: string, { targets }: SchemaSet): readonly PlacedSchema[] {
  const { schema, pointer } = targets.get(key);
  return isObject(schema) ? [{ schema, pointer }] : [];
}

function always(schema: JsonObject, pointer: string, set: SchemaSet): PlacedSchema[] {
  const reference = schema['$ref'];
  return [
    ...(typeof reference === 'string' ? targetAt(reference, set) : []),
    ...listOf(schema['allOf']).flatMap((part, index) => placed(part, child(child(pointer, 'allOf'), index))),
  ];
}

function placed(schema: Json | undefined, pointer: string): PlacedSchema[] {
  return isObject(schema) ? [{ schema, pointer }] : [];
}

function patternAt(schema: JsonObject, index: number): string {
  return Object.keys((schema['patternProperties'] ?? {}) as JsonObject)[index] ?? '';
}

function isPersonal({ definitions }: SchemaBundle, pointer: string): boolean {
  const written = at({ definitions }, pointer);
  return isObject(written) && Object.hasOwn(written, 'x-personal-data');
}

function propertiesOf(all: readonly PlacedSchema[]): ReadonlyMap<string, readonly PlacedSchema[]> {
  const properties = new Map<string, PlacedSchema[]>();
  for (const { schema, pointer } of all) {
    for (const [name, held] of Object.entries((schema['properties'] ?? {}) as JsonObject)) {
      const known = properties.get(name) ?? [];
      known.push(...placed(held, child(child(pointer, 'properties'), name)));
      properties.set(name, known);
    }
  }
  return properties;
}

function itemsOf(all: readonly PlacedSchema[]): Pick<SchemasAt, 'prefix' | 'items'> {
  const prefix: PlacedSchema[][] = [];
  const rest: PlacedSchema[] = [];
  for (const { schema, pointer } of all) {
    const { items } = schema;
    const listName = Array.isArray(items) ? 'items' : 'prefixItems';
    for (const [index, held] of listOf(schema[listName]).entries()) {
      (prefix[index] ??= []).push(...placed(held, child(child(pointer, listName), index)));
    }
    const restName = Array.isArray(items) ? 'additionalItems' : items === undefined ? 'unevaluatedItems' : 'items';
    rest.push(
      ...placed(schema[restName], child(pointer, restName)),
      ...placed(schema['contains'], child(pointer, 'contains')),
    );
  }
  return { prefix: Array.from(prefix, (held) => held ?? []), items: rest };
}

function conditionsOf(view: View, pointer: string, set: SchemaSet): Condition[] {
  if (!view.isConditional) return [];
  const { schema } = view;
  const found: Condition[] = [];
  for (const keyword of ['anyOf', 'oneOf']) {
    // The branches of an open set are known already, and those about scalars say nothing that is looked for here.
    if (keyword === 'anyOf' && view.openSet !== undefined && schema['x-extensible-enum'] === undefined) continue;
    const branches = listOf(schema[keyword]);
    if (branches.every((branch) => isScalar(branch))) continue;
    found.push(alternatives(branches, child(pointer, keyword), set));
  }
  if (schema['if'] !== undefined) found.push(ifThenElse(schema, pointer, set));
  for (const keyword of ['dependentSchemas', 'dependencies']) {
    for (const [name, held] of Object.entries((schema[keyword] ?? {}) as JsonObject)) {
      if (isObject(held)) found.push(dependent(name, held, child(child(pointer, keyword), name)));
    }
  }
  return found;
}

function isScalar(schema: PreparedSchema): boolean {
  return typeof schema === 'boolean' || Object.keys(schema).every((keyword) => scalarKeywords.has(keyword));
}

function alternatives(branches: readonly PreparedSchema[], pointer: string, set: SchemaSet): Condition {
  const tests = branches.map((branch, index) => tester(branch, child(pointer, index), set));
  // Beyond what a number has bits for, all count.
  const all = branches.length > 30 ? 0 : 2 ** branches.length - 1;
  return {
    pointer,
    answers: all + 1,
    choose(value) {
      let choice = 0;
      if (all !== 0) for (const [index, test] of tests.entries()) if (test(value)) choice |= 1 << index;
      return choice === 0 ? all : choice;
    },
    branches: (choice) =>
      branches.flatMap((branch, index) =>
        all === 0 || (choice & (1 << index)) !== 0 ? placed(branch, child(pointer, index)) : [],
      ),
  };
}

function ifThenElse(schema: JsonObject, pointer: string, set: SchemaSet): Condition {
  const test = tester(schema['if'] as PreparedSchema, child(pointer, 'if'), set);
  return {
    pointer: child(pointer, 'if'),
    answers: 2,
    choose: (value) => Number(test(value)),
    branches: (choice) =>
      choice === 1
        ? [...placed(schema['if'], child(pointer, 'if')), ...placed(schema['then'], child(pointer, 'then'))]
        : placed(schema['else'], child(pointer, 'else')),
  };
}

function dependent(name: string, schema: JsonObject, pointer: string): Condition {
  return {
    pointer,
    answers: 2,
    choose: (value) => Number(isObject(value) && Object.hasOwn(value, name)),
    branches: (choice) => (choice === 1 ? [{ schema, pointer }] : []),
  };
}

function tester(schema: PreparedSchema, pointer: string, { validator }: SchemaSet): (value: Json) => boolean {
  if (typeof schema === 'boolean') return () => schema;
  try {
    const compiled = validator.compile(pointer.slice('/definitions/'.length));
    return (value) => compiled.isValid(value);
  } catch (error) {
    if (!(error instanceof SchemaCompileError)) throw error;
    return () => false;
  }
}
