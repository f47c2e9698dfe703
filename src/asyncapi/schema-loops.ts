import type { Finding } from '../findings/finding.ts';
import { child, pointerOfReference } from '../json-schema/pointer.ts';
import type { JsonSchema } from '../json-schema/schema.ts';
import { walkSchema } from '../json-schema/walk.ts';
import { isObject } from '../util/json.ts';
import type { BundledSchemas } from './bundle-schemas.ts';
import { report } from './report.ts';
import { referenceLoop } from './rules/input.ts';
import { placeOf } from './sources.ts';

/** Keywords that hold other schemas against the same value, so that they lead no deeper into the data. */
const lists = ['allOf', 'anyOf', 'oneOf'];
const singles = ['if', 'then', 'else', 'not'];

/**
 * Schemas that refer to themselves without going deeper into the data: no value can be held against them in finite
 * time. Each circle is reported once, at a reference in it.
 */
export function findSchemaLoops(schemas: BundledSchemas): Finding[] {
  const edges = new Map<string, { to: string; reference: boolean }[]>();
  for (const [name, schema] of Object.entries(schemas.bundle.definitions)) {
    const base = child('/definitions', name);
    walkSchema(schema, (subschema, pointer) => {
      const found = edgesOf(subschema, base + pointer);
      if (found.length > 0) edges.set(base + pointer, found);
    });
  }
  const state = new Map<string, 'open' | 'done'>();
  return [...edges.keys()]
    .flatMap((start) => loopsFrom(start, edges, state))
    .map((pointer) => finding(schemas, pointer));
}

function edgesOf(schema: JsonSchema, pointer: string): { to: string; reference: boolean }[] {
  if (!isObject(schema)) return [];
  const reference =
    Object.hasOwn(schema, '$ref') && typeof schema['$ref'] === 'string'
      ? pointerOfReference(schema['$ref'])
      : undefined;
  const inPlace = [
    ...singles.filter((keyword) => Object.hasOwn(schema, keyword)).map((keyword) => child(pointer, keyword)),
    ...lists.flatMap((keyword) => itemsOf(schema, keyword).map((_, index) => child(child(pointer, keyword), index))),
  ];
  const referred = reference === undefined ? [] : [{ to: reference, reference: true }];
  return [...referred, ...inPlace.map((to) => ({ to, reference: false }))];
}

function itemsOf(schema: Exclude<JsonSchema, boolean>, keyword: string): readonly unknown[] {
  const value = Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
  return Array.isArray(value) ? value : [];
}

/** Depth-first search with its own stack; gives the places of references that close a circle. */
function loopsFrom(
  start: string,
  edges: ReadonlyMap<string, readonly { to: string; reference: boolean }[]>,
  state: Map<string, 'open' | 'done'>,
): string[] {
  const loops: string[] = [];
  if (state.has(start)) return loops;
  const path = [{ at: start, next: 0 }];
  state.set(start, 'open');
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const edge = edges.get(top.at)?.[top.next];
    top.next += 1;
    if (edge === undefined) {
      state.set(top.at, 'done');
      path.pop();
    } else if (state.get(edge.to) === 'open') {
      loops.push(top.at);
    } else if (!state.has(edge.to)) {
      state.set(edge.to, 'open');
      path.push({ at: edge.to, next: 0 });
    }
  }
  return loops;
}

function finding(schemas: BundledSchemas, pointer: string): Finding {
  return report(
    referenceLoop,
    'This reference leads back to itself without describing anything.',
    placeOf(schemas.locate(pointer)),
  );
}
