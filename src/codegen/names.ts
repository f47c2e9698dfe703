/**
 * The words of a name as one identifier in Pascal case: `visit.created` becomes `VisitCreated`, `QRCode` stays as it is,
 * `TICKET_CREATED` becomes `TicketCreated`, `v1.0` becomes `V1_0`. What no identifier may hold is left out.
 */
export function pascalCase(name: string): string {
  const words = wordsOf(name).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return startWithLetter(join(words), 'Unnamed');
}

/** As `pascalCase`, beginning in lower case: `acme-corp` becomes `acmeCorp`, `QRCode` becomes `qrCode`. */
export function camelCase(name: string): string {
  const [first = '', ...others] = wordsOf(name);
  const lowered = first.replace(/^\p{Lu}+(?!\p{Ll})|^\p{Lu}/u, (capitals) => capitals.toLowerCase());
  const words = [lowered, ...others.map((word) => word.charAt(0).toUpperCase() + word.slice(1))];
  return startWithLetter(join(words), 'unnamed');
}

/** An identifier that may be declared in a module: words that the language keeps for itself get a `_` at their end. */
export function safeIdentifier(identifier: string): string {
  return reservedWords.has(identifier) ? `${identifier}_` : identifier;
}

/** Gives out names, each once; names that differ only in case count as the same. */
export interface NameTable {
  /** The first of the candidates that is free; when none is, the last one with a number. */
  take(...candidates: readonly string[]): string;
  isFree(name: string): boolean;
}

/** A table of names in which the reserved ones are not free, as they are written. */
export function createNameTable(reserved: Iterable<string> = []): NameTable {
  const kept = new Set(reserved);
  const used = new Set<string>();
  const isFree = (name: string): boolean => !kept.has(name) && !used.has(name.toLowerCase());
  return {
    isFree,
    take: (...candidates) => {
      const last = candidates.at(-1) ?? 'Unnamed';
      let name = candidates.find(isFree);
      for (let number = 2; name === undefined; number += 1) {
        if (isFree(`${last}${number}`)) name = `${last}${number}`;
      }
      used.add(name.toLowerCase());
      return name;
    },
  };
}

/** Letters and digits of the basic plane: what every version of the language reads as a part of an identifier. */
const wordPattern = /[\p{ID_Continue}--[\p{Pc}\u{10000}-\u{10ffff}]]+/gv;

function wordsOf(name: string): string[] {
  const words = name.normalize('NFC').match(wordPattern) ?? [];
  const isShouting = words.every((word) => word === word.toUpperCase());
  return isShouting ? words.map((word) => word.toLowerCase()) : words;
}

/** Digits that would run together are kept apart. */
function join(words: readonly string[]): string {
  return words.reduce((whole, word) => (/\d$/.test(whole) && /^\d/.test(word) ? `${whole}_${word}` : whole + word), '');
}

function startWithLetter(identifier: string, otherwise: string): string {
  if (identifier === '') return otherwise;
  return /^\p{ID_Start}/u.test(identifier) ? identifier : `_${identifier}`;
}

// Source: ECMAScript 2025, sections 12.7.2 and 13.1.1, for strict code of modules; and globals that nobody should shadow.
const reservedWords: ReadonlySet<string> = new Set(
  `arguments as async await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for from function get globalThis if implements import in instanceof interface let new null of
  package private protected public return set static super switch this throw true try type typeof undefined var void while
  with yield`.split(/\s+/),
);

/**
 * Types that every module can use without an import. A type of the same name would be legal, and would mislead.
 * Source: the declarations of ECMAScript that come with TypeScript.
 */
export const globalTypes: readonly string[] =
  `Array ArrayBuffer ArrayLike Atomics Awaited BigInt Boolean Capitalize ConstructorParameters DataView Date Error Exclude
  Extract Function Generator InstanceType Int8Array Intl Iterable Iterator JSON Map Math NoInfer NonNullable Number Object
  Omit OmitThisParameter Parameters Partial Pick Promise PromiseLike PropertyDescriptor PropertyKey Proxy Readonly
  ReadonlyArray ReadonlyMap ReadonlySet Record Reflect RegExp Required ReturnType Set String Symbol ThisType
  TypedPropertyDescriptor Uint8Array Uncapitalize Uppercase Lowercase WeakMap WeakRef WeakSet`.split(/\s+/);
