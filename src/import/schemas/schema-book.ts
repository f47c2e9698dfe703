import type { Location, Sources } from '../../asyncapi/sources.ts';
import { fileName } from '../../infer/event-key.ts';
import { parsePointer } from '../../json-schema/pointer.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import type { Taken } from '../taken.ts';
import { convertSchema } from './convert-schema.ts';
import type { Book, From } from './convert-schema.ts';
import { statedDialect } from './dialects.ts';
import type { SourceDialect } from './dialects.ts';

/** The schemas of the documents, as those of a contract: whatever a `$ref` leads to becomes a model. */
export class SchemaBook implements Book {
  /** By name; refer to one another by `<name>.schema.json`. */
  readonly models = new Map<string, JsonObject>();
  readonly sources: Sources;
  readonly taken: Taken;
  /** How often each model is referred to. */
  readonly uses = new Map<string, number>();
  /** Content of `x-source` of a model, by where it stands. */
  readonly definitions: Location[] = [];
  readonly #sourceOf: (location: Location) => JsonObject;
  readonly #dialect: SourceDialect;
  readonly #identities: ReadonlyMap<string, Location>;
  readonly #names = new Map<string, string>();
  readonly #lowerCase = new Set<string>();

  /**
   * @param identities schemas by their `$id`: a reference to one of them does not lead to the network
   * @param watch called for every model
   */
  constructor(
    sources: Sources,
    taken: Taken,
    options: {
      readonly dialect: SourceDialect;
      readonly sourceOf: (location: Location) => JsonObject;
      readonly identities?: ReadonlyMap<string, Location>;
      readonly beat: () => void;
    },
  ) {
    this.sources = sources;
    this.taken = taken;
    this.#dialect = options.dialect;
    this.#sourceOf = options.sourceOf;
    this.#identities = options.identities ?? new Map();
    this.beat = options.beat;
  }

  readonly beat: () => void;

  /** The schema at a place, as one of the contract. */
  convert(location: Location, from: From): Json {
    this.taken.take(location);
    return convertSchema(location, { book: this, from, dialect: this.dialectOf(location), isClosedKept: false });
  }

  dialectOf({ source }: Location): SourceDialect {
    return statedDialect(source.data) ?? this.#dialect;
  }

  /** Definitions that nothing refers to are not in the contract. */
  noteUnused(): void {
    for (const location of this.definitions) {
      if (this.#names.has(keyOf(location))) continue;
      this.taken.note(location, parsePointer(location.pointer).at(-1) ?? '', 'Nothing refers to it.');
    }
  }

  /** A `$ref` to the model that a reference leads to; undefined, and a finding in `sources`, when it leads nowhere. */
  refer(reference: string, at: Location, from: From): JsonObject | undefined {
    const target = this.#target(reference, at);
    if (target === undefined) return undefined;
    const name = this.#modelAt(target);
    this.uses.set(name, (this.uses.get(name) ?? 0) + 1);
    return { $ref: `${prefixes[from]}${name}.schema.json` };
  }

  #target(reference: string, at: Location): Location | undefined {
    const [address = '', fragment = ''] = reference.split('#');
    const identified = this.#identities.get(address);
    if (identified === undefined) return this.sources.resolve(reference, at);
    return fragment === '' ? identified : this.sources.resolve(`#${fragment}`, identified);
  }

  #modelAt(location: Location): string {
    const key = keyOf(location);
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = this.#freeName(wordOf(location));
    this.#names.set(key, name);
    // The place is kept, so that models come in the order in which they are first referred to.
    this.models.set(name, {});
    this.beat();
    const schema = this.convert(location, 'model');
    const members = isObject(schema) ? schema : schema === false ? { not: {} } : {};
    this.models.set(
      name,
      Object.hasOwn(members, '$ref') || Object.hasOwn(members, 'x-source')
        ? members
        : { ...members, 'x-source': this.#sourceOf(location) },
    );
    return name;
  }

  #freeName(word: string): string {
    const base = fileName(word);
    let name = base;
    for (let number = 2; this.#lowerCase.has(name.toLowerCase()); number++) name = `${base}-${number}`;
    this.#lowerCase.add(name.toLowerCase());
    return name;
  }
}

const prefixes = { model: '', event: '../' } as const;

function keyOf({ source, pointer }: Location): string {
  return `${source.file}#${pointer}`;
}

/** What a model is called: the last word of the pointer that names one, else the file. */
function wordOf({ source, pointer }: Location): string {
  const tokens = parsePointer(pointer);
  const last = tokens.at(-1);
  const holder = tokens.at(-2);
  if (last !== undefined && holder === 'properties') return last;
  if (last === undefined)
    return (source.file.split('/').at(-1) ?? 'model').replace(/(?:\.schema)?\.(?:json|ya?ml)$/i, '');
  if (/^\d+$/.test(last) || ['items', 'payload', 'schema'].includes(last))
    return tokens
      .filter((token) => !['components', 'schemas', 'properties', 'allOf', 'anyOf', 'oneOf', 'content'].includes(token))
      .slice(-2)
      .join('-');
  return last;
}
