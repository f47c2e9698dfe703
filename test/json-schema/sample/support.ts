import type { Dialect, JsonSchema, SchemaBundle } from '../../../src/json-schema/schema.ts';
import { createSampler } from '../../../src/json-schema/sample/sampler.ts';
import type { SampleOptions } from '../../../src/json-schema/sample/sampler.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import type { Json } from '../../../src/util/json.ts';

/** Samples of one schema, with the seeds 1 to `count`. */
export function samplesOf(
  schema: JsonSchema,
  count: number,
  {
    dialect = 'draft-07',
    definitions = {},
    ...options
  }: SampleOptions & { dialect?: Dialect; definitions?: SchemaBundle['definitions'] } = {},
): Json[] {
  const bundle = { dialect, definitions: { root: schema, ...definitions } };
  const sampler = createSampler(createValidator(bundle), bundle, 'root');
  return Array.from({ length: count }, (_, index) => sampler.sample({ seed: index + 1, ...options }));
}

/** As `samplesOf`, when all samples are texts. */
export function textsOf(schema: JsonSchema, count: number): string[] {
  return samplesOf(schema, count) as string[];
}
