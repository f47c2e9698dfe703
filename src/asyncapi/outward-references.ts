import { child, pointerOfReference } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';

/** A `$ref` that is not of the form `#/...`. */
export interface OutwardReference {
  readonly reference: string;
  /** Pointer to the object that has it. */
  readonly pointer: string;
}

/**
 * Every `$ref` of a document that does not lead into the document itself by a pointer, wherever it stands: in an example
 * or an extension too, because tools that follow references do not tell these apart.
 */
export function outwardReferences(document: Json): OutwardReference[] {
  const found: OutwardReference[] = [];
  const waiting: { value: Json; pointer: string }[] = [{ value: document, pointer: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, pointer } = next;
    if (typeof value !== 'object' || value === null) continue;
    const reference = isObject(value) && Object.hasOwn(value, '$ref') ? value['$ref'] : undefined;
    if (typeof reference === 'string' && reference !== '#' && pointerOfReference(reference) === undefined)
      found.push({ reference, pointer });
    for (const [name, below] of Object.entries(value).toReversed())
      waiting.push({ value: below, pointer: child(pointer, name) });
  }
  return found;
}
