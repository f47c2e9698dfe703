import { documentOf } from '../../compatibility/normalise/document.ts';
import type { SchemaDocument } from '../../compatibility/normalise/document.ts';
import { localise } from '../../compatibility/normalise/localise.ts';
import { readSchema } from '../../compatibility/read-schema.ts';
import { Undecided } from '../../compatibility/undecided.ts';
import { SchemaCompileError } from '../../json-schema/schema-error.ts';
import { createValidator } from '../../json-schema/validate.ts';
import { walkSchema } from '../../json-schema/walk.ts';
import type { JsonSchema } from '../../json-schema/schema.ts';
import { embedReferences } from '../../registry/domain/subjects/embed-references.ts';
import { SchemaRefused } from '../../registry/domain/subjects/schema-refused.ts';
import { isObject } from '../../util/json.ts';

/** See `Analyst.readSchema`. Nothing outside of the texts is ever read. */
export function readSchemaTask(input: {
  readonly text: string;
  readonly references: readonly { readonly name: string; readonly text: string }[];
}): string | undefined {
  try {
    const schema = JSON.parse(embedReferences(input.text, input.references)) as JsonSchema;
    const read = readSchema(schema, undefined, 'new');
    refuseSameAddresses(schema, read.dialect === 'draft-04' ? 'id' : '$id');
    followAll(documentOf(read), schema);
    createValidator(localise(read, true)).compile('root');
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return `it is no JSON: ${error.message}`;
    if (error instanceof SchemaRefused || error instanceof Undecided) return error.message;
    if (error instanceof SchemaCompileError) return lowered(error.message);
    if (error instanceof RangeError) return 'it is nested too deeply';
    throw error;
  }
}

/** Two schemas with the same address: nobody could say which of them a reference means. */
function refuseSameAddresses(schema: JsonSchema, keyword: string): void {
  const addresses = new Set<string>();
  walkSchema(schema, (part) => {
    const address = isObject(part) ? part[keyword] : undefined;
    if (typeof address !== 'string' || address.startsWith('#')) return;
    if (addresses.has(address))
      throw new SchemaRefused(`two schemas in it have the ${keyword} ${JSON.stringify(address)}`);
    addresses.add(address);
  });
}

/** Follows every reference, also from schemas that nothing leads to. */
function followAll(document: SchemaDocument, schema: JsonSchema): void {
  walkSchema(schema, (part) => {
    if (isObject(part) && typeof part['$ref'] === 'string') document.find(part['$ref'], part);
  });
}

function lowered(message: string): string {
  return message.replace(/^The schema /, 'it ').replace(/\.$/, '');
}
