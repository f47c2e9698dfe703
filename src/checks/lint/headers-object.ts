import { child } from '../../json-schema/pointer.ts';
import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';
import { sameValue } from './support/schemas.ts';
import { isObject } from '../../util/json.ts';

/** Headers that are described as something else than an object. */
export const headersObject: LintRule = {
  rule: {
    id: 'lint/headers-object',
    title: 'A header schema describes an object',
    severity: 'error',
    since: '0.1.0',
    purpose:
      'Headers are checked as an object with one property for each name. A schema of another type refuses every delivery, or none.',
    fix: 'Write `type: object` and describe each header under `properties`.',
    bad: 'headers:\n  type: string',
    good: 'headers:\n  type: object\n  required: [X-Signature]\n  properties: { X-Signature: { type: string } }',
    source: 'AsyncAPI 3.1.0, Message Object (headers)',
  },
  check(context) {
    const { contract, document } = context;
    return contract.events.flatMap(({ name, headers }) => {
      if (headers === undefined) return [];
      const definition = contract.schemas.definitions[headers];
      const types = isObject(definition) ? sameValue(contract, definition).map((schema) => schema['type']) : [];
      if (types.includes('object')) return [];
      const message = `The header schema of ${name} does not describe an object.`;
      return [
        report(this.rule, context, message, document.locateSchema(child('/definitions', headers)), { event: name }),
      ];
    });
  },
};
