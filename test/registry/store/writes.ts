import { createHash } from 'node:crypto';
import type {
  By,
  NewSchema,
  RegistryStore,
  SchemaReference,
  SubjectVersion,
} from '../../../src/registry/domain/store.ts';

export const by: By = { actor: 'ada', action: 'test', target: 'x' };

/** A schema that accepts one value alone. */
export function schemaOf(value: string, references: readonly SchemaReference[] = []): NewSchema {
  const text = JSON.stringify({ const: value });
  const digest = createHash('sha256')
    .update(JSON.stringify([text, references]))
    .digest('hex');
  return { digest, text, references };
}

/** Registers as the subject is now. */
export async function register(
  store: RegistryStore,
  subject: string,
  value: string,
  references: readonly SchemaReference[] = [],
): Promise<SubjectVersion> {
  const { revision, globalRevision } = await store.getSubject(subject);
  const schema = schemaOf(value, references);
  const written = await store.writeSubject(
    { subject, revision, globalRevision, change: { kind: 'register', schema } },
    by,
  );
  if (written === undefined) throw new Error('The store gave no version.');
  return written;
}
