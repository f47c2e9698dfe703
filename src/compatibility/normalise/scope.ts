import type { JsonSchemaObject } from '../../json-schema/schema.ts';
import type { Resource } from './document.ts';

/**
 * Where dynamic references lead: for each name, the outermost schema of that name among the resources entered.
 * Source: JSON Schema Core 2020-12, sections 7.1 and 8.2.3.2.
 */
export interface Scope {
  readonly key: string;
  readonly bound: ReadonlyMap<string, JsonSchemaObject>;
}

/** Before any resource is entered. */
export const outermost: Scope = { key: '', bound: new Map() };

/** The scope inside `resource`. */
export function enter(scope: Scope, resource: Resource): Scope {
  if ([...resource.dynamicAnchors.keys()].every((name) => scope.bound.has(name))) return scope;
  const bound = new Map([...resource.dynamicAnchors, ...scope.bound]);
  const added = [...resource.dynamicAnchors.keys()].filter((name) => !scope.bound.has(name));
  return { key: `${scope.key}${added.map((name) => `${name}@${resource.uri} `).join('')}`, bound };
}
