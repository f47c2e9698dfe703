import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import type { JsonSchemaObject, SchemaBundle } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { fileName } from '../links.ts';
import type { Field, KnownValue } from './field.ts';
import { gather, listOf, sourceOf, typesOf, valuesOf } from './gather.ts';
import type { Gathered, Statement } from './gather.ts';
import { code, rulesOf, typeText } from './words.ts';

/** More lines than this, or deeper ones, are for machines: the JSON Schema has them. */
const most = { fields: 1500, depth: 16 };

/** The fields of an event's payload, as a tree. */
export function eventFields(contract: Contract, event: ContractEvent): readonly Field[] {
  return schemaFields(contract.schemas, event.payload);
}

/** The fields of a schema of a bundle, as a tree. */
export function schemaFields(bundle: SchemaBundle, name: string): readonly Field[] {
  const schema = bundle.definitions[name];
  if (!isObject(schema)) return [];
  const gathered = gather([{ schema, when: undefined }], bundle);
  return new FieldBuilder(bundle).below(gathered, { path: [], open: gathered.models });
}

interface Site {
  readonly path: readonly string[];
  /** Models that are being unfolded. */
  readonly open: ReadonlySet<string>;
}

/** What is said of a field from the outside. */
interface Outside {
  readonly kind: Field['kind'];
  readonly name: string;
  readonly presence?: Pick<Field, 'presence' | 'requiredWhen' | 'evidence'>;
  readonly when?: string | undefined;
}

class FieldBuilder {
  readonly #bundle: SchemaBundle;
  readonly #ids = new Set<string>();
  #count = 0;

  constructor(bundle: SchemaBundle) {
    this.#bundle = bundle;
  }

  below(gathered: Gathered, site: Site): Field[] {
    if (site.path.length > most.depth) return [];
    return [
      ...this.#properties(gathered, site),
      ...this.#furtherKeys(gathered, site),
      ...this.#items(gathered, site),
      ...this.#json(gathered, site),
      ...gathered.forms.map((form, index) =>
        this.#field([{ schema: form, when: undefined }], site, { kind: 'form', name: `form ${index + 1}` }),
      ),
    ];
  }

