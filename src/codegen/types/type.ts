import { createHash } from 'node:crypto';

/** What a schema lets through, as a type. Objects are open: a property that a type does not name may hold anything. */
export type Type = HeadType | All | Any;

/** A type that says what it is at its top; what is below may still have to be worked out (`All`, `Any`). */
export type HeadType = Basic | Literal | List | Tuple | ObjectType | Reference | Union;

export interface Basic {
  readonly kind: 'unknown' | 'never' | 'null' | 'boolean' | 'number' | 'string';
}

export interface Literal {
  readonly kind: 'literal';
  readonly value: string | number | boolean;
}

export interface List {
  readonly kind: 'list';
  readonly item: Type;
}

export interface Tuple {
  readonly kind: 'tuple';
  readonly items: readonly Type[];
  /** So many of the items are always there. */
  readonly least: number;
  /** What may come after the items; undefined when nothing may. */
  readonly rest: Type | undefined;
}

export interface ObjectType {
  readonly kind: 'object';
  /** Keys of declared objects whose members it has too. */
  readonly bases: readonly string[];
  /** Beside those of the bases, and in their place where both have one. */
  readonly members: ReadonlyMap<string, Member>;
  /** What properties hold that nobody names, where the schema says so. */
  readonly rest: Type | undefined;
}

export interface Member {
  readonly type: Type;
  readonly isOptional: boolean;
  /** Paragraphs of its documentation. */
  readonly doc: readonly string[];
  /** Only a condition speaks of it: where something else does too, its type does not count. */
  readonly isLoose?: boolean;
}

/** A type that is declared under a name. */
export interface Reference {
  readonly kind: 'reference';
  readonly key: string;
}

/** Neither `unknown` nor `never` nor a union is a member. Literals beside their own basic type are known values. */
export interface Union {
  readonly kind: 'union';
  readonly members: readonly Exclude<HeadType, Union>[];
}

/** What all of the types let through, under conditions. */
export interface All {
  readonly kind: 'all';
  readonly types: readonly Type[];
  readonly conditions: readonly Condition[];
}

/** What one of the types lets through. */
export interface Any {
  readonly kind: 'any';
  readonly types: readonly Type[];
}

/** A value that is of one type is `met` of another one, and any other value `unmet` of a third. */
export interface Condition {
  readonly asks: Type;
  readonly met: Type;
  readonly unmet: Type;
  /** What the condition rules out when it is not met, where a type can say that. */
  readonly test: Test | undefined;
  /** In words, for documentation; undefined when it is not simple. */
  readonly words: string | undefined;
  /** Names of the types that properties have when the condition is met, by property. */
  readonly names: ReadonlyMap<string, string>;
}

/** A condition that can be turned round: the value, or one of its properties, is one of these values or kinds. */
export interface Test {
  readonly property: string | undefined;
  readonly values: readonly (string | number | boolean | null)[] | undefined;
  readonly kinds: readonly string[] | undefined;
}

export const unknown: Basic = { kind: 'unknown' };
export const never: Basic = { kind: 'never' };
export const nullType: Basic = { kind: 'null' };
export const anyList: List = { kind: 'list', item: unknown };
export const anyObject: ObjectType = { kind: 'object', bases: [], members: new Map(), rest: undefined };

/** All types at once where that says more than one. */
export function all(types: readonly Type[], conditions: readonly Condition[] = []): Type {
  const saying = distinct(
    types.flatMap((type) => (type.kind === 'all' && type.conditions.length === 0 ? type.types : [type])),
  ).filter((type) => type.kind !== 'unknown');
  if (conditions.length > 0 || saying.length > 1) return { kind: 'all', types: saying, conditions };
  return saying[0] ?? unknown;
}

/** One of the types. */
export function any(types: readonly Type[]): Type {
  const different = distinct(types);
  return different.length === 1 ? (different[0] as Type) : { kind: 'any', types: different };
}

function distinct(types: readonly Type[]): Type[] {
  return [...new Map(types.map((type) => [rawKey(type), type])).values()];
}

const keys = new WeakMap<Type, string>();

/** A text that is the same for types that are written the same. Documentation does not count. */
export function rawKey(type: Type): string {
  const known = keys.get(type);
  if (known !== undefined) return known;
  const key = writeKey(type, rawKey);
  keys.set(type, key);
  return key;
}

/** Longer keys are written as their digest, because keys of big types are made of those of many others. */
const longestKey = 100;

/** The text of `rawKey` for one level; `below` writes what is inside. */
export function writeKey(type: Type, below: (type: Type) => string): string {
  const text = writeLevel(type, below);
  return text.length <= longestKey ? text : createHash('sha256').update(text).digest('base64');
}

function writeLevel(type: Type, below: (type: Type) => string): string {
  switch (type.kind) {
    case 'literal':
      return JSON.stringify(type.value);
    case 'list':
      return `${below(type.item)}[]`;
    case 'tuple':
      return `[${type.items.map(below).join()};${type.least};${type.rest === undefined ? '' : below(type.rest)}]`;
    case 'object':
      return writeObject(type, below);
    case 'reference':
      return `#${type.key}#`;
    case 'union':
      return `(${type.members.map(below).toSorted().join('|')})`;
    case 'any':
      return `any(${type.types.map(below).join()})`;
    case 'all':
      return `all(${type.types.map(below).join()};${type.conditions.map((one) => writeCondition(one, below)).join()})`;
    default:
      return type.kind;
  }
}

function writeObject({ bases, members, rest }: ObjectType, below: (type: Type) => string): string {
  const written = [...members].map(
    ([name, { type, isOptional }]) => `${JSON.stringify(name)}${isOptional ? '?' : ''}:${below(type)}`,
  );
  return `{${bases.map((base) => `#${base}#`).join('&')}${written.toSorted().join(';')}${rest === undefined ? '' : `;*:${below(rest)}`}}`;
}

function writeCondition({ asks, met, unmet, test }: Condition, below: (type: Type) => string): string {
  return `${below(asks)}?${below(met)}:${below(unmet)}${test === undefined ? '' : JSON.stringify(test)}`;
}
