import { randomBytes } from 'node:crypto';
import type { CaptureStore, Claim } from '../store/store.ts';

/** For so long an import counts as under way when nothing is heard of it, in seconds. */
const patience = 20;
const prefix = 'import:';

/**
 * What an import that takes several transactions has begun: the ids of each part are written down before it, as claims, so
 * that readers leave them out, and whoever opens the store after a program was killed takes them out. The parts count
 * once `finish` has removed the head, which is one statement.
 */
export class Undertaking {
  readonly #store: CaptureStore;
  readonly #task = `${prefix}${randomBytes(9).toString('base64url')}`;
  readonly #parts: { readonly task: string; readonly ids: string }[] = [];
  #heart: NodeJS.Timeout | undefined;

  constructor(store: CaptureStore) {
    this.#store = store;
  }

  /** Writes down what is about to be appended. */
  async announce(ids: readonly string[]): Promise<void> {
    await this.#beat();
    this.#heart ??= setInterval(() => void this.#beat().catch(() => {}), (patience * 1000) / 4).unref();
    const part = { task: `${this.#task}:${this.#parts.length}`, ids: ids.join(' ') };
    await this.#store.claim(part.task, part.ids, patience);
    this.#parts.push(part);
  }

  /** From now on all of it counts. */
  async finish(): Promise<void> {
    clearInterval(this.#heart);
    if (this.#parts.length === 0) return;
    await this.#store.release(this.#task, 'head');
    for (const { task, ids } of this.#parts) await this.#store.release(task, ids);
  }

  /** Takes all of it out again. */
  async undo(): Promise<void> {
    clearInterval(this.#heart);
    for (const { ids } of this.#parts) await this.#store.erase(idsOf(ids));
    await this.finish();
  }

  #beat(): Promise<boolean> {
    return this.#store.claim(this.#task, 'head', patience);
  }
}

/**
 * Takes out what imports left that were killed on the way.
 *
 * @returns the ids that imports which are under way have written, or are about to
 */
export async function undoKilledImports(store: CaptureStore): Promise<ReadonlySet<string>> {
  const claims = await store.claims(prefix);
  const heads = new Map(claims.filter(isHead).map((head) => [head.task, head]));
  const underWay = new Set<string>();
  for (const part of claims) {
    const head = heads.get(part.task.slice(0, part.task.lastIndexOf(':')));
    if (isHead(part)) continue;
    if (head !== undefined && head.until >= Date.now()) {
      for (const id of idsOf(part.holder)) underWay.add(id);
      continue;
    }
    // Without its head the import was finished, and this note of it alone was left.
    if (head !== undefined) await store.erase(idsOf(part.holder));
    await store.release(part.task, part.holder);
  }
  for (const head of heads.values()) if (head.until < Date.now()) await store.release(head.task, head.holder);
  return underWay;
}

function isHead({ task }: Claim): boolean {
  return !task.slice(prefix.length).includes(':');
}

function idsOf(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}
