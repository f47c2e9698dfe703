import { child } from '../../json-schema/pointer.ts';
import type { Contract } from '../../asyncapi/model.ts';
import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';
import { schemaNodes } from './support/schemas.ts';
import type { SchemaNode } from './support/schemas.ts';

/** A set of texts that no new value may join. */
export const closedSet: LintRule = {
  rule: {
    id: 'lint/closed-set',
    title: 'A set of texts is open, or says why it can never grow',
    severity: 'info',
    since: '0.1.0',
    purpose:
      'Vendors add statuses, types and channels without asking. A receiver that checks a closed set refuses the first delivery with a new value.',
    fix: 'Write the known values beside a plain string: `anyOf: [{ enum: [...] }, { type: string }]`. When the set can never grow, say why in `$comment`.',
    bad: 'size:\n  type: string\n  enum: [small, large]',
    good: 'size:\n  anyOf:\n    - enum: [small, large]\n    - type: string',
  },
  check(context) {
    const { contract, document } = context;
    const open = openMembers(contract);
    return schemaNodes(contract)
      .filter((node) => isClosedSet(node) && !open.has(node.pointer))
      .map(({ pointer }) => {
        const message = 'This set of values is closed: the first new value breaks every receiver that checks it.';
        return report(this.rule, context, message, document.locateSchema(child(pointer, 'enum')));
      });
  },
};

/** One value is a constant, not a set; and a `$comment` is a reason. */
function isClosedSet({ schema, isCondition }: SchemaNode): boolean {
  const values = schema['enum'];
  if (isCondition || !Array.isArray(values) || typeof schema['$comment'] === 'string') return false;
  return (
    values.filter((value) => value !== null).length > 1 &&
    values.every((value) => typeof value === 'string' || value === null)
  );
}

/** Pointers to the members of an `anyOf` that accepts any string beside them. */
function openMembers(contract: Contract): ReadonlySet<string> {
  const pointers = schemaNodes(contract).flatMap(({ schema, pointer }) => {
    const members = schema['anyOf'];
    if (!Array.isArray(members) || !members.some(isAnyString)) return [];
    return members.map((_, index) => `${pointer}/anyOf/${index}`);
  });
  return new Set(pointers);
}

function isAnyString(schema: unknown): boolean {
  const { type, ...rest } = (typeof schema === 'object' && schema !== null ? schema : {}) as Readonly<
    Record<string, unknown>
  >;
  const constraints = [
    'enum',
    'const',
    'pattern',
    'format',
    'maxLength',
    '$ref',
    'allOf',
    'anyOf',
    'oneOf',
    'not',
    'if',
  ];
  return (
    (type === 'string' || (Array.isArray(type) && type.includes('string'))) && !constraints.some((key) => key in rest)
  );
}
