import type { Source } from '../../asyncapi/model.ts';
import { at, pointerOfReference } from '../../json-schema/pointer.ts';
import type { JsonSchemaObject, SchemaBundle } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { describeCondition } from './words.ts';

/** A schema that says something about a place, with the condition under which it does. */
export interface Statement {
  readonly schema: JsonSchemaObject;
  /** As CommonMark; undefined when it always does. */
  readonly when: string | undefined;
}

/** Everything that is said about a place. */
export interface Gathered {
  readonly statements: readonly Statement[];
  /** Shapes of which the value has one; empty when there is only one. */
  readonly forms: readonly JsonSchemaObject[];
  /** Further values that the alternatives of scalars list, and whether there may be others. */
  readonly listed: readonly Json[];
  readonly isOpenSet: boolean;
  /** Types of the alternatives that are scalars. */
  readonly types: readonly string[];
  /** Name of the first shared model on the way. */
  readonly model: string | undefined;
  /** All models on the way. */
  readonly models: ReadonlySet<string>;
  /** A model that was left out, because it is being unfolded already. */
  readonly loop: string | undefined;
}

/** More statements about one place than this are no contract that people read. */
const mostStatements = 400;

/**
 * Gathers what applies to a place: through references, `allOf`, conditions, and `anyOf` and `oneOf` where they only list
 * values, types or null.
 *
 * @param open names of the models that are being unfolded
 */
export function gather(
  start: readonly Statement[],
  bundle: SchemaBundle,
  open: ReadonlySet<string> = new Set(),
): Gathered {
  const gatherer = new Gatherer(bundle, open);
  for (const statement of start) gatherer.add(statement);
  return gatherer.finish();
}

class Gatherer {
  readonly #bundle: SchemaBundle;
  readonly #open: ReadonlySet<string>;
  readonly #statements: Statement[] = [];
  readonly #seen = new Set<unknown>();
  readonly #models = new Set<string>();
  #name: string | undefined;
  readonly #forms: JsonSchemaObject[] = [];
  readonly #listed: Json[] = [];
  readonly #types: string[] = [];
  #isOpenSet = false;
  #loop: string | undefined;

  constructor(bundle: SchemaBundle, open: ReadonlySet<string>) {
    this.#bundle = bundle;
    this.#open = open;
  }

  finish(): Gathered {
    return {
      statements: this.#statements,
      forms: this.#forms,
      listed: this.#listed,
      isOpenSet: this.#isOpenSet,
      types: this.#types,
      model: this.#name,
      models: this.#models,
      loop: this.#loop,
    };
  }

  add({ schema, when }: Statement): void {
    if (this.#seen.has(schema) || this.#statements.length >= mostStatements) return;
    this.#seen.add(schema);
    this.#statements.push({ schema, when });
    this.#follow(schema['$ref'], when);
    for (const part of listOf(schema['allOf'])) this.add({ schema: part, when });
    for (const keyword of ['anyOf', 'oneOf']) this.#choose(schema[keyword], when);
    this.#branch(schema, when);
  }

  #follow(reference: Json | undefined, when: string | undefined): void {
    const pointer = typeof reference === 'string' ? pointerOfReference(reference) : undefined;
    if (pointer === undefined) return;
    const [, name, ...below] = pointer.slice(1).split('/');
    const isModel = below.length === 0 && name !== undefined && !/^(?:events|headers)\./.test(name);
    if (isModel && this.#open.has(name)) {
      this.#loop ??= name;
      return;
    }
    const target = at({ definitions: this.#bundle.definitions }, pointer);
    if (!isObject(target)) return;
    if (isModel) this.#follows(name, when);
    this.add({ schema: target, when });
  }

  /** What stands under a condition gives the place no name. */
  #follows(model: string, when: string | undefined): void {
    if (when === undefined) this.#name ??= model;
    this.#models.add(model);
  }

  #branch(schema: JsonSchemaObject, when: string | undefined): void {
    const test = schema['if'];
    if (test === undefined) return;
    const condition = describeCondition(test);
    const both = (other: string): string => (when === undefined ? other : `${when} and ${other}`);
    if (isObject(schema['then'])) this.add({ schema: schema['then'], when: both(condition) });
    if (isObject(schema['else'])) this.add({ schema: schema['else'], when: both(`not: ${condition}`) });
  }

  #choose(held: Json | undefined, when: string | undefined): void {
    const all = listOf(held);
    const branches = all.filter((branch) => !isNull(branch));
    if (branches.length < all.length) this.#types.push('null');
    const [only] = branches;
    if (branches.length === 1 && only !== undefined) return this.add({ schema: only, when });
    // Combinations of required properties only: the rules say so in words.
    if (branches.every((branch) => Object.keys(branch).every((keyword) => keyword === 'required'))) return;
    if (!branches.every((branch) => this.#isScalar(branch))) return void this.#forms.push(...branches);
    const lists = branches.filter((branch) => valuesOf(branch) !== undefined);
    if (lists.length > 0 && lists.length < branches.length) this.#isOpenSet = true;
    for (const branch of branches) {
      this.#listed.push(...(valuesOf(branch) ?? []));
      this.#types.push(...typesOf(branch));
      if (valuesOf(branch) === undefined && (lists.length === 0 || Object.keys(branch).length > 1))
        this.#statements.push({ schema: withoutType(branch), when });
    }
  }

  #isScalar(branch: JsonSchemaObject): boolean {
    if (branch['$ref'] !== undefined) return false;
    const types = typesOf(branch);
    if (types.includes('object') || types.includes('array')) return false;
    return !['properties', 'items', 'allOf', 'anyOf', 'oneOf', 'additionalProperties', 'if'].some((keyword) =>
      Object.hasOwn(branch, keyword),
    );
  }
}

/** The source that a schema states for itself; `required` and `values` are about other things. */
export function sourceOf({ 'x-source': source }: JsonObject): Source | undefined {
  return isObject(source) && typeof source['document'] === 'string' ? (source as unknown as Source) : undefined;
}

/** Types that a schema names itself. */
export function typesOf({ type }: JsonSchemaObject): readonly string[] {
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? (type as readonly Json[]).filter((one) => typeof one === 'string') : [];
}

/** Values that a schema lists itself. */
export function valuesOf(schema: JsonSchemaObject): readonly Json[] | undefined {
  if (Object.hasOwn(schema, 'const')) return [schema['const'] ?? null];
  const listed = schema['enum'] ?? schema['x-extensible-enum'];
  return Array.isArray(listed) ? (listed as readonly Json[]) : undefined;
}

/** The objects of a list. */
export function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
}

function isNull(schema: JsonSchemaObject): boolean {
  const [only, ...others] = Object.keys(schema);
  return others.length === 0 && only === 'type' && schema['type'] === 'null';
}

function withoutType(schema: JsonSchemaObject): JsonSchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== 'type'));
}
