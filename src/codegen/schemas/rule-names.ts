import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';

/** The runtime's rules of keywords that not every contract has. `format` is apart: its rule gets the formats' functions. */
const names: Readonly<Record<string, string>> = {
  contains: 'explainContains',
  exclusiveMaximum: 'explainLimit',
  exclusiveMinimum: 'explainLimit',
  if: 'explainIf',
  jsonText: 'explainJsonText',
  maxItems: 'explainLimit',
  maxLength: 'explainLimit',
  maxProperties: 'explainLimit',
  maximum: 'explainLimit',
  minItems: 'explainLimit',
  minLength: 'explainLimit',
  minProperties: 'explainLimit',
  minimum: 'explainLimit',
  multipleOf: 'explainMultipleOf',
  not: 'explainNot',
  oneOf: 'explainOneOf',
  pattern: 'explainPattern',
  propertyNames: 'explainPropertyNames',
  uniqueItems: 'explainUniqueItems',
};

/** The rules that the keywords of a schema need beside those that the runtime always has: keyword to function. */
export function ruleNamesOf(schema: JsonObject): [keyword: string, name: string][] {
  return Object.entries(schema).flatMap(([keyword, value]): [string, string][] => {
    if (keyword === 'const' && isComposite(value)) return [[keyword, 'explainConst']];
    if (keyword === 'enum' && Array.isArray(value) && value.some(isComposite)) return [[keyword, 'explainEnum']];
    const name = Object.hasOwn(names, keyword) ? names[keyword] : undefined;
    return name === undefined ? [] : [[keyword, name]];
  });
}

function isComposite(value: Json): boolean {
  return isObject(value) || Array.isArray(value);
}
