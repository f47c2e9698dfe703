import type { Contract } from '../../asyncapi/model.ts';
import { at, child, parsePointer, pointerOfReference } from '../../json-schema/pointer.ts';
import type { JsonSchema } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import { endpointOf } from './endpoints.ts';
import { translateSchema } from './translate-schema.ts';

/** The schemas of a document, collected as they are referred to. */
export interface Components {
  readonly of: (contract: Contract) => ContractSchemas;
  /** Schemas by name, in the order of first use. */
  readonly schemas: () => Readonly<Record<string, JsonSchema>>;
}

/** The schemas of one contract as parts of a document. */
export interface ContractSchemas {
  /** A reference to the definition `name`, which becomes part of the document with all that it refers to. */
  readonly refer: (name: string) => { readonly $ref: string };
  /** The schema at a pointer below the bundle (`/definitions/<name>/...`), translated, to stand where it is needed. */
  readonly inline: (pointer: string) => JsonSchema;
}

/** Collects the schemas of one document. Names are of the signs that OpenAPI allows, and unique. */
export function createComponents(): Components {
  const schemas = new Map<string, JsonSchema>();
  const known = new Map<Contract, ContractSchemas>();
  const of = (contract: Contract): ContractSchemas => {
    const made = known.get(contract) ?? contractSchemas(contract, schemas);
    known.set(contract, made);
    return made;
  };
  return {
    of,
    schemas: () => Object.fromEntries(schemas),
  };
}

function contractSchemas(contract: Contract, schemas: Map<string, JsonSchema>): ContractSchemas {
  const { dialect, definitions } = contract.schemas;
  const names = new Map<string, string>();
  const prefix = prefixOf(contract);

  const inline = (pointer: string): JsonSchema => {
    const schema = at({ definitions }, pointer);
    // The contract's schemas were compiled before: what is referred to is there.
    const found = typeof schema === 'boolean' || isObject(schema) ? schema : false;
    return translateSchema(found, dialect, (reference) => referTo(pointerOfReference(reference) ?? ''));
  };

  const referTo = (pointer: string): { readonly $ref: string } => {
    const known = names.get(pointer);
    if (known !== undefined) return reference(known);
    const name = freeName(`${prefix}.${parsePointer(pointer).slice(1).join('.')}`, schemas);
    names.set(pointer, name);
    // The place is taken before what is below it is read, which may lead back to it.
    schemas.set(name, true);
    schemas.set(name, inline(pointer));
    return reference(name);
  };

  return { refer: (name) => referTo(child('/definitions', name)), inline };
}

/** What the names of a contract's parts begin with: `cafe.v1`. */
export function prefixOf(contract: Contract): string {
  const [, vendor = '', major = ''] = endpointOf(contract).path.split('/');
  return allowed(`${vendor}.v${major}`);
}

/** The name in the signs that OpenAPI allows for components. Source: OpenAPI 3.1, Components Object. */
export function allowed(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '_');
}

function freeName(wanted: string, taken: ReadonlyMap<string, JsonSchema>): string {
  const name = allowed(wanted);
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name}-${count}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function reference(name: string): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}
