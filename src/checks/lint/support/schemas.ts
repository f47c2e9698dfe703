import type { Contract } from '../../../asyncapi/model.ts';
import { at, child, pointerOfReference } from '../../../json-schema/pointer.ts';
import type { JsonSchemaObject } from '../../../json-schema/schema.ts';
import { walkSchema } from '../../../json-schema/walk.ts';
import { isObject } from '../../../util/json.ts';
import type { Json } from '../../../util/json.ts';

/** A schema of a contract, with its place among the others. */
export interface SchemaNode {
  readonly schema: JsonSchemaObject;
  /** `/definitions/<name>/...`, pointer into the contract's schemas. */
  readonly pointer: string;
  /** The keyword that holds it; undefined for a definition itself. */
  readonly keyword: string | undefined;
  /** Whether it stands under `if` or `not`: there it is a condition and says nothing of what a payload holds. */
  readonly isCondition: boolean;
}

const known = new WeakMap<Contract, readonly SchemaNode[]>();

/** All schemas of a contract that are objects, definition by definition, parents first. */
export function schemaNodes(contract: Contract): readonly SchemaNode[] {
  const before = known.get(contract);
  if (before !== undefined) return before;
  const nodes = Object.entries(contract.schemas.definitions).flatMap(([name, definition]) => {
    const found: SchemaNode[] = [];
    const conditions = new Set<string>();
    const base = child('/definitions', name);
    walkSchema(definition, (schema, pointer, keyword) => {
      const isCondition = keyword === 'if' || keyword === 'not' || isBelow(pointer, conditions);
      if (isCondition) conditions.add(pointer);
      if (isObject(schema)) found.push({ schema, pointer: base + pointer, keyword, isCondition });
    });
    return found;
  });
  known.set(contract, nodes);
  return nodes;
}

/** The name of the property that a schema describes; undefined when it stands elsewhere than in `properties`. */
export function propertyName({ keyword, pointer }: SchemaNode): string | undefined {
  if (keyword !== 'properties') return undefined;
  return pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}

/**
 * The schema itself and what describes the same value: what its `$ref` leads to and the members of its `allOf`, `anyOf`
 * and `oneOf`. Each once.
 */
export function sameValue(contract: Contract, schema: JsonSchemaObject): JsonSchemaObject[] {
  const found = new Set<JsonSchemaObject>();
  const waiting: (Json | undefined)[] = [schema];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (!isObject(next) || found.has(next)) continue;
    found.add(next);
    const reference = typeof next['$ref'] === 'string' ? pointerOfReference(next['$ref']) : undefined;
    if (reference !== undefined) waiting.push(at({ definitions: contract.schemas.definitions }, reference));
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
      const members = next[keyword];
      if (Array.isArray(members)) waiting.push(...(members as readonly Json[]));
    }
  }
  return [...found];
}

function isBelow(pointer: string, above: ReadonlySet<string>): boolean {
  if (above.size === 0) return false;
  for (let end = pointer.lastIndexOf('/'); end > 0; end = pointer.lastIndexOf('/', end - 1)) {
    if (above.has(pointer.slice(0, end))) return true;
  }
  return above.has('');
}
