import { randomBytes } from 'node:crypto';
import { StoreError } from '../../database/store-error.ts';
import type { CaptureStore, Claim } from '../store/store.ts';
import type { NotedPart } from './import-notes.ts';

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
  readonly #notes: PartNotes;
  #count = 0;
  #heart: NodeJS.Timeout | undefined;

  /** @param notes where what was announced is kept until the end; in memory when absent */
  constructor(store: CaptureStore, notes: PartNotes = new PartList()) {
    this.#store = store;
    this.#notes = notes;
  }

  /** Writes down what is about to be appended. */
  async announce(ids: readonly string[]): Promise<void> {
    await this.#beat();
    this.#heart ??= setInterval(() => void this.#beat().catch(() => {}), (patience * 1000) / 4).unref();
    const part = { task: `${this.#task}:${this.#count}`, ids: ids.join(' ') };
    this.#count += 1;
    this.#notes.addPart(part);
    await this.#store.claim(part.task, part.ids, patience);
  }

  /** From now on all of it counts. */
  async finish(): Promise<void> {
    clearInterval(this.#heart);
    if (this.#count === 0) return;
    await this.#store.release(this.#task, 'head');
    for (const { task, ids } of this.#notes.parts()) await this.#store.release(task, ids);
  }

  /** Takes all of it out again. */
  async undo(): Promise<void> {
    clearInterval(this.#heart);
    for (const { ids } of this.#notes.parts()) await this.#store.erase(idsOf(ids));
    await this.finish();
  }

  #beat(): Promise<boolean> {
    return this.#store.claim(this.#task, 'head', patience);
  }
}

/** Keeps what an import has announced. */
export interface PartNotes {
  addPart(part: NotedPart): void;
  parts(): Iterable<NotedPart>;
}

class PartList implements PartNotes {
  readonly #parts: NotedPart[] = [];

  addPart(part: NotedPart): void {
    this.#parts.push(part);
  }

  parts(): Iterable<NotedPart> {
    return this.#parts;
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
  const kept = new Set<string>();
  for (const part of claims) {
    const head = heads.get(part.task.slice(0, part.task.lastIndexOf(':')));
    if (isHead(part)) continue;
    if (head !== undefined && head.until >= Date.now()) {
      for (const id of idsOf(part.holder)) underWay.add(id);
      continue;
    }
    // Without its head the import was finished, and this note of it alone was left.
    if (head !== undefined && !(await isDone(store.erase(idsOf(part.holder))))) {
      for (const id of idsOf(part.holder)) underWay.add(id);
      kept.add(head.task);
    } else await isDone(store.release(part.task, part.holder));
  }
  for (const head of heads.values())
    if (head.until < Date.now() && !kept.has(head.task)) await isDone(store.release(head.task, head.holder));
  return underWay;
}

/** Whoever may only read a store cannot tidy it up: what is left there is passed over. */
async function isDone(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof StoreError) return false;
    throw error;
  }
}

function isHead({ task }: Claim): boolean {
  return !task.slice(prefix.length).includes(':');
}

function idsOf(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}
