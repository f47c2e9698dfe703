import { child } from '../../json-schema/pointer.ts';
import type { JsonSchemaObject } from '../../json-schema/schema.ts';
import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';
import { schemaNodes } from './support/schemas.ts';

/** A keyword that tools for draft-07 and tools for 2020-12 read differently. */
export const dialectNeutral: LintRule = {
  rule: {
    id: 'lint/dialect-neutral',
    title: 'Payload schemas use only keywords that mean the same in draft-07 and 2020-12',
    severity: 'warning',
    since: '0.1.0',
    purpose:
      'AsyncAPI tools read payload schemas as draft-07, most newer tools as 2020-12. A keyword that one of them ignores or understands otherwise makes them accept different payloads.',
    fix: 'Write the same with keywords of both: `allOf` around a `$ref` that has siblings, `if` and `then` instead of `dependencies`.',
    bad: "order:\n  $ref: '#/components/schemas/order'\n  minProperties: 1",
    good: "order:\n  allOf:\n    - $ref: '#/components/schemas/order'\n    - minProperties: 1",
    source: 'JSON Schema 2020-12, release notes; draft-07, section 8.3',
  },
  check(context) {
    return schemaNodes(context.contract).flatMap(({ schema, pointer }) =>
      ambiguities(schema).map(({ keyword, reason }) => {
        const place = context.document.locateSchema(child(pointer, keyword));
        return report(this.rule, context, `${keyword}: ${reason}.`, place);
      }),
    );
  },
};

interface Ambiguity {
  readonly keyword: string;
  readonly reason: string;
}

const newer = 'draft-07 ignores it';
const older = '2020-12 ignores it';

const reasons: ReadonlyMap<string, string> = new Map([
  ['dependencies', older],
  ['additionalItems', older],
  ['prefixItems', newer],
  ['dependentRequired', newer],
  ['dependentSchemas', newer],
  ['unevaluatedProperties', newer],
  ['unevaluatedItems', newer],
  ['minContains', newer],
  ['maxContains', newer],
]);

function ambiguities(schema: JsonSchemaObject): Ambiguity[] {
  const keywords = Object.keys(schema);
  const named = keywords.flatMap((keyword) => {
    const reason = reasons.get(keyword);
    return reason === undefined ? [] : [{ keyword, reason }];
  });
  const tuple = Array.isArray(schema['items'])
    ? [{ keyword: 'items', reason: 'a list of schemas is a tuple in draft-07 and not allowed in 2020-12' }]
    : [];
  return [...named, ...tuple, ...siblings(keywords)];
}

function siblings(keywords: readonly string[]): Ambiguity[] {
  const first = keywords.find((keyword) => keyword !== '$ref');
  if (!keywords.includes('$ref') || first === undefined) return [];
  return [{ keyword: first, reason: 'draft-07 ignores what stands beside a $ref, 2020-12 does not' }];
}
