import { child, pointerOfReference } from '../../json-schema/pointer.ts';
import type { Contract } from '../../asyncapi/model.ts';
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
  readonly place: () => ReturnType<LintContext['document']['origin']>;
}

/** Schemas under `components` of the document that no definition was made from. */
function unusedComponents({ contract, document }: LintContext): Unused[] {
  const components = document.nodes('schema').filter((pointer) => /^\/components\/schemas\/[^/]+$/.test(pointer));
  if (components.length === 0) return [];
  const used = Object.keys(contract.schemas.definitions).map((name) => document.locateSchema(child('/definitions', name)));
  return components
    .filter((pointer) => {
      const own = document.origin(pointer);
      return !used.some((place) => place.file === own.file && `${place.pointer ?? ''}/`.startsWith(`${own.pointer ?? ''}/`));
    })
    .map((pointer) => ({ name: nameOf(pointer), place: () => document.origin(pointer) }));
}

/** Schemas under `definitions` or `$defs` of a schema that no reference leads to, or only their own. */
function unusedDefinitions({ contract, document }: LintContext): Unused[] {
  const references = [...referencesOf(contract)];
  return schemaNodes(contract)
    .filter(({ keyword, pointer }) => {
      if (keyword !== 'definitions' && keyword !== '$defs') return false;
      return !references.some(({ from, to }) => isWithin(to, pointer) && !isWithin(from, pointer));
    })
    .map(({ pointer }) => ({ name: nameOf(pointer), place: () => document.locateSchema(pointer) }));
}

function* referencesOf(contract: Contract): Iterable<{ from: string; to: string }> {
  for (const { schema, pointer } of schemaNodes(contract)) {
    const to = typeof schema['$ref'] === 'string' ? pointerOfReference(schema['$ref']) : undefined;
    if (to !== undefined) yield { from: pointer, to };
  }
}

function isWithin(pointer: string, above: string): boolean {
  return pointer === above || pointer.startsWith(`${above}/`);
}

function nameOf(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1).replaceAll('~1', '/').replaceAll('~0', '~');
}
