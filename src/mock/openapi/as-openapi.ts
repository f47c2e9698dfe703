import type { OpenAPIV3, OpenAPIV3_1 } from 'openapi-types';
import type { JsonSchema } from '../../json-schema/schema.ts';

/** A schema of 2020-12 as OpenAPI's types have it: they lack most keywords, and boolean schemas. */
export function asSchemaObject(schema: JsonSchema): OpenAPIV3_1.SchemaObject {
  return schema as unknown as OpenAPIV3_1.SchemaObject;
}

/** The same for a parameter, whose schema the types have as OpenAPI 3.0 has it. */
export function asParameterSchema(schema: JsonSchema): OpenAPIV3.SchemaObject {
  return schema as unknown as OpenAPIV3.SchemaObject;
}
