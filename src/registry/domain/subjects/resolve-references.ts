import type { RegistryStore, SchemaReference } from '../store.ts';
import type { NamedText } from './embed-references.ts';
import { checkReferences, largestSchema } from './subject-draft.ts';
import { invalidSchema, noReference, tooLarge } from './subject-error.ts';

const deepest = 16;
const most = 200;

/** The version that stands for the latest one. */
export const latest = -1;

/**
 * The references with their versions: -1 becomes the latest one.
 *
 * @throws {SubjectError} when one leads to no version, or to a deleted one, or they cannot be told apart
 */
export async function pinReferences(
  store: RegistryStore,
  references: readonly SchemaReference[],
): Promise<readonly SchemaReference[]> {
  checkReferences(references);
  const pinned: SchemaReference[] = [];
  for (const { name, subject, version } of references) {
    const { versions } = await store.getSubject(subject);
    const live = versions.filter(({ deleted }) => !deleted);
    const found = version === latest ? live.at(-1) : live.find((one) => one.version === version);
    if (found === undefined) throw noReference(subject, version);
    pinned.push({ name, subject, version: found.version });
  }
  return pinned;
}

/**
 * The texts of all schemas that these references lead to, and theirs, each once.
 *
 * @param bytes of the schema itself
 * @throws {SubjectError} when one is missing, a name means two of them, they go in a circle, or are too many, too deep or
 *   too large
 */
export async function readReferences(
  store: RegistryStore,
  references: readonly SchemaReference[],
  bytes: number,
): Promise<readonly NamedText[]> {
  const found = new Map<string, { readonly place: string; readonly text: string }>();
  let total = bytes;
  let waiting = references.map((reference) => ({ reference, above: [] as readonly string[] }));
  for (let depth = 1; waiting.length > 0; depth += 1) {
    if (depth > deepest) throw invalidSchema(`its references go more than ${deepest} levels deep`);
    const below: typeof waiting = [];
    for (const { reference, above } of waiting) {
      const { name, subject, version } = reference;
      const place = `${subject}/${version}`;
      if (above.includes(place)) throw invalidSchema(`its references go in a circle at ${place}`);
      const known = found.get(name);
      if (known !== undefined && known.place !== place)
        throw invalidSchema(`its references call both ${known.place} and ${place} ${JSON.stringify(name)}`);
      if (known !== undefined) continue;
      const schema = await schemaAt(store, subject, version);
      total += Buffer.byteLength(schema.text);
      if (total > largestSchema) throw tooLarge(total, largestSchema);
      found.set(name, { place, text: schema.text });
      if (found.size > most) throw invalidSchema(`it refers to more than ${most} schemas`);
      below.push(...schema.references.map((next) => ({ reference: next, above: [...above, place] })));
    }
    waiting = below;
  }
  return [...found].map(([name, { text }]) => ({ name, text }));
}

async function schemaAt(store: RegistryStore, subject: string, version: number) {
  const { versions } = await store.getSubject(subject);
  const found = versions.find((one) => one.version === version);
  const schema = found === undefined ? undefined : await store.getSchema(found.id);
  if (schema === undefined) throw noReference(subject, version);
  return schema;
}
