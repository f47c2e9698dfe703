import '@hyperjump/json-schema/draft-04';
import '@hyperjump/json-schema/draft-06';
import '@hyperjump/json-schema/draft-07';
import '@hyperjump/json-schema/draft-2019-09';
import {
  registerSchema,
  setShouldValidateFormat,
  unregisterSchema,
  validate,
} from '@hyperjump/json-schema/draft-2020-12';
import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';
import type { Json } from '../../src/util/json.ts';

const dialectUris: Readonly<Record<Dialect, string>> = {
  'draft-04': 'http://json-schema.org/draft-04/schema#',
  'draft-06': 'http://json-schema.org/draft-06/schema#',
  'draft-07': 'http://json-schema.org/draft-07/schema#',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
};

type Registered = Parameters<typeof registerSchema>[0];

let count = 0;

/** What a validator that shares nothing with ours says of the value; `format` is an annotation. Undefined: it cannot say. */
export async function hyperjumpAccepts(
  schema: JsonSchema,
  dialect: Dialect,
  value: Json,
): Promise<boolean | undefined> {
  setShouldValidateFormat(false);
  count += 1;
  const uri = `https://test.example/${count}`;
  try {
    registerSchema(structuredClone(schema) as Registered, uri, dialectUris[dialect]);
    const judge = await validate(uri);
    return judge(structuredClone(value) as Parameters<typeof judge>[0]).valid;
  } catch {
    return undefined;
  } finally {
    unregisterSchema(uri);
  }
}
