import { isFormat } from '../formats.ts';
import { evidence } from './limits.ts';
import { countsOf, membersOf, timesSeen, valuesOf } from './place.ts';
import type { Shapes } from './place.ts';
import { wordsOf } from './words.ts';

/** Whether objects are maps: their keys are data (ids, languages, days), not names of properties. */
export function isMap(shapes: Shapes, name: string): boolean {
  const members = membersOf(shapes);
  if (hasRest(shapes)) return !hasBackbone(members, countsOf(shapes).objects);
  const keys = [...members.keys()];
  if (keys.length === 0) return false;
  if (keys.every(isIdLike)) return true;
  const ids = keys.filter(isIdLike).length;
  if (keys.length >= 4 && ids / keys.length >= 0.8) return true;
  if (keys.length >= 3 && areLanguages(keys) && sameKind(shapes)) return true;
  const { objects } = countsOf(shapes);
  if (freeByName.has(wordsOf(name).at(-1) ?? '')) return comesAndGoes(members, objects, 0.9) && sameKind(shapes);
  return keys.length >= evidence.mapKeys && isScattered(members, objects) && sameKind(shapes);
}

/** Whether there were properties without room, or with a name that cannot be stated. */
export function hasRest(shapes: Shapes): boolean {
  return shapes.some(({ rest }) => rest !== undefined);
}

/** Whether some properties are nearly always there: then the odd ones are junk, or an addition. */
function hasBackbone(members: ReadonlyMap<string, Shapes>, objects: number): boolean {
  return objects >= 5 && [...members.values()].some((shapes) => timesSeen(shapes) >= objects * 0.9);
}

/** Codes of languages. Source: ISO 639-1. */
const languages: ReadonlySet<string> = new Set(
  (
    'aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es ' +
    'et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj ' +
    'kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ' +
    'ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti ' +
    'tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'
  ).split(' '),
);
/** Codes that are as well the name of a property: words, units, countries. */
const ambiguous: ReadonlySet<string> = new Set(
  'ad am as be by ca cc co do eu fr go he hi hz id in io ip is it la ml mm my na no of ok on or os pa pi ps se sg so st th tl to tv uk up us'.split(
    ' ',
  ),
);

/** Whether keys are languages: all of them may be, and two of them are hardly anything else. */
function areLanguages(keys: readonly string[]): boolean {
  const codes = keys.map((key) => /^([a-z]{2})(?:[-_][A-Z]{2})?$/.exec(key)?.[1] ?? '');
  if (!codes.every((code) => languages.has(code))) return false;
  return keys.filter((key, index) => key.length > 2 || !ambiguous.has(codes[index] ?? '')).length >= 2;
}

/** Names of objects that whoever uses the vendor fills as they like. */
const freeByName: ReadonlySet<string> = new Set([
  'metadata',
  'meta',
  'labels',
  'annotations',
  'headers',
  'params',
  'parameters',
  'variables',
  'translations',
  'fields',
  'custom',
  'attributes',
  'properties',
  'tags',
  'extra',
  'extras',
  'answers',
  'counts',
  'scores',
]);

/** A key that a program made: a UUID, a number, a day, an address, or letters and digits without sense. */
function isIdLike(key: string): boolean {
  // Nearly all names: no id is without a digit or a sign.
  if (/^[A-Za-z_]*$/.test(key)) return false;
  if (/^-?\d+$/.test(key) || isFormat('uuid', key) || isFormat('date', key) || isFormat('date-time', key)) return true;
  if (/^[\da-f]{12,}$/i.test(key) && /\d/.test(key)) return true;
  if (key.includes('@') && isFormat('email', key)) return true;
  if (key.includes('://')) return true;
  if (/^[^A-Za-z]*$/.test(key) && /\d/.test(key)) return true;
  const tail = /^[A-Za-z]{1,12}[_-]([A-Za-z\d]{6,})$/.exec(key)?.[1] ?? (/^[A-Za-z\d_-]{12,}$/.test(key) ? key : '');
  return /^[A-Z]{1,6}[-_]\d+$/.test(key) || changes(tail) >= 3 || /^[a-z]{1,12}[_-]\d{2,}$/.test(key);
}

/** How often letters and digits take turns, which they do in ids and not in names. */
function changes(text: string): number {
  return [...text.matchAll(/(?<=\d)[A-Za-z]|(?<=[A-Za-z])\d/g)].length;
}

/** Nearly no property is there always: each object has keys of its own. */
function isScattered(members: ReadonlyMap<string, Shapes>, objects: number): boolean {
  const times = [...members.values()].map(timesSeen).toSorted((one, other) => one - other);
  const median = times[times.length >> 1] ?? 0;
  const once = times.filter((each) => each === 1).length;
  return objects >= 4 && (times.at(-1) ?? 0) <= objects * 0.6 && median <= objects * 0.2 && once * 4 >= times.length;
}

/** Whether no property is in nearly all objects. */
function comesAndGoes(members: ReadonlyMap<string, Shapes>, objects: number, share: number): boolean {
  return [...members.values()].every((shapes) => timesSeen(shapes) <= objects * share) || objects < 2;
}

/** Whether all values are of one type (null beside it), and objects share most of their properties. */
function sameKind(shapes: Shapes): boolean {
  const all = valuesOf(shapes);
  const { booleans, integers, fractions, objects, arrays, texts } = countsOf(all);
  const kinds = [booleans, integers + fractions, objects, arrays, texts?.count ?? 0].filter((count) => count > 0);
  if (kinds.length > 1) return false;
  if (objects === 0) return true;
  const shared = [...membersOf(all).values()].map((having) => having.length);
  return shared.length === 0 || Math.max(...shared) >= all.length * 0.8;
}
