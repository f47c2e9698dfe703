import type { RegistryStore, StoredSchema } from '../store.ts';

/** A schema by its id, ready to be sent. */
export interface ShelvedSchema {
  readonly schema: StoredSchema;
  /** JSON of `{schema, schemaType, references}` in UTF-8. */
  readonly body: Buffer;
  /** Names of the subjects that have it, with deleted versions too; asked for once. */
  subjects(): Promise<readonly string[]>;
}

interface Entry {
  readonly shelved: Promise<ShelvedSchema | undefined>;
  readonly until: number;
}

/** How long an answer is used, in milliseconds: schemas do not change, but may be removed by another process. */
const lifetime = 2_000;
const mostEntries = 5_000;
const mostBytes = 64 * 1024 * 1024;

/** Keeps the schemas that are asked for again and again. */
export class SchemaShelf {
  readonly #store: Pick<RegistryStore, 'getSchema' | 'listUses'>;
  readonly #entries = new Map<number, Entry>();
  #bytes = 0;

  constructor(store: Pick<RegistryStore, 'getSchema' | 'listUses'>) {
    this.#store = store;
  }

  /** @throws {StoreError} */
  get(id: number): Promise<ShelvedSchema | undefined> {
    const now = performance.now();
    const known = this.#entries.get(id);
    if (known !== undefined && known.until > now) return known.shelved;
    if (this.#entries.size >= mostEntries || this.#bytes > mostBytes) this.forget();
    const entry: Entry = { shelved: this.#read(id), until: now + lifetime };
    this.#entries.set(id, entry);
    void this.#weigh(id, entry);
    return entry.shelved;
  }

  /** For the process that removes schemas. */
  forget(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  /** What is not there, and what could not be read, takes no room. */
  async #weigh(id: number, entry: Entry): Promise<void> {
    const shelved = await entry.shelved.catch(() => undefined);
    if (this.#entries.get(id) !== entry) return;
    if (shelved === undefined) this.#entries.delete(id);
    else this.#bytes += shelved.body.byteLength;
  }

  async #read(id: number): Promise<ShelvedSchema | undefined> {
    const schema = await this.#store.getSchema(id);
    if (schema === undefined) return undefined;
    let subjects: Promise<readonly string[]> | undefined;
    return {
      schema,
      body: Buffer.from(JSON.stringify(schemaAnswer(schema))),
      subjects: () => (subjects ??= this.#subjectsOf(id)),
    };
  }

  async #subjectsOf(id: number): Promise<readonly string[]> {
    return [...new Set((await this.#store.listUses(id)).map(({ subject }) => subject))];
  }
}

/** A schema in the form in which Confluent's registry tells it. */
export function schemaAnswer({ text, references }: StoredSchema) {
  return { schemaType: 'JSON', ...(references.length === 0 ? {} : { references }), schema: text } as const;
}
