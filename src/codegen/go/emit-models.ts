import type { Field, Model, Models, ModelType, TypeUse, WrappedModel } from '../projection/model.ts';
import { cyclesByValue } from './by-value.ts';
import { constantWord, createFieldNames, createTopNames, exportedName } from './go-names.ts';
import { comment, goString, inColumns } from './go-text.ts';

/** `models.go` without its package clause. */
export interface EmittedModels {
  readonly code: string;
  /** The struct of each event. */
  readonly events: ReadonlyMap<string, string>;
}

/** Writes models as structs with what reads and writes them. */
export function emitModels(models: Models): EmittedModels {
  return new ModelWriter(models).write();
}

const plainTypes = {
  any: 'any',
  text: 'string',
  time: 'time.Time',
  integer: 'int64',
  number: 'float64',
  boolean: 'bool',
} as const;

/** Fields of a union, and how JSON values of the kind begin: see `kindOf` in `codec.go`. */
const options = {
  text: ['Text', '"'],
  time: ['Time', '"'],
  integer: ['Integer', '0'],
  number: ['Number', '0'],
  boolean: ['Boolean', 'b'],
  list: ['List', '['],
  map: ['Object', '{'],
  model: ['Object', '{'],
} as const;

class ModelWriter {
  readonly #models: Models;
  readonly #types = new Map<string, string>();
  readonly #unions = new Map<string, string>();
  readonly #names = createTopNames();
  readonly #cycles: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(models: Models) {
    this.#models = models;
    this.#cycles = cyclesByValue(models);
    for (const { name } of models.models) this.#types.set(name, this.#names.ofType(name));
    for (const name of models.unions.keys()) this.#unions.set(name, this.#names.ofType(name));
  }

  write(): EmittedModels {
    const blocks = this.#models.models.flatMap((model) =>
      'wraps' in model ? this.#wrapped(model) : this.#model(model),
    );
    for (const [name, types] of this.#models.unions) blocks.push(...this.#union(name, types));
    const body = blocks.join('\n\n');
    return {
      code: `${importsOf(body)}${body}\n`,
      events: new Map([...this.#models.events].map(([event, name]) => [event, this.#type(name)])),
    };
  }

  #type(name: string): string {
    return this.#types.get(name) ?? name;
  }

  #wrapped({ name, description, wraps }: WrappedModel): string[] {
    const own = this.#type(name);
    return [
      [
        ...comment(documented(own, description), ''),
        `type ${own} struct {`,
        `\tValue ${this.#use(wraps, true)}`,
        '}',
      ].join('\n'),
      `// UnmarshalJSON reads the payload.\nfunc (x *${own}) UnmarshalJSON(data []byte) error {\n\treturn json.Unmarshal(data, &x.Value)\n}`,
      `// MarshalJSON writes the payload.\nfunc (x ${own}) MarshalJSON() ([]byte, error) {\n\treturn json.Marshal(x.Value)\n}`,
    ];
  }

  #model(model: Model): string[] {
    const own = this.#type(model.name);
    const taken = createFieldNames();
    const fields = model.fields.map((field) => ({ field, name: taken(exportedName(field.name)) }));
    const table = fields.map(({ field, name }) => {
      const parts = [goString(field.name), `&x.${name}`, String(field.isRequired), String(this.#isNullable(field))];
      return `\t\t{${parts.join(', ')}},`;
    });
    return [
      [
        ...comment(documented(own, model.description), ''),
        `type ${own} struct {`,
        ...this.#fields(model.name, own, fields),
        '}',
      ].join('\n'),
      [`func (x *${own}) fields() []field {`, '\treturn []field{', ...table, '\t}', '}'].join('\n'),
      `// UnmarshalJSON reads an object. Properties that the model does not know are left out.\nfunc (x *${own}) UnmarshalJSON(data []byte) error {\n\treturn readFields(data, x.fields())\n}`,
      `// MarshalJSON writes an object. What is nil is left out where it need not be there.\nfunc (x ${own}) MarshalJSON() ([]byte, error) {\n\treturn writeFields(x.fields())\n}`,
      ...fields.flatMap(({ field, name }) => (field.known.length === 0 ? [] : [this.#constants(own, name, field)])),
    ];
  }

  /** Lines of a struct: fields stand in columns as far as no comment parts them. */
  #fields(model: string, own: string, fields: readonly { field: Field; name: string }[]): string[] {
    const lines: string[] = [];
    let rows: string[][] = [];
    const flush = (): void => {
      lines.push(...inColumns(rows, '\t'));
      rows = [];
    };
    for (const { field, name } of fields) {
      const words = comment(this.#words(own, name, field), '\t');
      if (words.length > 0) flush();
      lines.push(...words);
      rows.push([name, this.#fieldType(field, model)]);
    }
    flush();
    return lines;
  }

  #words(own: string, name: string, { description, known, holds }: Field): string {
    const notes = [
      description,
      known.length === 0 ? undefined : `Known values begin with ${own}${name}.`,
      holds === undefined ? undefined : `JSON in a text: ${this.#use(holds, true)}.`,
    ];
    return notes.filter((note) => note !== undefined).join(' ');
  }

  #constants(own: string, name: string, field: Field): string {
    const rows = field.known.map((value) => [
      this.#names.ofConstant(`${own}${name}${constantWord(value)}`),
      `= ${goString(value)}`,
    ]);
    const words = comment(`Known values of ${own}.${name}; others may come.`, '');
    return [...words, 'const (', ...inColumns(rows, '\t'), ')'].join('\n');
  }

  #isNullable({ isNullable, type }: TypeUse): boolean {
    return isNullable || type.kind === 'any';
  }

  #fieldType(field: Field, model: string): string {
    const isCyclic = field.type.kind === 'model' && this.#cycles.get(model)?.has(field.type.name) === true;
    return this.#use(field, field.isRequired && !isCyclic);
  }

  #use({ type, isNullable }: TypeUse, isRequired: boolean): string {
    const name = this.#typeName(type);
    const canBeNil = type.kind === 'any' || type.kind === 'list' || type.kind === 'map';
    return (isRequired && !isNullable) || canBeNil ? name : `*${name}`;
  }

  #typeName(type: ModelType): string {
    switch (type.kind) {
      case 'list':
        return `[]${this.#use(type.item, true)}`;
      case 'map':
        return `map[string]${this.#use(type.item, true)}`;
      case 'model':
        return this.#type(type.name);
      case 'union':
        return this.#unions.get(type.name) ?? type.name;
      default:
        return plainTypes[type.kind];
    }
  }

  #union(name: string, types: readonly ModelType[]): string[] {
    const own = this.#unions.get(name) ?? name;
    const rows: string[][] = [];
    const table: string[] = [];
    for (const type of types) {
      if (type.kind === 'any' || type.kind === 'union') continue;
      const [field, kind] = options[type.kind];
      rows.push([field, this.#use({ type, isNullable: false }, false)]);
      table.push(`\t\t{'${kind}', &x.${field}},`);
    }
    const words = comment(`${own} is one of several forms: the field of the form that it has is set.`, '');
    return [
      [...words, `type ${own} struct {`, ...inColumns(rows, '\t'), '}'].join('\n'),
      [`func (x *${own}) options() []option {`, '\treturn []option{', ...table, '\t}', '}'].join('\n'),
      `// UnmarshalJSON reads the form that the value has.\nfunc (x *${own}) UnmarshalJSON(data []byte) error {\n\t*x = ${own}{}\n\treturn readOption(data, x.options())\n}`,
      `// MarshalJSON writes the form that is set.\nfunc (x ${own}) MarshalJSON() ([]byte, error) {\n\treturn writeOption(x.options())\n}`,
    ];
  }
}

function importsOf(body: string): string {
  const used = [
    ...(body.includes('json.') ? ['"encoding/json"'] : []),
    ...(body.includes('time.Time') ? ['"time"'] : []),
  ];
  if (used.length < 2) return used.map((name) => `import ${name}\n\n`).join('');
  return `import (\n${used.map((name) => `\t${name}\n`).join('')})\n\n`;
}

/** Go's comments begin with the name of what they are about. */
function documented(name: string, description: string | undefined): string {
  return description === undefined ? `${name} is a model of the contract.` : `${name}: ${description}`;
}
