import { DatabaseSync } from 'node:sqlite';
import { isServerStore } from '../../src/database/locate.ts';
import { openRegistryStore } from '../../src/registry/store/open-registry-store.ts';

/** What a version must be after all. */
type Fate = 'there' | 'deleted' | 'gone';

/** What visitors of registries were told, and what must therefore be in the store. */
export class RegistryRecords {
  /** Writes that were acknowledged. */
  acknowledged = 0;
  /** Schemas by id, ever. */
  readonly #texts = new Map<number, string>();
  /** Ids by subject and version, ever. */
  readonly #versions = new Map<string, number>();
  /** Registrations that were acknowledged: ids by subject. */
  readonly #registered = new Map<string, Set<number>>();
  /** What has become of versions that one visitor alone writes to. */
  readonly #fates = new Map<string, Fate>();
  readonly #removedIds = new Set<number>();
  #problems: string[] = [];

  get ids(): readonly number[] {
    return [...this.#texts.keys()];
  }

  complain(problem: string): void {
    if (this.#problems.length < 50) this.#problems.push(problem);
  }

  takeProblems(): string[] {
    const problems = this.#problems;
    this.#problems = [];
    return problems;
  }

  /** A schema that was seen with an id: it must have been the same ever since. */
  sawSchema(id: number, text: string): void {
    const known = this.#texts.get(id);
    if (known !== undefined && known !== text) this.complain(`the id ${id} stands for ${known} and for ${text}`);
    this.#texts.set(id, text);
  }

  sawVersion(subject: string, version: number, id: number): void {
    const key = `${subject}/${version}`;
    const known = this.#versions.get(key);
    if (known !== undefined && known !== id) this.complain(`${key} has the id ${known} and the id ${id}`);
    this.#versions.set(key, id);
  }

  registered(subject: string, id: number, text: string): void {
    this.acknowledged += 1;
    this.sawSchema(id, text);
    if (this.#removedIds.has(id)) this.complain(`the id ${id} is given again after it was removed`);
    this.#registered.set(subject, (this.#registered.get(subject) ?? new Set()).add(id));
  }

  /** @param fate undefined when nobody knows: an attempt was not answered */
  became(subject: string, version: number, fate: Fate | undefined): void {
    const key = `${subject}/${version}`;
    if (fate === undefined) {
      this.#fates.delete(key);
      this.#registered.get(subject)?.delete(this.#versions.get(key) ?? 0);
      return;
    }
    this.acknowledged += 1;
    this.#fates.set(key, fate);
  }

  /** What is not in a store, or not as it should be. */
  async missingFrom(location: string): Promise<string[]> {
    const problems: string[] = [];
    const store = await openRegistryStore(location);
    const versions = await store.listVersions({ deleted: true });
    const present = new Map(versions.map((one) => [`${one.subject}/${one.version}`, one]));
    const idsOf = Map.groupBy(versions, ({ subject }) => subject);
    const used = new Set(versions.map(({ id }) => id));
    for (const [subject, ids] of this.#registered) {
      const found = new Set(idsOf.get(subject)?.map(({ id }) => id));
      for (const id of ids) if (!found.has(id)) problems.push(`${subject} has lost the id ${id}`);
    }
    for (const [key, id] of this.#versions) {
      const found = present.get(key);
      if (found !== undefined && found.id !== id) problems.push(`${key} had the id ${id} and has ${found.id}`);
    }
    for (const [key, fate] of this.#fates) {
      const found = present.get(key);
      const is = found === undefined ? 'gone' : found.deleted ? 'deleted' : 'there';
      if (is !== fate) problems.push(`${key} is ${is}, and was told to be ${fate}`);
    }
    const digests = new Set<string>();
    for (const id of used) {
      const schema = await store.getSchema(id);
      const told = this.#texts.get(id);
      if (schema === undefined) problems.push(`a version has the id ${id}, which has no schema`);
      else if (told !== undefined && told !== schema.text)
        problems.push(`the id ${id} was ${told} and is ${schema.text}`);
      if (schema !== undefined && digests.has(schema.digest)) problems.push(`a schema has two ids, one of them ${id}`);
      if (schema !== undefined) digests.add(schema.digest);
    }
    for (const id of this.#texts.keys()) if (!used.has(id)) this.#removedIds.add(id);
    await store.close();
    if (!isServerStore(location)) problems.push(...damageOf(location));
    return problems;
  }
}

function damageOf(file: string): string[] {
  const database = new DatabaseSync(file);
  const [check] = database.prepare('PRAGMA integrity_check').all();
  database.close();
  return check?.['integrity_check'] === 'ok' ? [] : [`the store is damaged: ${JSON.stringify(check)}`];
}
