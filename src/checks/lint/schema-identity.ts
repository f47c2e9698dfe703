import type { Place } from '../../findings/finding.ts';
import { child } from '../../json-schema/pointer.ts';
import type { JsonSchema } from '../../json-schema/schema.ts';
import { walkSchema } from '../../json-schema/walk.ts';
import { isObject } from '../../util/json.ts';
import { report } from './support/lint-rule.ts';
import type { LintContext, LintRule } from './support/lint-rule.ts';

const identities = ['$id', 'id', '$anchor', '$dynamicAnchor', '$recursiveAnchor'];

/** A schema that names itself. */
export const schemaIdentity: LintRule = {
  rule: {
    id: 'lint/schema-identity',
    title: 'A schema has no identity but its place',
    severity: 'warning',
    since: '0.1.0',
    purpose:
      'An `$id` changes what every relative `$ref` below it means, and some tools try to download it. `$anchor` and its kin are not known to draft-07. Counterfoil leaves them out.',
    fix: 'Remove it, and refer to the schema by its path.',
    bad: '$id: https://example.com/order.json\ntype: object',
    good: 'type: object',
    source: 'JSON Schema 2020-12, section 8.2',
  },
  check(context) {
    return named(context).map(({ keyword, place }) =>
      report(this.rule, context, `${keyword}: the place of a schema is its identity.`, place),
    );
  },
};

interface Named {
  readonly keyword: string;
  readonly place: Place;
}

/** Schemas are looked at as they are written: the contract's own have lost their names. */
function named({ document }: LintContext): Named[] {
  const inline = document.nodes('schema').flatMap((pointer) => {
    const value = document.follow(pointer)?.value;
    return isObject(value) ? namesIn(value, (below) => document.origin(pointer + below)) : [];
  });
  const files = [...document.documents.values()].filter(
    ({ file, data }) => file !== document.file && isSchemaFile(data),
  );
  const inFiles = files.flatMap((source) =>
    isObject(source.data)
      ? namesIn(source.data, (pointer) => ({ file: source.file, ...source.locate(pointer), pointer }))
      : [],
  );
  return [...inline, ...inFiles];
}

function namesIn(schema: JsonSchema, place: (pointer: string) => Place): Named[] {
  const found: Named[] = [];
  walkSchema(schema, (subschema, pointer) => {
    if (!isObject(subschema)) return;
    for (const keyword of identities) {
      const value = Object.hasOwn(subschema, keyword) ? subschema[keyword] : undefined;
      if (typeof value === 'string' || value === true) found.push({ keyword, place: place(child(pointer, keyword)) });
    }
  });
  return found;
}

/** A message or another object of AsyncAPI in a file of its own has one of these; what is below was looked at already. */
function isSchemaFile(data: unknown): boolean {
  return isObject(data) && !['payload', 'headers', 'messages', 'asyncapi'].some((key) => isObject(data[key]));
}
