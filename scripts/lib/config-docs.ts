import configSchema from '../../src/config/counterfoil.schema.json' with { type: 'json' };
import type { GeneratedDocs } from './generated-docs.ts';
import { withGeneratedPart } from './generated-docs.ts';

const file = 'docs/configuration.md';

/** The keywords of the schema that the table tells of. */
interface Schema {
  readonly $ref?: string;
  readonly $comment?: string;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
}

/** Pages that say more about a key. */
const pages: Readonly<Record<string, string>> = {
  captures: 'captures.md',
  clients: 'clients.md',
  plugins: 'plugins.md',
  profile: 'explanation/profiles.md',
  readiness: 'readiness.md',
  registry: 'registry-consumers.md',
  severities: 'rules/README.md',
  trustedKeys: 'captures.md',
};

/** The table of keys of `counterfoil.yaml`, from the schema that the file is held against. */
export function configDocs(): GeneratedDocs {
  // The page of that command lists its cases.
  const told = new Set(['readiness']);
  const rows = rowsOf(configSchema as Schema, '', told).filter(({ key }) => key !== '$schema');
  const lines = rows.map(({ key, type, absent, says }) => `| \`${key}\` | ${type} | ${absent} | ${says} |`);
  const head = ['| key | value | when absent | what it says |', '|---|---|---|---|'];
  return new Map([[file, withGeneratedPart(file, 'keys', [...head, ...lines].join('\n'))]]);
}

interface Row {
  readonly key: string;
  readonly type: string;
  readonly absent: string;
  readonly says: string;
}

/** Rows for the members of an object, each followed by those of the objects that it holds; of a kind that had its rows none. */
function rowsOf(parent: Schema, prefix: string, told: ReadonlySet<string>): Row[] {
  return Object.entries(parent.properties ?? {}).flatMap(([name, member]) => {
    const key = prefix + name;
    const isNeeded = parent.required?.includes(name) ?? false;
    const row = {
      key,
      type: typeOf(member),
      absent: isNeeded ? 'must be there' : absentOf(member),
      says: saidOf(key, member),
    };
    const { object, mark, kind } = heldBy(member);
    if (object === undefined || told.has(kind)) return [row];
    return [row, ...rowsOf(object, `${key}${mark}.`, new Set([...told, kind]))];
  });
}

interface Held {
  readonly object: Schema | undefined;
  /** What stands between the key and the object's own keys: `[]` for a list, `.<name>` for names that the reader chooses. */
  readonly mark: string;
  /** Name of its definition; empty where it has none. */
  readonly kind: string;
}

/** The object that a key holds: itself, in a list, or by names. */
function heldBy(schema: Schema, mark = '', kind = ''): Held {
  const { $ref, items, additionalProperties, properties } = schema;
  if (properties !== undefined) return { object: schema, mark, kind };
  if ($ref !== undefined) return heldBy(definition($ref), mark, nameOf($ref));
  if (items !== undefined) return heldBy(items, `${mark}[]`, kind);
  if (typeof additionalProperties === 'object') return heldBy(additionalProperties, `${mark}.<name>`, kind);
  return { object: undefined, mark, kind };
}

function typeOf({ $ref, type, enum: values, items, additionalProperties, anyOf }: Schema): string {
  if ($ref !== undefined) return typeOf(definition($ref));
  if (anyOf !== undefined) return anyOf.map(typeOf).join(', or ');
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(', ');
  if (items !== undefined) return `list: ${typeOf(items)}`;
  if (typeof additionalProperties === 'object') return `by name: ${typeOf(additionalProperties)}`;
  return type === 'string' ? 'text' : (type ?? 'anything');
}

function absentOf({ default: usual, $comment = '' }: Schema): string {
  return usual === undefined ? $comment.replace(/^When absent: (.*)\.$/, '$1') : `\`${usual}\``;
}

function saidOf(key: string, { description, $ref }: Schema): string {
  const said = description ?? ($ref === undefined ? '' : definition($ref).description) ?? '';
  return pages[key] === undefined ? said : `${said} [More](${pages[key]}).`;
}

const nameOf = (reference: string): string => reference.replace('#/definitions/', '');

function definition(reference: string): Schema {
  const found = (configSchema.definitions as Readonly<Record<string, Schema>>)[nameOf(reference)];
  if (found === undefined) throw new Error(`The schema of the configuration has no ${reference}.`);
  return found;
}
