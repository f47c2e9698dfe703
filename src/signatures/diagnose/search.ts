import { createSecretKey, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { computeSignature } from '../message.ts';
import type { SignedParts } from '../message.ts';
import type { SignatureScheme } from '../scheme.ts';
import type { Candidate } from './signatures.ts';
import type { Variant, Variation } from './variation.ts';

/** Everything that may have gone into a signature. */
export interface SearchSpace {
  readonly scheme: SignatureScheme;
  readonly candidates: readonly Variant<Candidate>[];
  readonly templates: readonly Variant<string>[];
  readonly bodies: readonly Variant<Uint8Array>[];
  readonly urls: readonly Variant<string>[];
  readonly keys: readonly Key[];
  readonly parts: Omit<SignedParts, 'url' | 'body'>;
  /** Most variations of URL, body, secret and template at a time; how the signature is written comes on top. */
  readonly variations: number;
}

/** A key with the secret that it was made of. */
export interface Key extends Variant<Uint8Array> {
  /** Position among the secrets. */
  readonly secret: number;
}

/** What makes the signature fit. */
export interface Match {
  readonly secret: number;
  readonly variations: readonly Variation[];
}

export interface SearchResult {
  readonly match: Match | undefined;
  /** Number of signatures that were computed. */
  readonly tried: number;
  /** Whether everything was tried. */
  readonly isWhole: boolean;
}

/** Work that a search may take, in bytes that are hashed: about a second. */
const mostWork = 256 * 1024 * 1024;

/** What a signature costs beside its bytes. */
const workEach = 2048;

/**
 * Looks for what was signed: first as everything is at hand, then with one variation, then with more. The order is the
 * same every time, and so is the end: it counts work, not time.
 */
export function search(space: SearchSpace): SearchResult {
  const { scheme, candidates } = space;
  const schemes = [...new Set(candidates.map(({ value }) => value.algorithm))].map((algorithm) => ({
    ...scheme,
    algorithm,
  }));
  let tried = 0;
  let work = 0;
  for (const attempt of attempts(space)) {
    for (const each of schemes) {
      work += attempt.parts.body.length + workEach;
      if (work > mostWork) return { match: undefined, tried, isWhole: false };
      tried += 1;
      const signature = computeSignature({ ...each, signed: attempt.template }, attempt.key, attempt.parts);
      const match = candidates.find(({ value }) => isSame(value, each.algorithm, signature));
      if (match === undefined) continue;
      const variations = [...attempt.variations, ...match.variations];
      return { match: { secret: attempt.secret, variations }, tried, isWhole: true };
    }
  }
  return { match: undefined, tried, isWhole: true };
}

function isSame({ bytes, algorithm }: Candidate, other: string, signature: Buffer): boolean {
  return algorithm === other && timingSafeEqual(bytes, signature);
}

interface Attempt {
  readonly template: string;
  readonly parts: SignedParts;
  readonly key: KeyObject;
  readonly secret: number;
  readonly variations: readonly Variation[];
}

function* attempts(space: SearchSpace): Generator<Attempt> {
  const keys = space.keys.map((key) => ({ ...key, value: createSecretKey(key.value) }));
  for (let count = 0; count <= space.variations; count += 1) {
    for (const template of space.templates) {
      const rest = count - template.variations.length;
      if (rest >= 0 && isReadable(template.value, space.parts)) yield* attemptsWith(space, keys, template, rest);
    }
  }
}

function isReadable(template: string, { id, timestamp }: SearchSpace['parts']): boolean {
  return (
    (id !== undefined || !template.includes('{id}')) && (timestamp !== undefined || !template.includes('{timestamp}'))
  );
}

/** The attempts that make exactly `count` changes beside that of the template. */
function* attemptsWith(
  { bodies, urls, parts }: SearchSpace,
  keys: readonly (Omit<Key, 'value'> & { readonly value: KeyObject })[],
  template: Variant<string>,
  count: number,
): Generator<Attempt> {
  // What is not signed need not be varied.
  const usable = <T>(variants: readonly Variant<T>[], name: string): readonly Variant<T>[] =>
    template.value.includes(name) ? variants : variants.slice(0, 1);
  for (const key of keys) {
    const afterKey = count - key.variations.length;
    if (afterKey < 0) continue;
    for (const url of usable(urls, '{url}')) {
      const afterUrl = afterKey - url.variations.length;
      if (afterUrl < 0) continue;
      for (const body of usable(bodies, '{body}')) {
        if (body.variations.length !== afterUrl) continue;
        yield {
          template: template.value,
          parts: { ...parts, url: url.value, body: body.value },
          key: key.value,
          secret: key.secret,
          variations: [...template.variations, ...key.variations, ...url.variations, ...body.variations],
        };
      }
    }
  }
}
