import { compareText } from '../../findings/order.ts';

/** What a sketch needs to know of its entries. */
export interface Ranked {
  readonly key: string;
  /** Orders entries; those with the smallest stay. An entry that belongs to another has at least the rank of that. */
  readonly rank: number;
}

/**
 * Entries by key, in bounded memory and whatever the order they come in: the `most` of smallest rank stay. The bar above
 * which nothing is taken only ever sinks, so that an entry which is there at the end was never left out in between, and
 * what it counted is exact; two sketches over parts of the input add up to the sketch over the whole.
 */
export class Sketch<Entry extends Ranked> {
  readonly #most: number;
  readonly #entries = new Map<string, Entry>();
  readonly #dropped: ((entry: Entry) => void) | undefined;
  #bar = Number.POSITIVE_INFINITY;

  /** @param dropped told of each entry that had to go */
  constructor(most: number, dropped?: (entry: Entry) => void) {
    this.#most = most;
    this.#dropped = dropped;
  }

  /** The entry of this key, made when it is new; undefined when there is no place for it. */
  at(key: string, rank: number, make: () => Entry): Entry | undefined {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    if (rank > this.#bar) return undefined;
    const entry = make();
    this.#entries.set(key, entry);
    // Room for twice as many, so that sorting is rare.
    if (this.#entries.size > this.#most * 2) this.#cut();
    return this.#entries.get(key);
  }

  /** The entries that stay, the smallest rank first. */
  entries(): Entry[] {
    this.#cut();
    return [...this.#entries.values()].toSorted(byRank);
  }

  #cut(): void {
    const { kept, dropped } = smallest([...this.#entries.values()], this.#most);
    for (const entry of dropped) {
      this.#entries.delete(entry.key);
      this.#dropped?.(entry);
    }
    // What has the rank of the last that stayed may still come before it by its key.
    if (dropped.length > 0) this.#bar = Math.min(this.#bar, kept.at(-1)?.rank ?? this.#bar);
  }
}

/** The entries of smallest rank, at most `most` of them, and the others. */
export function smallest<Entry extends Ranked>(
  entries: readonly Entry[],
  most: number,
): { readonly kept: readonly Entry[]; readonly dropped: readonly Entry[] } {
  if (entries.length <= most) return { kept: entries, dropped: [] };
  const sorted = entries.toSorted(byRank);
  return { kept: sorted.slice(0, most), dropped: sorted.slice(most) };
}

function byRank(a: Ranked, b: Ranked): number {
  return a.rank - b.rank || compareText(a.key, b.key);
}

/** A number from 0 to 2^32 - 1 for a text, the same everywhere. Source: FNV-1a, 32 bits, over UTF-16 units. */
export function rankOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
