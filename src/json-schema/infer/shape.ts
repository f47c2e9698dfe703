import type { Json } from '../../util/json.ts';
import { isObject } from '../../util/json.ts';
import { isFormat } from '../formats.ts';
import { limits } from './limits.ts';
import { addText, createTexts, mergeTexts } from './texts.ts';
import type { Texts } from './texts.ts';
import { addPresence, createPresence } from './presence.ts';
import type { Presence } from './presence.ts';
import { addFacets, createTags } from './tags.ts';
import type { Tags } from './tags.ts';

/** What is remembered about all values of one place: its size does not grow with their number. */
export interface Shape {
  seen: number;
  nulls: number;
  booleans: number;
  integers: number;
  /** Numbers with a fraction, or past what 64 bits hold. */
  fractions: number;
  /** Of the integers. */
  least: number;
  greatest: number;
  objects: number;
  arrays: number;
  /** Something that no schema can describe came: nested too deeply, or a number without end. */
  isOdd: boolean;
  texts: Texts | undefined;
  /** Properties; each is seen once for each object that has it. */
  members: Map<string, Shape> | undefined;
  /** Values of the properties that `members` had no room for. */
  rest: Shape | undefined;
  tags: Tags | undefined;
  /** Which properties came together; undefined when there are too many to say. */
  presence: Presence | undefined;
  /** Items of all arrays. */
  items: Shape | undefined;
  /** What the texts that hold JSON hold. */
  content: Shape | undefined;
}

/** Places that may still be made. */
export interface Budget {
  places: number;
}

export function createShape(): Shape {
  return {
    seen: 0,
    nulls: 0,
    booleans: 0,
    integers: 0,
    fractions: 0,
    least: Number.POSITIVE_INFINITY,
    greatest: Number.NEGATIVE_INFINITY,
    objects: 0,
    arrays: 0,
    isOdd: false,
    texts: undefined,
    members: undefined,
    rest: undefined,
    tags: undefined,
    presence: undefined,
    items: undefined,
    content: undefined,
  };
}

/** Takes a value into account. */
export function addValue(shape: Shape, value: Json, budget: Budget, depth = 0): void {
  shape.seen++;
  if (value === null) shape.nulls++;
  else if (typeof value === 'boolean') shape.booleans++;
  else if (typeof value === 'number') addNumber(shape, value);
  else if (typeof value === 'string') addString(shape, value, budget, depth);
  else if (depth >= limits.depth) shape.isOdd = true;
  else if (isObject(value)) addObject(shape, value, budget, depth);
  else {
    shape.arrays++;
    shape.items ??= createShape();
    for (const item of value) addValue(shape.items, item, budget, depth + 1);
  }
}

/** Takes over what is counted at the place itself, not below it; tags and the like are left out. */
export function mergeCounts(into: Shape, from: Shape): void {
  into.seen += from.seen;
  into.nulls += from.nulls;
  into.booleans += from.booleans;
  into.integers += from.integers;
  into.fractions += from.fractions;
  into.least = Math.min(into.least, from.least);
  into.greatest = Math.max(into.greatest, from.greatest);
  into.objects += from.objects;
  into.arrays += from.arrays;
  into.isOdd ||= from.isOdd;
  if (from.texts !== undefined) mergeTexts((into.texts ??= createTexts()), from.texts);
}

function addNumber(shape: Shape, value: number): void {
  if (!Number.isFinite(value)) shape.isOdd = true;
  else if (!Number.isInteger(value) || Math.abs(value) > 2 ** 63) shape.fractions++;
  else {
    shape.integers++;
    shape.least = Math.min(shape.least, value);
    shape.greatest = Math.max(shape.greatest, value);
  }
}

function addString(shape: Shape, text: string, budget: Budget, depth: number): void {
  shape.texts ??= createTexts();
  addText(shape.texts, text);
  // Once a text was none, the place does not hold JSON.
  if (shape.texts.json !== shape.texts.count - 1) return;
  const content = contentOf(text);
  if (content === undefined) return;
  shape.texts.json++;
  addValue((shape.content ??= createShape()), content, budget, depth + 1);
}

/** The object or list that a text holds as JSON. */
export function contentOf(text: string): Json | undefined {
  if (text.length > limits.text || !/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function addObject(shape: Shape, value: { readonly [key: string]: Json }, budget: Budget, depth: number): void {
  const members = (shape.members ??= new Map<string, Shape>());
  const entries = Object.entries(value);
  for (const [key, member] of entries) {
    let below = members.get(key);
    if (below === undefined && isNameable(key) && members.size < limits.members && budget.places > 0) {
      budget.places--;
      below = createShape();
      members.set(key, below);
    }
    below ??= shape.rest ??= createShape();
    addValue(below, member, budget, depth + 1);
  }
  if (shape.rest === undefined) addFacets((shape.tags ??= createTags()), entries, shape.objects);
  else shape.tags = undefined;
  if (shape.objects === 0) shape.presence = createPresence();
  const isKnown = shape.rest === undefined && shape.presence !== undefined;
  if (!isKnown || !addPresence(shape.presence as Presence, Object.keys(value))) shape.presence = undefined;
  shape.objects++;
}

/**
 * Whether a name can stand in a schema: a longer one is data, half of a surrogate pair is no text that a file could hold,
 * and an address belongs to a person.
 */
function isNameable(key: string): boolean {
  return key.length <= limits.key && key.isWellFormed() && !(key.includes('@') && isFormat('email', key));
}
