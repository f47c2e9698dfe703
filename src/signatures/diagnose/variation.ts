/** What about a delivery, its URL, its secret or its scheme can be other than it seems. */
export type VariationKind =
  | 'time'
  | 'signature-header'
  | 'signature-prefix'
  | 'signature-encoding'
  | 'algorithm'
  | 'signed-parts'
  | 'secret-white-space'
  | 'secret-quotes'
  | 'secret-line-break'
  | 'secret-url-encoding'
  | 'secret-encoding'
  | 'url-received'
  | 'url-scheme'
  | 'url-user'
  | 'url-host'
  | 'url-port'
  | 'url-slash'
  | 'url-path'
  | 'url-query'
  | 'url-fragment'
  | 'body-rewritten'
  | 'body-line-break'
  | 'body-line-ends'
  | 'body-white-space'
  | 'body-mark'
  | 'body-encoding'
  | 'body-base64'
  | 'body-quoted'
  | 'body-empty';

/** One way in which what was signed differs from what is at hand. Holds no secret. */
export interface Variation {
  readonly kind: VariationKind;
  /** Clause that goes on after "The signature fits when": `the URL begins with http:// instead of https://`. */
  readonly when: string;
  /** What to do about it: sentences. */
  readonly advice: string;
}

/** A value to try, with what it changes; no variations: the value as it is at hand. */
export interface Variant<T> {
  readonly value: T;
  readonly variations: readonly Variation[];
}

/** Leaves out variants whose value came before: the first has the simplest explanation. */
export function distinct<T>(variants: Iterable<Variant<T>>, identity: (value: T) => string): Variant<T>[] {
  const seen = new Set<string>();
  const kept: Variant<T>[] = [];
  for (const variant of variants) {
    const name = identity(variant.value);
    if (seen.has(name)) continue;
    seen.add(name);
    kept.push(variant);
  }
  return kept;
}
