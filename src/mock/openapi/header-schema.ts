import type { Authentication, Contract, ContractEvent } from '../../asyncapi/model.ts';
import { at, child, pointerOfReference } from '../../json-schema/pointer.ts';
import { upTo } from '../../json-schema/keywords.ts';
import { isObject } from '../../util/json.ts';

/** A header that a header schema describes. */
export interface DescribedHeader {
  /** As the schema writes it. */
  readonly name: string;
  readonly required: boolean;
  /** Pointers below the bundle (`/definitions/...`) of the schemas for its value; all of them hold. */
  readonly schemas: readonly string[];
}

/**
 * The headers of an event by their names in lower case: what its header schema says of single headers, directly, by
 * reference or through `allOf`. What it says about headers together is no part of this.
 */
export function describedHeaders(contract: Contract, event: ContractEvent): ReadonlyMap<string, DescribedHeader> {
  const found = new Map<string, DescribedHeader>();
  if (event.headers === undefined) return found;
  const add = (name: string, more: Partial<DescribedHeader>): void => {
    const known = found.get(name.toLowerCase()) ?? { name, required: false, schemas: [] };
    found.set(name.toLowerCase(), {
      name: known.name,
      required: known.required || more.required === true,
      schemas: [...known.schemas, ...(more.schemas ?? [])],
    });
  };
  const { dialect, definitions } = contract.schemas;
  const waiting = [child('/definitions', event.headers)];
  const seen = new Set<string>();
  for (let pointer = waiting.pop(); pointer !== undefined; pointer = waiting.pop()) {
    const schema = at({ definitions }, pointer);
    if (!isObject(schema) || seen.has(pointer)) continue;
    seen.add(pointer);
    const { $ref: reference, allOf, properties, required } = schema;
    if (typeof reference === 'string') waiting.push(pointerOfReference(reference) ?? '');
    if (typeof reference === 'string' && upTo(dialect, 'draft-07')) continue;
    if (isObject(properties))
      for (const name of Object.keys(properties)) add(name, { schemas: [child(child(pointer, 'properties'), name)] });
    for (const name of Array.isArray(required) ? (required as string[]) : []) add(name, { required: true });
    for (const index of Array.isArray(allOf) ? allOf.keys() : []) waiting.push(child(child(pointer, 'allOf'), index));
  }
  return found;
}

/** The headers that prove where a delivery comes from, in lower case. */
export function authenticatingHeaders(authentication: Authentication): readonly string[] {
  if (authentication.kind === 'none') return [];
  if (authentication.kind === 'header') return [authentication.header.toLowerCase()];
  const { scheme } = authentication;
  const named = [scheme.parts?.id, scheme.parts?.timestamp].flatMap((part) =>
    part?.startsWith('header:') === true ? [part.slice('header:'.length)] : [],
  );
  return [...new Set([scheme.header, ...named].map((name) => name.toLowerCase()))];
}
