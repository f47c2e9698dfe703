import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import type { SchemaBundle } from '../../json-schema/schema.ts';
import { createValidator } from '../../json-schema/validate.ts';
import type { Validator } from '../../json-schema/validate.ts';
import { selfContained } from './event-schema.ts';
import { withLowerCaseNames } from './header-names.ts';
import type { SchemaSide } from './judge.ts';

/** One contract of a comparison; its schemas are compiled when a payload has to be held against them. */
export class Side {
  readonly contract: Contract;
  readonly #validators = new Map<SchemaBundle, Validator>();
  readonly #headers: SchemaBundle;

  constructor(contract: Contract) {
    this.contract = contract;
    this.#headers = withLowerCaseNames(contract.schemas);
  }

  payload(event: ContractEvent): SchemaSide {
    return this.#schema(this.contract.schemas, event.payload);
  }

  headers({ headers }: ContractEvent): SchemaSide {
    if (headers !== undefined) return this.#schema(this.#headers, headers);
    const bundle: SchemaBundle = { dialect: this.contract.schemas.dialect, definitions: { headers: true } };
    return this.#schema(bundle, 'headers');
  }

  #schema(bundle: SchemaBundle, name: string): SchemaSide {
    return {
      schema: selfContained(bundle, name),
      compile: () => {
        const validator = this.#validators.get(bundle) ?? createValidator(bundle);
        this.#validators.set(bundle, validator);
        return validator.compile(name);
      },
    };
  }
}
