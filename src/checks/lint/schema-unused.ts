import type { Contract } from '../../asyncapi/model.ts';
import type { Place } from '../../findings/finding.ts';
import { child, pointerOfReference } from '../../json-schema/pointer.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { report } from './support/lint-rule.ts';
import type { LintContext, LintRule } from './support/lint-rule.ts';
import { schemaNodes } from './support/schemas.ts';

/** A schema that no event leads to. */
export const schemaUnused: LintRule = {
  rule: {
    id: 'lint/schema-unused',
    title: 'Every schema is used by an event',
    severity: 'warning',
    since: '0.1.0',
    purpose: 'No example and no capture is ever held against a schema that nothing refers to: it can say anything.',
    fix: 'Refer to the schema from the payload that it describes, or remove it.',
    bad: 'components:\n  schemas:\n    order: { type: object }\n    ordre: { type: object }',
    good: 'components:\n  schemas:\n    order: { type: object }',
  },
  check(context) {
    return [...unusedComponents(context), ...unusedDefinitions(context)].map(({ name, place }) =>
      report(this.rule, context, `Nothing uses the schema ${name}.`, place()),
    );
  },
};

interface Unused {
  readonly name: string;
  readonly place: () => Place;
}

/** Schemas under `components` of the document that no reference of any file leads to, or only their own. */
function unusedComponents({ document }: LintContext): Unused[] {
  const components = document.nodes('schema').filter((pointer) => /^\/components\/schemas\/[^/]+$/.test(pointer));
  if (components.length === 0) return [];
  const references = [...document.documents.values()].flatMap((source) =>
    referencesIn(source.data).map(({ from, to }) => ({ from: source.file === document.file ? from : '', to })),
  );
  return components
    .filter((pointer) => !references.some(({ from, to }) => isWithin(to, pointer) && !isWithin(from, pointer)))
    .map((pointer) => ({ name: nameOf(pointer), place: () => document.origin(pointer) }));
}

/** Schemas under `definitions` or `$defs` of a schema that no reference leads to, or only their own. */
function unusedDefinitions({ contract, document }: LintContext): Unused[] {
  const references = referencesOf(contract);
  return schemaNodes(contract)
    .filter(({ keyword, pointer }) => {
      if (keyword !== 'definitions' && keyword !== '$defs') return false;
      return !references.some(({ from, to }) => isWithin(to, pointer) && !isWithin(from, pointer));
    })
    .map(({ pointer }) => ({ name: nameOf(pointer), place: () => document.locateSchema(pointer) }));
}

interface Reference {
  /** Pointer to the object that refers. */
  readonly from: string;
  /** Pointer that it refers to, in whatever file. */
  readonly to: string;
}

function referencesOf(contract: Contract): Reference[] {
  return schemaNodes(contract).flatMap(({ schema, pointer }) => referenceAt(schema, pointer));
}

/** Every `$ref` in a file's data, of schemas and of other objects. */
function referencesIn(data: Json): Reference[] {
  const found: Reference[] = [];
  const waiting: { value: Json; pointer: string }[] = [{ value: data, pointer: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, pointer } = next;
    if (isObject(value)) found.push(...referenceAt(value, pointer));
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, below] of Object.entries(value)) waiting.push({ value: below, pointer: child(pointer, name) });
  }
  return found;
}

function referenceAt(value: JsonObject, from: string): Reference[] {
  const reference = Object.hasOwn(value, '$ref') ? value['$ref'] : undefined;
  if (typeof reference !== 'string' || !reference.includes('#')) return [];
  const to = pointerOfReference(reference.slice(reference.indexOf('#')));
  return to === undefined ? [] : [{ from, to }];
}

function isWithin(pointer: string, above: string): boolean {
  return pointer === above || pointer.startsWith(`${above}/`);
}

function nameOf(pointer: string): string {
  return pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}
