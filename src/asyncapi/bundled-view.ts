import { child } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import type { BundledDocument, Node } from './bundle-document.ts';

/** An object of the bundled document and the pointer to it. */
export interface ObjectNode extends Node {
  readonly value: JsonObject;
}

/** An own member of an object, when it is there. */
export function get(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** An own member of an object, when it is a text. */
export function text(value: Json | undefined, name: string): string | undefined {
  const found = get(value, name);
  return typeof found === 'string' ? found : undefined;
}

/** What stands at `pointer` after references, when it is an object. */
export function objectAt(document: BundledDocument, pointer: string): ObjectNode | undefined {
  const node = document.follow(pointer);
  return node !== undefined && isObject(node.value) ? { pointer: node.pointer, value: node.value } : undefined;
}

/** The objects in a map or list at `pointer`, with their names, after references; extensions are left out. */
export function objectsIn(document: BundledDocument, pointer: string): { name: string; node: ObjectNode }[] {
  const holder = document.follow(pointer);
  if (holder === undefined || typeof holder.value !== 'object' || holder.value === null) return [];
  return Object.keys(holder.value).flatMap((name) => {
    const node = name.startsWith('x-') ? undefined : objectAt(document, child(holder.pointer, name));
    return node === undefined ? [] : [{ name, node }];
  });
}

/**
 * A field of a message or operation, or of the last of its traits that has it; with the pointer to it. Source: AsyncAPI
 * 3.1.0, Traits Merge Mechanism (the object's own fields win).
 */
export function fieldWithTraits(document: BundledDocument, node: ObjectNode, name: string): Node | undefined {
  const traits = objectsIn(document, child(node.pointer, 'traits')).map((trait) => trait.node);
  for (const holder of [node, ...traits.toReversed()]) {
    const value = get(holder.value, name);
    if (value !== undefined) return { pointer: child(holder.pointer, name), value };
  }
  return undefined;
}
