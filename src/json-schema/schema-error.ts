/** A schema that cannot be used for validation: it breaks its dialect's rules, or it cannot be compiled. */
export class SchemaCompileError extends Error {
  override readonly name = 'SchemaCompileError';
  /** Where in the bundle: `#/definitions/<name>/...`. */
  readonly pointer: string;
  /** The keyword at fault, when it is one keyword's. */
  readonly keyword: string | undefined;

  constructor(message: string, pointer: string, keyword?: string, options?: ErrorOptions) {
    super(message, options);
    this.pointer = pointer;
    this.keyword = keyword;
  }
}
