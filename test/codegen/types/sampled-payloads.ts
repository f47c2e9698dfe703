import { generate } from 'json-schema-faker';
import type { JsonSchema as FakerSchema } from 'json-schema-faker';
import type { Contract } from '../../../src/asyncapi/model.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import type { Json } from '../../../src/util/json.ts';
import type { Sample } from './program.ts';

/** What these keywords demand, no type says. */
const beyondTypes = new Set(['format', 'pattern', 'contentMediaType', 'contentSchema']);

/** Payloads made from the schemas, each of them valid but for the look of its texts. */
export async function samplePayloads(contract: Contract, each: number): Promise<Sample[]> {
  const { definitions } = contract.schemas;
  const validator = createValidator(contract.schemas);
  const found: Sample[] = [];
  for (const { name, payload } of contract.events) {
    const schema = { $ref: `#/definitions/${payload}`, definitions } as FakerSchema;
    for (let seed = 1; seed <= each; seed += 1) {
      const made = JSON.parse(JSON.stringify(await generate(schema, { seed, optionalsProbability: 0.6 }))) as Json;
      const violations = validator.compile(payload).violations(made);
      if (violations.every(({ keyword }) => beyondTypes.has(keyword))) found.push({ event: name, payload: made });
    }
  }
  return found;
}
