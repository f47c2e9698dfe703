import { isEqual } from '../../json-schema/equal.ts';
import { keywordsOf } from '../../json-schema/keywords.ts';
import type { Dialect, JsonSchemaObject } from '../../json-schema/schema.ts';
import type { Json } from '../../util/json.ts';
import { isAnnotation, ownKeywords } from './expand.ts';

/** The keywords of several schemas in one, and what could not be put beside the others. */
export interface Folded {
  readonly keywords: Record<string, Json>;
  /** What still has to hold besides: parts of the schemas, as they were written. */
  readonly rest: JsonSchemaObject[];
}

/** Keywords that `foldShape` folds, because the schemas below them have to be put together too. */
const shapeKeywords: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'additionalProperties',
  'items',
  'prefixItems',
  'additionalItems',
]);

type Fold = (one: Json, other: Json) => Json | undefined;

const greater: Fold = (one, other) => Math.max(one as number, other as number);
const smaller: Fold = (one, other) => Math.min(one as number, other as number);

/** How two values of a keyword become one that demands both; undefined where none can. */
const folds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['type', foldTypes],
  ['enum', foldValues],
  ['required', (one, other) => [...new Set([...(one as string[]), ...(other as string[])])]],
  ['uniqueItems', (one, other) => one === true || other === true],
  ['minimum', greater],
  ['exclusiveMinimum', greater],
  ['minLength', greater],
  ['minItems', greater],
  ['minProperties', greater],
  ['maximum', smaller],
  ['exclusiveMaximum', smaller],
  ['maxLength', smaller],
  ['maxItems', smaller],
  ['maxProperties', smaller],
]);

/**
 * Puts the keywords of schemas that apply to the same value beside each other, without those of shape and without
 * `unevaluated...`, which speaks of its own schema alone. The result with all of `rest` accepts what all of them accept,
 * and nothing else. Words of the first schema win; keywords that the dialect does not know are dropped.
 */
export function foldKeywords(leaves: readonly JsonSchemaObject[], dialect: Dialect): Folded {
  const folded: Folded = { keywords: {}, rest: [] };
  const known = keywordsOf(dialect);
  for (const leaf of leaves) {
    const done = new Set<string>();
    for (const keyword of ownKeywords(leaf)) {
      const isLeftOut = shapeKeywords.has(keyword) || keyword.startsWith('unevaluated');
      if (done.has(keyword) || isLeftOut || !(known.has(keyword) || isAnnotation(keyword))) continue;
      const group = (dialect === 'draft-04' ? groupsInDraft04 : groupsByKeyword).get(keyword);
      if (group === undefined) foldOne(folded, keyword, leaf[keyword] as Json);
      else foldGroup(folded, leaf, group);
      for (const name of group ?? []) done.add(name);
    }
  }
  return folded;
}

/** Keywords that belong together: they mean something else apart. */
const groups: readonly (readonly string[])[] = [
  ['if', 'then', 'else'],
  ['contains', 'minContains', 'maxContains'],
  ['contentMediaType', 'contentEncoding', 'contentSchema'],
];

/** In draft-04 `exclusiveMinimum` is a switch beside `minimum`. */
const limits: readonly (readonly string[])[] = [
  ['minimum', 'exclusiveMinimum'],
  ['maximum', 'exclusiveMaximum'],
];

const groupsByKeyword = byKeyword(groups);
const groupsInDraft04 = byKeyword([...groups, ...limits]);

function byKeyword(all: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> {
  return new Map(all.flatMap((group) => group.map((keyword) => [keyword, group] as const)));
}

function foldOne({ keywords, rest }: Folded, keyword: string, value: Json): void {
  const former = keywords[keyword];
  if (former === undefined) keywords[keyword] = value;
  else if (!isAnnotation(keyword) && !isEqual(former, value)) {
    const both = folds.get(keyword)?.(former, value);
    if (both === undefined) rest.push({ [keyword]: value });
    else keywords[keyword] = both;
  }
}

function foldGroup({ keywords, rest }: Folded, leaf: JsonSchemaObject, group: readonly string[]): void {
  const own = pick(leaf, group);
  const former = pick(keywords, group);
  if (Object.keys(former).length === 0) Object.assign(keywords, own);
  else if (!isEqual(former, own)) rest.push(own);
}

/** The keywords of `schema` that are among `names`. */
export function pick(schema: JsonSchemaObject, names: readonly string[]): JsonSchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => names.includes(keyword)));
}

function foldValues(one: Json, other: Json): Json | undefined {
  const common = (one as Json[]).filter((value) => (other as Json[]).some((known) => isEqual(value, known)));
  return common.length > 0 ? common : undefined;
}

function foldTypes(one: Json, other: Json): Json | undefined {
  const [first = [], second = []] = [one, other].map((types) => (Array.isArray(types) ? types : [types]) as string[]);
  const common = first.flatMap((type) => {
    if (second.includes(type)) return [type];
    if (type === 'integer' && second.includes('number')) return [type];
    return type === 'number' && second.includes('integer') ? ['integer'] : [];
  });
  const types = [...new Set(common)];
  return types.length > 1 ? types : types[0];
}
