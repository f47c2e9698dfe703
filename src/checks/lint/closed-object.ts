import { child } from '../../json-schema/pointer.ts';
import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';
import { schemaNodes } from './support/schemas.ts';

/** An object that no new property may join. */
export const closedObject: LintRule = {
  rule: {
    id: 'lint/closed-object',
    title: 'Objects of a payload are open',
    severity: 'warning',
    since: '0.1.0',
    purpose:
      'Vendors add properties without notice, and call it compatible. A receiver that refuses them is switched off by the vendor. Under `allOf` a closed object even refuses what its neighbours describe.',
    fix: 'Remove the keyword. The strict profile reports undocumented properties without it.',
    bad: 'type: object\nproperties: { total: { type: number } }\nadditionalProperties: false',
    good: 'type: object\nproperties: { total: { type: number } }',
  },
  check(context) {
    return schemaNodes(context.contract)
      .filter(({ isCondition }) => !isCondition)
      .flatMap(({ schema, pointer }) =>
        ['additionalProperties', 'unevaluatedProperties']
          .filter((keyword) => schema[keyword] === false)
          .map((keyword) => {
            const message = `${keyword}: false refuses every property that the vendor adds.`;
            return report(this.rule, context, message, context.document.locateSchema(child(pointer, keyword)));
          }),
      );
  },
};
