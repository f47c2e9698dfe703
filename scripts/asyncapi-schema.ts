/** A part of a JSON Schema while it is rewritten. */
export type SchemaPart = { [keyword: string]: unknown };

/**
 * Rewrites the JSON Schema of AsyncAPI so that it says the same with errors a person can use: where one of several
 * branches must match, the branch that the data means is chosen first, and only that one is held against it. Changes
 * `schema` in place.
 *
 * - `oneOf [Reference, Thing]`: an object with `$ref` is a reference, anything else the thing.
 * - security schemes: the branch that has the `type` (and for `http` the `scheme`).
 * - `anyOf`/`oneOf` of a thing and a list: by whether the data is a list.
 * - a reference that must not be written out (a channel in an operation) may be written out in the bundled document,
 *   where the object of another file has taken the place of the reference. Own rules hold what the source says.
 * - `true` and `false` are schemas, not wrappings of one.
 * - components with unusual names are held against the schema too.
 */
export function chooseBranchesFirst(schema: SchemaPart): void {
  const definitions = schema['definitions'] as Record<string, SchemaPart>;
  definitions['ReferenceObject'] = { type: 'string' };
  (definitions['anySchema'] ?? {})['if'] = { type: 'object', required: ['schema'] };
  definitions['SecurityScheme'] = securitySchemes(definitions);
  allowWrittenOut(definitions);
  checkAllNames(definitions['components'] ?? {});
  rewrite(schema);
}

const reference = { $ref: '#/definitions/Reference' };

/** Drops what says nothing about validity, in all schemas of `part`: it would stand in the generated code. */
export function dropAnnotations(part: unknown): void {
  if (typeof part !== 'object' || part === null) return;
  if (!Array.isArray(part)) {
    const schema = part as SchemaPart;
    if (typeof schema['description'] === 'string') delete schema['description'];
    if (typeof schema['title'] === 'string') delete schema['title'];
    if (Array.isArray(schema['examples'])) delete schema['examples'];
  }
  for (const value of Object.values(part)) dropAnnotations(value);
}

function rewrite(part: unknown): void {
  if (typeof part !== 'object' || part === null) return;
  for (const value of Object.values(part)) rewrite(value);
  if (Array.isArray(part)) return;
  const schema = part as SchemaPart;
  for (const keyword of ['oneOf', 'anyOf']) {
    const branches = schema[keyword];
    if (!Array.isArray(branches)) continue;
    const chosen = choice(branches as SchemaPart[]);
    if (chosen === undefined) continue;
    delete schema[keyword];
    Object.assign(schema, chosen);
  }
}

/** A chain of `if`/`then`/`else` that means the same as the branches; undefined when it cannot be told which is meant. */
function choice(branches: readonly SchemaPart[]): SchemaPart | undefined {
  const referring = branches.findIndex((branch) => branch['$ref'] === reference.$ref);
  if (referring !== -1) {
    const others = branches.filter((_, index) => index !== referring);
    const [only] = others;
    const rest = others.length === 1 ? only : (choice(others) ?? { anyOf: others });
    return choose({ type: 'object', required: ['$ref'] }, reference, rest);
  }
  const [first, second] = branches;
  if (branches.length !== 2 || first === undefined || second === undefined) return undefined;
  const list = [first, second].find(isList);
  if (list !== undefined) return choose({ type: 'array' }, list, list === first ? second : first);
  // The schema itself allows booleans.
  return second['type'] === 'boolean' && first['$ref'] === '#/definitions/schema' ? first : undefined;
}

function isList(branch: SchemaPart): boolean {
  return branch['type'] === 'array' || (typeof branch['$ref'] === 'string' && branch['$ref'].endsWith('Array'));
}

function securitySchemes(definitions: Record<string, SchemaPart>): SchemaPart {
  const byType = new Map<string, string[]>();
  const waiting = ['SecurityScheme'];
  for (const name of waiting) {
    const definition = definitions[name] ?? {};
    const branches = definition['oneOf'] as { $ref: string }[] | undefined;
    waiting.push(...(branches ?? []).map(({ $ref }) => $ref.slice('#/definitions/'.length)));
    for (const type of enumOf(definition, 'type')) byType.set(type, [...(byType.get(type) ?? []), name]);
  }
  return {
    type: 'object',
    required: ['type'],
    properties: { type: { enum: [...byType.keys()] } },
    allOf: [...byType].map(([type, names]) => choose(has('type', type), ofType(definitions, names))),
  };
}

function ofType(definitions: Record<string, SchemaPart>, names: readonly string[]): SchemaPart {
  const [only] = names;
  if (names.length === 1 && only !== undefined) return { $ref: `#/definitions/${only}` };
  const schemes = names.find((name) => enumOf(definitions[name] ?? {}, 'scheme').length > 0);
  const other = names.find((name) => name !== schemes);
  if (names.length !== 2 || schemes === undefined || other === undefined)
    throw new Error(`Cannot tell apart: ${names.join(', ')}`);
  const [scheme] = enumOf(definitions[schemes] ?? {}, 'scheme');
  return choose(has('scheme', scheme), { $ref: `#/definitions/${schemes}` }, { $ref: `#/definitions/${other}` });
}

function enumOf(definition: SchemaPart, property: string): string[] {
  const properties = (definition['properties'] ?? {}) as Record<string, { enum?: string[] }>;
  return properties[property]?.enum ?? [];
}

function has(property: string, value: unknown): SchemaPart {
  return { properties: { [property]: { const: value } }, required: [property] };
}

function choose(condition: SchemaPart, meant: SchemaPart, otherwise?: SchemaPart): SchemaPart {
  const parts = [condition, meant, otherwise];
  const keywords = ['if', 'then', 'else'].slice(0, otherwise === undefined ? 2 : 3);
  return Object.fromEntries(keywords.map((keyword, index) => [keyword, parts[index]]));
}

function either(name: string): SchemaPart {
  return { oneOf: [{ ...reference }, { $ref: `#/definitions/${name}` }] };
}

function allowWrittenOut(definitions: Record<string, SchemaPart>): void {
  const fieldsOf = (name: string): Record<string, SchemaPart> =>
    (definitions[name]?.['properties'] ?? {}) as Record<string, SchemaPart>;
  for (const holder of ['operation', 'operationReply']) {
    fieldsOf(holder)['channel'] = either('channel');
    fieldsOf(holder)['messages'] = { type: 'array', items: either('messageObject') };
  }
  fieldsOf('channel')['servers'] = { type: 'array', uniqueItems: true, items: either('server') };
}

function checkAllNames(components: SchemaPart): void {
  for (const kind of Object.values((components['properties'] ?? {}) as Record<string, SchemaPart>)) {
    const [pattern] = Object.values((kind['patternProperties'] ?? {}) as Record<string, SchemaPart>);
    if (pattern === undefined) continue;
    delete kind['patternProperties'];
    kind['additionalProperties'] = pattern;
  }
}
