import type { Contract } from '../../asyncapi/model.ts';
import { keywordsOf, upTo } from '../../json-schema/keywords.ts';
import { child, parsePointer } from '../../json-schema/pointer.ts';
import type { SchemaBundle } from '../../json-schema/schema.ts';
import { own } from '../../util/json.ts';
import { pascalCase } from '../names.ts';
import type { NameTable } from '../names.ts';
import { reachable, schemaAt, targetOf } from './reachable.ts';
import type { Reader } from './reader.ts';

/** A type with a name. */
export interface Declaration {
  /** Where its schema stands: JSON Pointer into the bundle. */
  readonly key: string;
  readonly name: string;
  /** Name of the event or model, or what stands for it. */
  readonly origin: string;
}

/** The types that are declared for a contract, and how its schemas are read. */
export interface Declarations {
  /** In the order of the contract's events. */
  readonly events: readonly Declaration[];
  /** Models in the contract's order, then other schemas that are referred to. */
  readonly models: readonly Declaration[];
  readonly reader: Reader;
}

/** Names what is declared for a contract: its events, then the models and other schemas that those refer to. */
export function declare(contract: Contract, names: NameTable): Declarations {
  const { schemas: bundle } = contract;
  const keyword = keywordReader(bundle);
  const byKey = new Map<string, Declaration>();
  const events = contract.events.map((event) => {
    const key = child('/definitions', event.payload);
    const declaration = { key, name: names.take(...eventNames(event.name)), origin: event.name };
    if (!byKey.has(key)) byKey.set(key, declaration);
    return declaration;
  });
  const found = reachable(
    bundle,
    keyword,
    events.map(({ key }) => key),
  );
  const models: Declaration[] = [];
  for (const key of inModelOrder(contract, found)) {
    if (byKey.has(key)) continue;
    const origin = parsePointer(key).slice(1).join(' ');
    const declaration = { key, name: names.take(...modelNames(key)), origin };
    byKey.set(key, declaration);
    models.push(declaration);
  }
  const reader: Reader = {
    keyword,
    refer: (reference) => {
      const key = targetOf(bundle, reference);
      return key === undefined ? undefined : { kind: 'reference', key };
    },
    declaredAt: (key) => (byKey.has(key) ? { kind: 'reference', key } : undefined),
    nameOf: ({ key }) => byKey.get(key)?.name ?? 'unknown',
  };
  return { events, models, reader };
}

/** Reads keywords as the bundle's dialect has them: up to draft-07 what stands beside a `$ref` asserts nothing. */
function keywordReader({ dialect }: SchemaBundle): Reader['keyword'] {
  const keywords = keywordsOf(dialect);
  const refersOnly = upTo(dialect, 'draft-07');
  return (schema, name) => {
    const isHidden = refersOnly && name !== '$ref' && Object.hasOwn(schema, '$ref');
    return keywords.get(name)?.asserts === true && !isHidden ? own(schema, name) : undefined;
  };
}

function inModelOrder({ models, schemas }: Contract, found: ReadonlySet<string>): Set<string> {
  const listed = models.map(({ name }) => child('/definitions', name)).filter((key) => found.has(key));
  return new Set([...listed, ...[...found].filter((key) => schemaAt(schemas, key) !== undefined)]);
}

function eventNames(event: string): string[] {
  const name = pascalCase(event);
  const withSuffix = name.endsWith('Event') ? name : `${name}Event`;
  return [withSuffix, `${name}EventPayload`];
}

const wordOf: Readonly<Record<string, string>> = {
  items: 'Item',
  additionalProperties: 'Value',
  contentSchema: 'Content',
};

/** Names for a schema, the best one first. One that stands inside another gets the way to it. */
function modelNames(key: string): string[] {
  const [, definition = '', ...below] = parsePointer(key);
  const last = below.at(-1);
  const isNamedInside = last !== undefined && ['definitions', '$defs'].includes(below.at(-2) ?? '');
  const way = below.map((token, index) => {
    const isName = ['properties', 'patternProperties', 'definitions', '$defs'].includes(below[index - 1] ?? '');
    return isName ? token : (own(wordOf, token) ?? (/^\d+$/.test(token) ? token : ''));
  });
  const name = pascalCase([definition.replace(/^events\./, ''), ...way].join(' '));
  return [...(isNamedInside ? [pascalCase(last)] : []), name, `${name}Model`];
}
