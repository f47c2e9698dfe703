import type { Contract } from '../../asyncapi/model.ts';
import type { JsonSchemaObject } from '../../json-schema/schema.ts';
import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';
import { propertyName, sameValue, schemaNodes } from './support/schemas.ts';

/** A property that looks like personal data and is not marked. */
export const personalData: LintRule = {
  rule: {
    id: 'lint/personal-data',
    title: 'Personal data is marked',
    severity: 'info',
    since: '0.1.0',
    purpose: 'Captures are redacted by what the contract marks. What is not marked is stored and shown as it came.',
    fix: 'Add `x-personal-data` with the kind of data to the property. When it holds none, leave it: the finding is a note.',
    bad: 'properties:\n  email: { type: string, format: email }',
    good: 'properties:\n  email: { type: string, format: email, x-personal-data: email }',
  },
  check(context) {
    const { contract, document } = context;
    return schemaNodes(contract).flatMap((node) => {
      const name = propertyName(node);
      if (name === undefined || node.isCondition || !soundsPersonal(name) || !holdsText(contract, node.schema))
        return [];
      const message = `Property ${name} looks like personal data and is not marked.`;
      return [report(this.rule, context, message, document.locateSchema(node.pointer))];
    });
  },
};

// One line for each kind of data.
// oxfmt-ignore
const personal: ReadonlySet<string> = new Set([
  'email', 'e mail', 'mail', 'email address', 'mail address',
  'phone', 'phone number', 'mobile', 'mobile number', 'telephone', 'msisdn', 'fax',
  'first name', 'last name', 'full name', 'given name', 'family name', 'middle name', 'surname', 'nickname', 'customer name', 'guest name', 'visitor name',
  'birthday', 'birthdate', 'birth date', 'of birth', 'gender',
  'address', 'street', 'street address', 'postal code', 'postcode', 'zip', 'zip code',
  'ip', 'ip address', 'latitude', 'longitude', 'passport', 'passport number', 'iban', 'ssn',
]);

/** Whether the last one or two words of a name are among those that stand for personal data. */
function soundsPersonal(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return personal.has(words.slice(-2).join(' ')) || personal.has(words.at(-1) ?? '');
}

/** Whether the value can be a text or a number and nothing says what personal data it is. */
function holdsText(contract: Contract, schema: JsonSchemaObject): boolean {
  const schemas = sameValue(contract, schema);
  if (schemas.some((part) => Object.hasOwn(part, 'x-personal-data'))) return false;
  const types = schemas.flatMap((part) => part['type'] ?? []);
  return types.some((type) => type === 'string' || type === 'number' || type === 'integer');
}
