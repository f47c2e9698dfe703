import type { Finding } from '../findings/finding.ts';

/** Findings of one rule in one file; whoever has read these has seen enough of it. */
const mostOfAKind = 1000;

interface Collected {
  readonly finding: Finding;
  occurrences: number;
}

/**
 * Gathers the findings of captures in bounded memory: what is wrong in the same way in the same file is one finding
 * with a number of occurrences, placed where it was first seen. Beyond `mostOfAKind` that differ, the rest is counted.
 */
export class FindingCollector {
  readonly #byKey = new Map<string, Collected>();
  /** Findings that come again as the same object need no key. */
  readonly #byIdentity = new WeakMap<Finding, Collected>();
  readonly #kinds = new Map<string, number>();

  add(finding: Finding): void {
    const same = this.#byIdentity.get(finding);
    if (same !== undefined) {
      same.occurrences += finding.occurrences ?? 1;
      return;
    }
    const key = keyOf(finding);
    if (this.#byKey.has(key)) {
      this.#count(key, finding);
      return;
    }
    const kind = `${finding.rule}\n${finding.place.file}`;
    const others = this.#kinds.get(kind) ?? 0;
    this.#kinds.set(kind, others + 1);
    if (others < mostOfAKind) this.#count(key, finding);
    else this.#count(kind, restOf(finding));
  }

  #count(key: string, finding: Finding): void {
    const known = this.#byKey.get(key);
    if (known !== undefined) {
      known.occurrences += finding.occurrences ?? 1;
      return;
    }
    const collected = { finding, occurrences: finding.occurrences ?? 1 };
    this.#byKey.set(key, collected);
    this.#byIdentity.set(finding, collected);
  }

  /** In the order in which they were first seen. */
  findings(): Finding[] {
    return [...this.#byKey.values()].map(({ finding, occurrences }) =>
      occurrences === 1 ? finding : { ...finding, occurrences },
    );
  }
}

function restOf({ rule, severity, place, occurrences = 1 }: Finding): Finding {
  const message = `The first ${mostOfAKind} findings of this rule in the file are listed; there are more.`;
  return { rule, severity, message, place: { file: place.file }, occurrences };
}

/** Array items count as one place: `/data/tags/3` and `/data/tags/7` are wrong in the same way. */
function keyOf({ rule, severity, contract, event, place, evidence, message }: Finding): string {
  const { file, pointer } = place;
  const where = pointer === undefined ? '' : pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*');
  const what = evidence?.schema ?? evidence?.keyword ?? (pointer === undefined ? message : '');
  // A line end stands in none of the parts but the message, which comes last.
  return `${rule}\n${severity}\n${contract}\n${event}\n${file}\n${where}\n${what}`;
}
