import { child } from '../../json-schema/pointer.ts';
import type { JsonSchemaObject } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';
import { schemaNodes } from './support/schemas.ts';

/** A known value that is listed twice. */
export const valueRepeated: LintRule = {
  rule: {
    id: 'lint/value-repeated',
    title: 'A known value is listed once',
    severity: 'warning',
    since: '0.1.0',
    purpose: 'A value that stands twice in a list most often took the place of another one that is missing.',
    fix: 'Remove one of them, or put right the one that was meant to be another value.',
    bad: 'enum: [small, large, small]',
    good: 'enum: [small, medium, large]',
    source: 'JSON Schema draft-07 validation, section 6.1.2',
  },
  check(context) {
    return schemaNodes(context.contract).flatMap(({ schema, pointer }) =>
      repeatedValues(schema).map(({ value, below }) => {
        const place = context.document.locateSchema(pointer + below);
        return report(this.rule, context, `${JSON.stringify(value)} is listed twice.`, place);
      }),
    );
  },
};

interface ListedValue {
  readonly value: Json;
  /** Pointer from the schema. */
  readonly below: string;
}

/** The second and later of equal values, within a list and among the lists of one `anyOf` or `oneOf`. */
function repeatedValues(schema: JsonSchemaObject): ListedValue[] {
  const own = ['enum', 'x-extensible-enum'].flatMap((keyword) => listed(schema, keyword, ''));
  const members = ['anyOf', 'oneOf'].flatMap((keyword) => {
    const list = schema[keyword];
    if (!Array.isArray(list)) return [];
    // What is repeated within one member is found when that member is looked at.
    return (list as readonly Json[]).flatMap((member, index) => unique(listed(member, 'enum', `/${keyword}/${index}`)));
  });
  return [...repeated(own), ...repeated(members)];
}

function listed(schema: Json, keyword: string, base: string): ListedValue[] {
  const values = isObject(schema) ? schema[keyword] : undefined;
  if (!Array.isArray(values)) return [];
  return (values as readonly Json[]).map((value, index) => ({ value, below: child(`${base}/${keyword}`, index) }));
}

function unique(values: readonly ListedValue[]): ListedValue[] {
  const again = new Set(repeated(values));
  return values.filter((value) => !again.has(value));
}

function repeated(values: readonly ListedValue[]): ListedValue[] {
  const seen = new Set<string>();
  return values.filter(({ value }) => {
    const text = JSON.stringify(value);
    if (seen.has(text)) return true;
    seen.add(text);
    return false;
  });
}
