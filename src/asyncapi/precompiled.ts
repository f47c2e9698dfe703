import { createRequire } from 'node:module';

import { stringFormats } from '../json-schema/formats.ts';
import type { Json } from '../util/json.ts';

/** One error of a validator: where in the data, and which keyword with which parameters. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Whether data is valid; when it is not, `errors` says why until the next call. */
export interface PrecompiledValidator {
  (data: Json): boolean;
  readonly errors?: readonly SchemaError[] | null;
}

/** What a generated module exports: validators by name. */
type CreateValidators = (
  formats: Readonly<Record<string, (text: string) => boolean>>,
) => Readonly<Record<string, PrecompiledValidator>>;

const require = createRequire(import.meta.url);
const loaded = new Map<string, Readonly<Record<string, PrecompiledValidator>>>();

/**
 * The validators of `src/generated/<module>.cjs`, which `scripts/build-asyncapi-validator.ts` writes. Loaded once.
 * @throws when the module was not generated
 */
export function precompiled(module: string): Readonly<Record<string, PrecompiledValidator>> {
  const known = loaded.get(module);
  if (known !== undefined) return known;
  const create = require(`../generated/${module}.cjs`) as CreateValidators;
  const validators = create(Object.fromEntries(stringFormats));
  loaded.set(module, validators);
  return validators;
}

/** The errors of data that is not valid; empty when it is. */
export function errorsOf(validate: PrecompiledValidator | undefined, data: Json): readonly SchemaError[] {
  return validate === undefined || validate(data) ? [] : (validate.errors ?? []);
}
