import type { SubjectConfig, SubjectState, SubjectVersion, SubjectWrite } from '../../../src/registry/domain/store.ts';

interface ModelSubject {
  revision: number;
  lastVersion: number;
  versions: SubjectVersion[];
  config: SubjectConfig;
}

/** What a registry's store promises of subjects, as simply as it can be said. */
export class StoreModel {
  lastId = 0;
  removals = 0;
  globalRevision = 0;
  globalConfig: SubjectConfig = {};
  readonly schemas = new Map<
    number,
    { readonly digest: string; readonly text: string; readonly refs: readonly string[] }
  >();
  readonly subjects = new Map<string, ModelSubject>();

  state(name: string): SubjectState {
    const { revision = 0, versions = [], config = {} } = this.subjects.get(name) ?? {};
    const { globalRevision, globalConfig } = this;
    return { revision, globalRevision, versions: [...versions], config, globalConfig };
  }

  /** @returns the version that was written, or `conflict` */
  write(
    { subject, revision, globalRevision, change }: SubjectWrite,
    now: number,
  ): SubjectVersion | undefined | 'conflict' {
    const own = this.#subject(subject);
    if (own.revision !== revision || globalRevision !== this.globalRevision) return 'conflict';
    const written =
      change.kind === 'register' ? this.#register(subject, own, change.schema, now) : this.#mark(own, change);
    if (written !== 'conflict') own.revision += 1;
    return written;
  }

  configure(subject: string | undefined, revision: number, config: SubjectConfig): 'conflict' | undefined {
    if (subject === undefined) {
      if (revision !== this.globalRevision) return 'conflict';
      this.globalRevision += 1;
      this.globalConfig = config;
      return undefined;
    }
    const own = this.#subject(subject);
    if (revision !== own.revision) return 'conflict';
    own.revision += 1;
    own.config = config;
    return undefined;
  }

  referrers(subject: string, version: number): number[] {
    return [...this.schemas].filter(([, { refs }]) => refs.includes(`${subject}/${version}`)).map(([id]) => id);
  }

  #subject(name: string): ModelSubject {
    const own = this.subjects.get(name) ?? { revision: 0, lastVersion: 0, versions: [], config: {} };
    this.subjects.set(name, own);
    return own;
  }

  #register(
    subject: string,
    own: ModelSubject,
    { digest, text, references }: Extract<SubjectWrite['change'], { kind: 'register' }>['schema'],
    now: number,
  ): SubjectVersion | 'conflict' {
    const targets = references.map((one) => ({ ...one, of: this.subjects.get(one.subject) }));
    if (targets.some(({ of, version }) => !of?.versions.some((other) => other.version === version))) return 'conflict';
    for (const of of new Set(targets.map(({ of: found }) => found)))
      if (of !== undefined && of !== own) of.revision += 1;
    let id = [...this.schemas].find(([, schema]) => schema.digest === digest)?.[0];
    if (id === undefined) {
      this.lastId += 1;
      id = this.lastId;
      this.schemas.set(id, { digest, text, refs: references.map((one) => `${one.subject}/${one.version}`) });
    }
    own.lastVersion += 1;
    const written = { subject, version: own.lastVersion, id, deleted: false, registered: now };
    own.versions.push(written);
    return written;
  }

  #mark(own: ModelSubject, change: Exclude<SubjectWrite['change'], { kind: 'register' }>): 'conflict' | undefined {
    const listed = new Set(change.kind === 'restore' ? [change.version] : change.versions);
    const hits = own.versions.filter(({ version }) => listed.has(version));
    const isDeleted = change.kind !== 'delete';
    if (hits.length !== listed.size || hits.some(({ deleted }) => deleted !== isDeleted)) return 'conflict';
    if (change.kind === 'remove') {
      own.versions = own.versions.filter((version) => !hits.includes(version));
      this.removals += 1;
      const used = new Set([...this.subjects.values()].flatMap(({ versions }) => versions.map(({ id }) => id)));
      for (const id of this.schemas.keys()) if (!used.has(id)) this.schemas.delete(id);
    } else {
      const deleted = change.kind === 'delete';
      own.versions = own.versions.map((version) => (hits.includes(version) ? { ...version, deleted } : version));
    }
    return undefined;
  }
}
