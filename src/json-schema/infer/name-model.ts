import type { ShapeClass } from './site.ts';
import { wordsOf } from './words.ts';

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
 * A file name for a model: what its objects call themselves, or what most properties that hold one are called.
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
  const telling = names.find((name) => name !== '' && !isGeneric(name));
  const groups = [...new Set(sites.map(({ group }) => group))];
  const parents = [...mostFrequent(sites.map(({ parent }) => parent))];
  const chosen =
    telling ?? ownWord(sites) ?? subject(groups) ?? parents.find((name) => name !== '' && !isGeneric(name)) ?? names[0];
  const base = fileName(chosen ?? '');
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
