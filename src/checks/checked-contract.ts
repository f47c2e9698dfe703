import type { ContractDocument } from '../asyncapi/contract-document.ts';
import type { Contract } from '../asyncapi/model.ts';
import type { Finding, Place } from '../findings/finding.ts';
import { at, pointerOfReference } from '../json-schema/pointer.ts';
import type { SchemaBundle } from '../json-schema/schema.ts';
import { createValidator, SchemaCompileError } from '../json-schema/validate.ts';
import type { CompiledSchema, Validator } from '../json-schema/validate.ts';
import { isObject } from '../util/json.ts';
import { schemaNotUsable, unknownFormat } from './rules.ts';
import { findingOf } from './report.ts';

/** A contract with its schemas compiled: what examples and captures are held against. */
export interface CheckedContract {
  readonly contract: Contract;
  readonly document: ContractDocument;
  /** Path of the document as the run was given it: the name by which a watched run leaves it out. */
  readonly path: string;
  readonly validator: Validator;
  /** Undefined when the schema cannot be used, which is a finding: nothing passes then. */
  payload(event: string): CompiledSchema | undefined;
  /** Undefined when the event has no header schema or it cannot be used. */
  headers(event: string): CompiledSchema | undefined;
  /** Names of the headers that the event's header schema describes, as it writes them, by this and by the name in lower case. */
  headerNames(event: string): ReadonlyMap<string, string>;
}

/**
 * Compiles every schema of a contract. A schema that cannot be used is an error, never a pass.
 */
export function compileContract(
  contract: Contract,
  document: ContractDocument,
  path: string,
): { checked: CheckedContract; findings: Finding[] } {
  const findings: Finding[] = [];
  const validator = createValidator(contract.schemas);
  const compiled = new Map<string, CompiledSchema>();
  const reported = new Set<string>();
  for (const name of Object.keys(contract.schemas.definitions)) {
    try {
      compiled.set(name, validator.compile(name));
    } catch (error) {
      if (!(error instanceof SchemaCompileError)) throw error;
      // A model at fault breaks every schema that refers to it: said once.
      if (reported.has(error.pointer)) continue;
      reported.add(error.pointer);
      const place = document.locateSchema(error.pointer);
      findings.push(
        findingOf(schemaNotUsable, `The schema cannot be used: ${error.message.replace(/\.+$/, '')}.`, place, {
          contract: contract.id,
        }),
      );
    }
  }
  findings.push(...reportUnknownFormats(validator, contract, { file: document.file }));
  const byEvent = new Map(contract.events.map((event) => [event.name, event]));
  const headerNames = new Map(
    contract.events.map(({ name, headers }) => [name, namesIn(contract.schemas, headers ?? '')] as const),
  );
  const checked: CheckedContract = {
    contract,
    document,
    path,
    validator,
    payload: (event) => compiled.get(byEvent.get(event)?.payload ?? ''),
    headers: (event) => compiled.get(byEvent.get(event)?.headers ?? ''),
    headerNames: (event) => headerNames.get(event) ?? new Map(),
  };
  return { checked, findings };
}

function reportUnknownFormats(validator: Validator, contract: Contract, place: Place): Finding[] {
  return [...validator.unknownFormats].toSorted().map((format) =>
    findingOf(unknownFormat, `Nobody defines the format "${format}": it asserts nothing.`, place, {
      contract: contract.id,
    }),
  );
}

/** The properties that a schema names, directly, by reference or through `allOf`. */
function namesIn({ definitions }: SchemaBundle, name: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const seen = new Set<unknown>();
  const waiting: unknown[] = [definitions[name]];
  for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
    if (!isObject(schema) || seen.has(schema)) continue;
    seen.add(schema);
    const { $ref: reference, allOf, properties } = schema;
    if (isObject(properties))
      for (const property of Object.keys(properties))
        names.set(property, property).set(property.toLowerCase(), property);
    if (Array.isArray(allOf)) waiting.push(...(allOf as unknown[]));
    if (typeof reference === 'string') waiting.push(at({ definitions }, pointerOfReference(reference) ?? '/none'));
  }
  return names;
}
