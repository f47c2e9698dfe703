import { isBlank } from './support/events.ts';
import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';
import { propertyName, sameValue, schemaNodes } from './support/schemas.ts';

/** A property that nobody explains. */
export const propertyDescription: LintRule = {
  rule: {
    id: 'lint/property-description',
    title: 'A property has a description',
    severity: 'info',
    since: '0.1.0',
    purpose: 'A name and a type do not say what a value means, in which unit it is, or when it is missing.',
    fix: 'Add `description` to the schema of the property, or to the model that it refers to.',
    bad: 'properties:\n  wait: { type: integer }',
    good: 'properties:\n  wait:\n    type: integer\n    description: Expected wait, in seconds.',
  },
  check(context) {
    const { contract, document } = context;
    return schemaNodes(contract).flatMap((node) => {
      const name = propertyName(node);
      if (name === undefined || node.isCondition) return [];
      const texts = sameValue(contract, node.schema).map((schema) => schema['description']);
      if (texts.some((text) => typeof text === 'string' && !isBlank(text))) return [];
      return [
        report(
          this.rule,
          context,
          `Property ${name === '' ? '""' : name} has no description.`,
          document.locateSchema(node.pointer),
        ),
      ];
    });
  },
};
