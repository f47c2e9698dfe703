import { stringify } from 'yaml';
import { readTexts } from '../../domain/contracts/find-contracts.ts';
import { ContractError } from '../../domain/contracts/contract-error.ts';
import type { ContractEntry, ContractTexts, RegistryStore } from '../../domain/store.ts';
import type { Json } from '../../../util/json.ts';
import { contentOf, jsonType } from './answers.ts';
import type { Content } from './answers.ts';

/** The documents of a contract. */
export const parts = [
  'asyncapi.json',
  'asyncapi.yaml',
  'scenarios.yaml',
  'openapi.json',
  'report.json',
  'conformance.json',
] as const;

export type Part = (typeof parts)[number];

const yamlType = 'application/yaml; charset=utf-8';

/** Bytes of answers that are kept ready. */
const room = 32 * 1024 * 1024;
/** Characters up to which YAML is laid out for readers; longer documents are JSON, which is YAML too, for layout takes long. */
const longestLayout = 512 * 1024;

/** Documents of contracts as they are sent. They never change, so that those asked for lately are kept ready. */
export class DocumentShelf {
  readonly #store: Pick<RegistryStore, 'getContract'>;
  readonly #contents = new Map<string, Content>();
  #bytes = 0;

  constructor(store: Pick<RegistryStore, 'getContract'>) {
    this.#store = store;
  }

  /** @throws {ContractError} `absent`, when the contract has no such part */
  async get(entry: ContractEntry, part: Part): Promise<Content> {
    const key = `${entry.vendor}@${entry.version} ${entry.digest} ${entry.published} ${part}`;
    const known = this.#contents.get(key);
    if (known !== undefined) {
      this.#contents.delete(key);
      this.#contents.set(key, known);
      return known;
    }
    const texts = await readTexts({ store: this.#store as RegistryStore }, entry);
    const content = render(entry, texts, part);
    this.#keep(key, content);
    return content;
  }

  #keep(key: string, content: Content): void {
    const size = content.body.length;
    if (this.#contents.has(key) || size > room / 4) return;
    this.#contents.set(key, content);
    this.#bytes += size;
    for (const [oldest, { body }] of this.#contents) {
      if (this.#bytes <= room) return;
      this.#contents.delete(oldest);
      this.#bytes -= body.length;
    }
  }
}

function render(entry: ContractEntry, { document, scenarios, derived }: ContractTexts, part: Part): Content {
  switch (part) {
    case 'asyncapi.json':
      return json(document);
    case 'asyncapi.yaml':
      return yaml(document);
    case 'scenarios.yaml':
      if (scenarios !== undefined) return yaml(scenarios);
      throw new ContractError('absent', `${entry.vendor}@${entry.version} was published without scenarios.`);
    case 'openapi.json':
    case 'report.json':
    case 'conformance.json': {
      const value = derived[part.slice(0, -'.json'.length)];
      if (value !== undefined) return json(value);
      throw new ContractError('absent', `${entry.vendor}@${entry.version} was published without ${part}.`);
    }
  }
}

/** As findings count lines. */
function json(value: Json): Content {
  return contentOf(Buffer.from(`${JSON.stringify(value, null, 2)}\n`), jsonType);
}

/** Written so that readers of YAML 1.1 and of 1.2 read the same. */
function yaml(value: Json): Content {
  const text = JSON.stringify(value);
  const laidOut =
    text.length > longestLayout
      ? `${text}\n`
      : stringify(value, { aliasDuplicateObjects: false, compat: 'yaml-1.1', lineWidth: 120 });
  return contentOf(Buffer.from(laidOut), yamlType);
}
