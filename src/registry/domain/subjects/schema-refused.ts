/** A schema that cannot be registered; the message is the reason, as the second half of a sentence. */
export class SchemaRefused extends Error {
  override readonly name = 'SchemaRefused';
}
