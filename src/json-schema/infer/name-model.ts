import type { ShapeClass, Site } from './site.ts';
import { singular, wordsOf } from './words.ts';

/** Names of properties that say nothing about what they hold. */
const genericNames: ReadonlySet<string> = new Set([
  'object',
  'data',
  'item',
  'value',
  'payload',
  'resource',
  'attribute',
  'attributes',
  'node',
  'content',
  'before',
  'after',
  'previous',
  'current',
  'new',
  'old',
  'body',
  'record',
  'entity',
  'element',
  'entry',
  'result',
  'details',
  'detail',
  'info',
  'parent',
  'child',
  'source',
  'target',
  'event',
]);

/** Whether a property's name says nothing about what it holds. */
export function isGeneric(name: string): boolean {
  return genericNames.has(wordsOf(name).join(' '));
}

/**
 * A file name for a model: what most properties that hold one are called, or what its objects call themselves.
 *
 * @param taken names in lower case that it must not have
 * @param subject what the events of these groups are about, when they agree
 */
export function nameModel(
  { sites }: ShapeClass,
  taken: ReadonlySet<string>,
  subject: (groups: readonly string[]) => string | undefined,
): string {
  const names = [...mostFrequent(sites.map(({ name }) => name))];
  const telling =
    commonEnd(names) ??
    names.find((name) => name !== '' && !isGeneric(name) && !roles.has(name)) ??
    names.find(isTelling);
  const groups = [...new Set(sites.map(({ group }) => group))];
  const [above] = mostFrequent(sites.flatMap((site) => nameAbove(site) ?? []));
  const chosen = telling ?? ownWord(sites) ?? above ?? subject(groups) ?? names[0];
  return freeName(chosen ?? '', taken);
}

/** The word that all names end with: `address` of a billing and a shipping address. */
function commonEnd(names: readonly string[]): string | undefined {
  const lasts = new Set(names.map((name) => wordsOf(name).at(-1) ?? ''));
  const [last] = lasts;
  return names.length > 1 && lasts.size === 1 && last !== undefined && isTelling(last) ? last : undefined;
}

/** Vague names of a part of something, and not of the thing itself. */
const parts: ReadonlySet<string> = new Set([
  'attribute',
  'attributes',
  'detail',
  'details',
  'info',
  'source',
  'target',
]);

function isTelling(name: string): boolean {
  return name !== '' && !isGeneric(name);
}

/** Names that say what part somebody plays, and not what they are: another name of the same model is better. */
const roles: ReadonlySet<string> = new Set(
  'actor assignee author by committer creator from owner performer pusher receiver recipient requester reviewer self sender to'.split(
    ' ',
  ),
);

/** The nearest name above that says something, of one: what stands in `data` of `refunds` is a refund. */
function nameAbove(site: Site): string | undefined {
  for (let above = site.above; above !== undefined; above = above.above) {
    if (!isTelling(above.name)) continue;
    const word = singular(above.name);
    return parts.has(wordsOf(site.name).join(' ')) ? `${word}-${site.name}` : word;
  }
  return undefined;
}

/** A word as the name of a file that is not taken yet. */
export function freeName(word: string, taken: ReadonlySet<string>): string {
  const base = fileName(word);
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}-${number}`;
  return name;
}

/** The one value of the property in which all objects say of which kind they are. */
function ownWord(sites: ShapeClass['sites']): string | undefined {
  for (const key of ['object', 'type', 'kind', '__typename', '_type']) {
    const values = sites.map(({ shape }) => shape.members?.get(key)?.texts?.values);
    const words = new Set(values.flatMap((each) => (each === undefined ? [undefined] : [...each.keys()])));
    const [word] = words;
    if (words.size === 1 && word !== undefined && fileName(word) !== 'model') return word;
  }
  return undefined;
}

function fileName(name: string): string {
  const words = wordsOf(name).map((word) => word.normalize('NFKD').replaceAll(/[^a-z\d]/g, ''));
  const joined = words
    .filter((word) => word !== '')
    .join('-')
    .slice(0, 60)
    .replace(/-$/, '');
  return joined === '' ? 'model' : joined;
}

/** Each once, the most frequent first; of equals the first. */
function mostFrequent(texts: readonly string[]): Iterable<string> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one).map(([text]) => text);
}
