import type { Dialect, JsonSchema } from '../../json-schema/schema.ts';

/**
 * The payloads of a contract in a form that every tool can read: all that applies to an object stands in one schema,
 * every object with properties is a definition with a name, and what several events use is one definition.
 */
export interface Projection {
  readonly dialect: Dialect;
  /** By name, those of the events first; references are `#/definitions/<name>`, from 2019-09 on `#/$defs/<name>`. */
  readonly definitions: ReadonlyMap<string, JsonSchema>;
  /** The definition of each event, in the contract's order. */
  readonly events: ReadonlyMap<string, string>;
  /**
   * Definitions that only demand more of another one (a property that this event always has), and the name of that.
   * Whoever cares for form alone can use the other in their place.
   */
  readonly narrowed: ReadonlyMap<string, string>;
}

/** The keyword that holds definitions. */
export function definitionsKeyword(dialect: Dialect): 'definitions' | '$defs' {
  return dialect === '2019-09' || dialect === '2020-12' ? '$defs' : 'definitions';
}

/** A reference to the definition `name`. */
export function referenceTo(name: string, dialect: Dialect): string {
  return `#/${definitionsKeyword(dialect)}/${encodeURIComponent(name)}`;
}

/** The definition that a reference of a projection leads to. */
export function definitionOf(reference: string): string {
  return decodeURIComponent(reference.slice(reference.lastIndexOf('/') + 1));
}
