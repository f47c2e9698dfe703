import { createHash } from 'node:crypto';
import { StoreError } from '../../../src/database/store-error.ts';
import type {
  By,
  ContractEntry,
  ContractTexts,
  NewSchema,
  RegistryStore,
  SchemaReference,
  StoredPackage,
  SubjectVersion,
  SubjectWrite,
} from '../../../src/registry/domain/store.ts';
import type { Json } from '../../../src/util/json.ts';

export const by: By = { actor: 'ada', action: 'test', target: 'x' };

/** A schema that accepts one value alone. */
export function schemaOf(value: string, references: readonly SchemaReference[] = []): NewSchema {
  const text = JSON.stringify({ const: value });
  const digest = createHash('sha256')
    .update(JSON.stringify([text, references]))
    .digest('hex');
  return { digest, text, references };
}

/** Writes to a subject as it is now. */
export async function write(
  store: RegistryStore,
  subject: string,
  change: SubjectWrite['change'],
): Promise<SubjectVersion | undefined> {
  const { revision, globalRevision } = await store.getSubject(subject);
  return store.writeSubject({ subject, revision, globalRevision, change }, by);
}

/** Registers, as often as it takes. */
export async function register(
  store: RegistryStore,
  subject: string,
  value: string,
  references: readonly SchemaReference[] = [],
): Promise<SubjectVersion> {
  for (;;) {
    try {
      const written = await write(store, subject, { kind: 'register', schema: schemaOf(value, references) });
      if (written === undefined) throw new Error('The store gave no version.');
      return written;
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
}

/** Marks a version as deleted, and removes it for good. */
export async function remove(store: RegistryStore, subject: string, version: number): Promise<void> {
  await write(store, subject, { kind: 'delete', versions: [version] });
  await write(store, subject, { kind: 'remove', versions: [version] });
}

export function isConflict(error: unknown): boolean {
  return error instanceof StoreError && error.reason === 'conflict';
}

/** How a promise ends: the reason of the store, or `done`. */
export function outcome(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'done',
    (error: unknown) => (error instanceof StoreError ? error.reason : String(error)),
  );
}

export function contractOf(vendor: string, version: string, more: Partial<ContractEntry> = {}): ContractEntry {
  return {
    vendor,
    version,
    title: `${vendor} \u{1F600}`,
    digest: `digest of ${version}`,
    state: 'released',
    visibility: 'public',
    published: 1_700_000_000_000,
    events: ['order.created', 'order.paid'],
    ...more,
  };
}

export const texts: ContractTexts = {
  // Names as JSON has them: none is special.
  document: JSON.parse('{"z":1,"a":{"__proto__":{"x":"\\u0000\\ud800"}},"n":[1e21,-0.5,null]}') as Json,
  scenarios: { visits: [] },
  derived: { openapi: { openapi: '3.1.0' }, report: [] },
};

export function packageOf(version: string, bytes: readonly number[]): StoredPackage {
  return {
    name: '@counterfoil/cafe',
    version,
    integrity: `sha512-${version}`,
    shasum: 'aa',
    manifest: { name: '@counterfoil/cafe', version },
    tarball: Uint8Array.from(bytes),
  };
}

/** All lines of an export, as they stand in a file. */
export async function exported(store: RegistryStore): Promise<string> {
  let text = '';
  for await (const line of store.export()) text += `${JSON.stringify(line)}\n`;
  return text;
}

/** The lines of a file. */
export async function* linesOf(text: string): AsyncGenerator<Json, void, undefined> {
  for (const line of text.split('\n')) if (line !== '') yield await Promise.resolve(JSON.parse(line) as Json);
}
