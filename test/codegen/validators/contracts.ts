import { fileURLToPath } from 'node:url';
import { createGeneratorSync } from 'json-schema-faker';
import type { JsonSchema as FakerSchema } from 'json-schema-faker';
import { describe, expect, it } from 'vitest';
import { emitValidators } from '../../../src/codegen/validators/emit-validators.ts';
import { loadContract } from '../../../src/asyncapi/load-contract.ts';
import type { Contract } from '../../../src/asyncapi/model.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import { isObject } from '../../../src/util/json.ts';
import type { Json, JsonObject } from '../../../src/util/json.ts';
import { appliedSchemas } from '../../contracts/applied-schemas.ts';
import { contractFolders } from '../../contracts/contract-files.ts';
import { mutate } from '../../contracts/mutants.ts';
import { runModule } from './compile-module.ts';

const loaded = await Promise.all(contractFolders.map(({ documentFile }) => loadContract(fileURLToPath(documentFile))));
const contracts = loaded.map(({ contract }) => contract as Contract);

/** Tests that the validators of the shipped contracts decide as the validator does, on `each` generated payloads per event. */
export function testContracts(each: number): void {
  describe.each(contracts)('$id', (contract) => {
    const { code, functionOf } = emitValidators(contract);
    const module = runModule(code);
    const validator = createValidator(contract.schemas);
    const events = contract.events.map(({ name, payload, examples }) => ({
      name,
      payload,
      examples: examples.map((example) => example.payload),
      isValid: module[functionOf.get(name) ?? ''] ?? (() => undefined),
      wanted: (value: Json) => validator.compile(payload).isValid(value),
    }));

    it('accepts every documented example as its event, and as no other', () => {
      for (const event of events) {
        for (const example of event.examples) {
          expect(events.filter(({ isValid }) => isValid(example) === true).map(({ name }) => name)).toEqual([
            event.name,
          ]);
        }
      }
    });

    it('decides as the validator does on every mutant', () => {
      let count = 0;
      for (const { payload, examples, isValid, wanted } of events) {
        for (const example of examples) {
          const applied = appliedSchemas(contract.schemas, validator, payload, example);
          for (const mutant of mutate(example, applied)) {
            count += 1;
            expect([mutant.place, mutant.became, isValid(mutant.payload)]).toEqual([
              mutant.place,
              mutant.became,
              wanted(mutant.payload),
            ]);
          }
        }
      }
      expect(count).toBeGreaterThan(50);
    });

    it('decides as the validator does on generated payloads, whole and damaged', () => {
      const answers = { yes: 0, no: 0 };
      for (const [index, { payload, examples, isValid, wanted }] of events.entries()) {
        for (const value of payloads(contract.schemas.definitions, payload, examples, each, index + 1)) {
          const isWanted = wanted(value);
          answers[isWanted ? 'yes' : 'no'] += 1;
          if (isValid(value) !== isWanted)
            expect([JSON.stringify(value), !isWanted]).toEqual([JSON.stringify(value), isWanted]);
        }
      }
      expect(answers.yes).toBeGreaterThan(each / 10);
      expect(answers.no).toBeGreaterThan(each / 10);
    });
  });
}

/** Made from the schema or from a documented example, one in two of them damaged. */
function* payloads(
  definitions: JsonObject,
  name: string,
  examples: readonly Json[],
  count: number,
  seed: number,
): Iterable<Json> {
  const random = seeded(seed);
  const schema = { $ref: `#/definitions/${name}`, definitions } as FakerSchema;
  for (let index = 0; index < count; index += 1) {
    const example = examples[index % Math.max(examples.length, 1)];
    const generator = createGeneratorSync({ seed: seed * 100_000 + index, optionalsProbability: random() });
    const made =
      index % 4 === 0 && example !== undefined
        ? example
        : (JSON.parse(JSON.stringify(generator.generate(schema))) as Json);
    yield index % 2 === 0 ? made : damaged(made, random);
  }
}

const oddValues: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  '',
  'x',
  '2022-02-30T10:00:00Z',
  [],
  [null],
  {},
  { id: 1 },
];

/** One value somewhere is another, or is not there. */
function damaged(value: Json, random: () => number): Json {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const isLeaf = !isObject(value) && !Array.isArray(value);
  if (isLeaf || Object.keys(value as object).length === 0 || random() < 0.1) {
    return typeof value === 'string' && random() < 0.3
      ? value.slice(0, Math.floor(random() * value.length))
      : pick(oddValues);
  }
  const key = pick(Object.keys(value));
  const copy = structuredClone(value) as Record<string, Json>;
  if (!Array.isArray(copy) && random() < 0.2) delete copy[key];
  else copy[key] = damaged(copy[key] as Json, random);
  return copy;
}

/** Numbers from 0 to 1, the same for the same seed. Source: Marsaglia, "Xorshift RNGs", 2003. */
function seeded(seed: number): () => number {
  let state = seed * 2_654_435_761 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
