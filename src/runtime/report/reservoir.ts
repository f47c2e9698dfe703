/** Keeps some of the texts that are offered, so that each has had the same chance. */
export interface Reservoir {
  /** `make` is called only when the text is kept. */
  offer(make: () => string): void;
  /** What was kept, and forgets it. */
  take(): readonly string[];
  readonly size: number;
  /** How many are not kept, since the start. */
  readonly left: number;
}

/** A longer text is not kept. In UTF-16 units. */
const longestText = 65_536;

/** Source: Vitter, "Random Sampling with a Reservoir", 1985, algorithm R. */
export function createReservoir(most: number, random: () => number): Reservoir {
  let kept: string[] = [];
  let seen = 0;
  let left = 0;
  return {
    offer(make) {
      seen += 1;
      const index = seen <= most ? kept.length : Math.floor(random() * seen);
      const text = index < most ? make() : '';
      if (index >= most || text.length > longestText) {
        left += 1;
        return;
      }
      if (index < kept.length) left += 1;
      kept[Math.min(index, kept.length)] = text;
    },
    take() {
      const taken = kept;
      kept = [];
      seen = 0;
      return taken;
    },
    get size() {
      return kept.length;
    },
    get left() {
      return left;
    },
  };
}