  #properties({ statements }: Gathered, site: Site): Field[] {
    const held = new Map<string, Statement[]>();
    for (const { schema, when } of statements) {
      for (const [name, property] of Object.entries(objectOf(schema['properties']))) {
        const known = held.get(name) ?? [];
        known.push({ schema: isObject(property) ? property : {}, when });
        held.set(name, known);
      }
    }
    for (const name of statements.flatMap(({ schema }) => namesOf(schema['required']))) {
      if (!held.has(name)) held.set(name, [{ schema: {}, when: undefined }]);
    }
    return [...held].flatMap(([name, parts]) => {
      if (this.#count >= most.fields) return [];
      const whens = parts.map(({ when }) => when);
      const when = whens.includes(undefined) ? undefined : whens[0];
      const outside: Outside = { kind: 'property', name, presence: presenceOf(name, statements), when };
      const always = parts.filter((part) => part.when === undefined);
      return [
        this.#field(
          always.length > 0 ? parts : parts.map(unconditional),
          { ...site, path: [...site.path, name] },
          outside,
        ),
      ];
    });
  }

  #furtherKeys({ statements }: Gathered, site: Site): Field[] {
    const below = { ...site, path: [...site.path, '*'] };
    return statements.flatMap(({ schema, when }) => [
      ...Object.entries(objectOf(schema['patternProperties'])).flatMap(([pattern, held]) =>
        isObject(held)
          ? [this.#field([{ schema: held, when }], below, { kind: 'key', name: `keys like ${pattern}` })]
          : [],
      ),
      ...(isObject(schema['additionalProperties']) && Object.keys(schema['additionalProperties']).length > 0
        ? [
            this.#field([{ schema: schema['additionalProperties'], when }], below, {
              kind: 'key',
              name: schema['properties'] === undefined ? 'any key' : 'any other key',
            }),
          ]
        : []),
    ]);
  }

  #items({ statements }: Gathered, site: Site): Field[] {
    const items = itemStatements(statements);
    if (items.length === 0) return [];
    const below = { ...site, path: [...site.path, '*'] };
    const gathered = gather(items, this.#bundle, site.open);
    const item = this.#field(items, below, { kind: 'item', name: 'each item' });
    const isPlain = item.description === undefined && item.values.length === 0 && item.personal === undefined;
    // Objects in a list: their fields stand right below it. Anything else that says no more than its type needs no line.
    if (gathered.forms.length === 0 && item.type === 'object' && item.fields.length > 0) return [...item.fields];
    return isPlain && item.fields.length === 0 && item.format === undefined && item.rules.length === 0 ? [] : [item];
  }

  #json({ statements }: Gathered, site: Site): Field[] {
    const held = statements.flatMap(({ schema, when }) =>
      isObject(schema['contentSchema']) ? [{ schema: schema['contentSchema'], when }] : [],
    );
    if (held.length === 0) return [];
    return [this.#field(held, { ...site, path: [...site.path, '(JSON)'] }, { kind: 'json', name: 'JSON in the text' })];
  }

  #field(statements: readonly Statement[], site: Site, { kind, name, presence, when }: Outside): Field {
    this.#count += 1;
    const id = this.#idOf(site.path, kind === 'form' ? name : undefined);
    const gathered = gather(statements, this.#bundle, site.open);
    const said = gathered.statements.map(({ schema }) => schema);
    const first = <T>(read: (schema: JsonSchemaObject) => T | undefined): T | undefined =>
      said.map(read).find((value) => value !== undefined);
    const types = typesIn(gathered);
    const values = knownValues(gathered);
    const isTooMany = this.#count >= most.fields || site.path.length >= most.depth;
    const fields = isTooMany
      ? []
      : this.below(gathered, { ...site, open: new Set([...site.open, ...gathered.models]) });
    const items = itemStatements(gathered.statements);
    const itemType = items.length === 0 ? undefined : typesIn(gather(items, this.#bundle, site.open))[0];
    const constant = first((schema) => (Object.hasOwn(schema, 'const') ? [schema['const'] ?? null] : undefined));
    return {
      id,
      kind,
      name: kind === 'form' ? `${name}: ${typeText(types.slice(0, 1), itemType)}` : name,
      path: site.path,
      type: typeText(types, itemType),
      isNullable: types.includes('null'),
      ...(presence ?? { presence: 'optional', requiredWhen: [], evidence: undefined }),
      when,
      format: first(({ format, contentMediaType }) => textOf(format) ?? textOf(contentMediaType)),
      rules: [...new Set([...said.flatMap(rulesOf), ...requiredTogether(said)])],
      constant: constant?.[0],
      values,
      isOpenSet: gathered.isOpenSet || said.some((schema) => Array.isArray(schema['x-extensible-enum'])),
      description: first(({ description }) => textOf(description)),
      source: first(sourceIfOwn),
      personal: first((schema) => textOf(schema['x-personal-data'])),
      model: gathered.model ?? gathered.loop,
      fields,
      cut: gathered.loop !== undefined && fields.length === 0 ? 'loop' : isTooMany && isBig(said) ? 'limit' : undefined,
    };
  }

  #idOf(path: readonly string[], form: string | undefined): string {
    const base = [
      'f',
      ...path.map((name) => (name === '*' ? '-' : fileName(name))),
      ...(form === undefined ? [] : [fileName(form)]),
    ].join('.');
    let id = base;
    for (let number = 2; this.#ids.has(id); number += 1) id = `${base}~${number}`;
    this.#ids.add(id);
    return id;
  }
}

/** A model's own source is said once for the model, not at each field that refers to it. */
function sourceIfOwn(schema: JsonSchemaObject): Field['source'] {
  return schema['properties'] === undefined && schema['required'] === undefined ? sourceOf(schema) : undefined;
}

function unconditional({ schema }: Statement): Statement {
  return { schema, when: undefined };
}

function itemStatements(statements: readonly Statement[]): Statement[] {
  return statements.flatMap(({ schema, when }) =>
    [schema['items'], ...listOf(schema['prefixItems']), ...listOf(schema['items'])].flatMap((held) =>
      isObject(held) ? [{ schema: held, when }] : [],
    ),
  );
}

function presenceOf(
  name: string,
  statements: readonly Statement[],
): Pick<Field, 'presence' | 'requiredWhen' | 'evidence'> {
  const requiring = statements.filter(({ schema }) => namesOf(schema['required']).includes(name));
  const always = requiring.filter(({ when }) => when === undefined);
  const counted = (always.length > 0 ? always : requiring).map(({ schema }) => {
    const source = objectOf(schema['x-source'])['required'];
    const number = objectOf(source)[name];
    return typeof number === 'number' ? number : undefined;
  });
  const evidence = counted.find((number) => number !== undefined);
  if (always.length > 0) return { presence: 'required', requiredWhen: [], evidence };
  const requiredWhen = [...new Set(requiring.flatMap(({ when }) => when ?? []))];
  return { presence: requiring.length > 0 ? 'conditional' : 'optional', requiredWhen, evidence };
}

function typesIn({ statements, types, forms, loop }: Gathered): readonly string[] {
  const stated = statements.filter(({ when }) => when === undefined).map(({ schema }) => typesOf(schema));
  const narrowest = stated.filter((list) => list.length > 0).toSorted((a, b) => a.length - b.length)[0] ?? [];
  const found = [...narrowest, ...types, ...forms.flatMap(typesOf)];
  if (found.some((type) => type !== 'null')) return found;
  const listed = statements.flatMap(({ schema }) => valuesOf(schema) ?? []).map(jsonType);
  if (listed.length > 0) return [...listed, ...found];
  const isOfObjects = loop !== undefined || statements.some(({ schema }) => schema['properties'] !== undefined);
  return isOfObjects ? ['object', ...found] : found.length > 0 ? found : ['anything'];
}

function knownValues({ statements, listed }: Gathered): KnownValue[] {
  const sources = statements.map(({ schema }) => objectOf(objectOf(schema['x-source'])['values']));
  const all = [
    ...statements.flatMap(({ schema }) => (Object.hasOwn(schema, 'const') ? [] : (valuesOf(schema) ?? []))),
    ...listed,
  ];
  const distinct = [...new Map(all.map((value) => [JSON.stringify(value), value])).values()];
  return distinct.map((value) => {
    const source = sources
      .map((values) => values[typeof value === 'string' ? value : JSON.stringify(value)])
      .find(isObject);
    return { value, source: source === undefined ? undefined : sourceOf({ 'x-source': source }) };
  });
}

function requiredTogether(schemas: readonly JsonSchemaObject[]): string[] {
  return schemas.flatMap((schema) =>
    (['anyOf', 'oneOf'] as const).flatMap((keyword) => {
      const branches = listOf(schema[keyword]);
      if (branches.length === 0 || !branches.every((branch) => Object.keys(branch).join() === 'required')) return [];
      const texts = branches.map((branch) => namesOf(branch['required']).map(code).join(' and '));
      return [`${keyword === 'anyOf' ? 'at least one' : 'exactly one'} of ${texts.join(', ')}`];
    }),
  );
}

function isBig(schemas: readonly JsonSchemaObject[]): boolean {
  return schemas.some((schema) => schema['properties'] !== undefined || schema['items'] !== undefined);
}

function jsonType(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

function namesOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((name) => typeof name === 'string') : [];
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
