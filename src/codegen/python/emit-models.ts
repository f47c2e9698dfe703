import type { Field, Model, Models, ModelType, TypeUse, WrappedModel } from '../projection/model.ts';
import { attributeName, constantName, createClassNames, createMemberNames } from './python-names.ts';
import { docstring, pythonString } from './python-text.ts';

/** `models.py`, and the names that it declares. */
export interface EmittedModels {
  readonly code: string;
  /** The class of each event. */
  readonly events: ReadonlyMap<string, string>;
  /** All classes, in the order of the file. */
  readonly classes: readonly string[];
}

/** Writes models as dataclasses with what reads and writes them. */
export function emitModels(models: Models, title: string): EmittedModels {
  return new ModelWriter(models).write(title);
}

const codecs = {
  any: 'ANY',
  text: 'TEXT',
  time: 'TIME',
  integer: 'INTEGER',
  number: 'NUMBER',
  boolean: 'BOOLEAN',
} as const;
const types = { any: 'Any', text: 'str', time: 'datetime', integer: 'int', number: 'float', boolean: 'bool' } as const;

class ModelWriter {
  readonly #models: Models;
  readonly #classes = new Map<string, string>();
  readonly #take = createClassNames();
  /** Names of `_codec.py` and of the standard library that are used. */
  readonly #used = new Set<string>();
  readonly #known: string[] = [];

  constructor(models: Models) {
    this.#models = models;
    for (const { name } of models.models) this.#classes.set(name, this.#take(name));
  }

  write(title: string): EmittedModels {
    const bodies: string[] = [];
    const tables: string[] = [];
    for (const model of this.#models.models) {
      const { body, table } = 'wraps' in model ? this.#wrapped(model) : this.#model(model);
      bodies.push(body);
      tables.push(table);
    }
    const code = [...docstring(title, ''), '', ...this.#imports(), '', bodies.join('\n\n\n'), '', '', ...tables].join(
      '\n',
    );
    return {
      code: `${code}\n`,
      events: new Map([...this.#models.events].map(([event, name]) => [event, this.#class(name)])),
      classes: [...this.#classes.values(), ...this.#known],
    };
  }

  #class(name: string): string {
    return this.#classes.get(name) ?? name;
  }

  #imports(): string[] {
    const own = [...this.#used]
      .filter((name) => name !== 'datetime' && name !== 'Any' && name !== 'dataclass')
      .toSorted();
    return [
      'from __future__ import annotations',
      '',
      ...(this.#used.has('dataclass') ? ['from dataclasses import dataclass'] : []),
      ...(this.#used.has('datetime') ? ['from datetime import datetime'] : []),
      ...(this.#used.has('Any') ? ['from typing import Any'] : []),
      '',
      `from ._codec import ${own.join(', ')}`,
      '',
    ];
  }

  #wrapped({ name, description, wraps }: WrappedModel): { body: string; table: string } {
    this.#used.add('Wrapped');
    const own = this.#class(name);
    const lines = [
      `class ${own}(Wrapped):`,
      ...docstring(description ?? 'A payload.', '    '),
      '',
      `    value: ${this.#annotation(wraps)}`,
    ];
    return { body: lines.join('\n'), table: `${own}._codec = ${this.#codec(wraps)}` };
  }

  #model(model: Model): { body: string; table: string } {
    this.#used.add('Model').add('dataclass');
    const own = this.#class(model.name);
    const member = createMemberNames();
    const fields = model.fields.map((field) => ({ field, attribute: member(attributeName(field.name)) }));
    const known: string[] = [];
    const lines = [
      '@dataclass(kw_only=True)',
      `class ${own}(Model):`,
      ...docstring(model.description ?? `The model ${own}.`, '    '),
    ];
    for (const { field, attribute } of fields) {
      const constants = field.known.length === 0 ? undefined : this.#constants(model.name, own, field, attribute);
      if (constants !== undefined) known.push(constants.code);
      lines.push('', ...this.#attribute(field, attribute, constants?.name));
    }
    const rows = fields.map(({ field, attribute }) => `    ${this.#row(field, attribute)},\n`);
    return {
      body: [lines.join('\n'), ...known].join('\n\n\n'),
      table: `${own}._fields = (${rows.length === 0 ? '' : '\n'}${rows.join('')})`,
    };
  }

  #attribute(field: Field, attribute: string, constants: string | undefined): string[] {
    const isOptional = !field.isRequired && !field.isNullable && field.type.kind !== 'any';
    const annotation = `${this.#annotation(field)}${isOptional ? ' | None' : ''}`;
    const notes = [
      field.description,
      constants === undefined ? undefined : `Known values: ${constants}.`,
      field.holds === undefined ? undefined : `JSON in a text: ${this.#annotation(field.holds)}.`,
    ];
    return [
      `    ${attribute}: ${annotation}${field.isRequired ? '' : ' = None'}`,
      ...docstring(notes.filter((note) => note !== undefined).join(' '), '    '),
    ];
  }

  #constants(model: string, owner: string, field: Field, attribute: string): { name: string; code: string } {
    const name = this.#take(model + pascal(field.name));
    this.#known.push(name);
    const member = createMemberNames();
    const lines = field.known.map((value) => `    ${member(constantName(value))} = ${pythonString(value)}`);
    const words = docstring(`Known values of \`${owner}.${attribute}\`; others may come.`, '    ');
    return { name, code: [`class ${name}:`, ...words, '', ...lines].join('\n') };
  }

  #row(field: Field, attribute: string): string {
    const isNullable = field.isNullable || field.type.kind === 'any';
    const flags = [field.isRequired, isNullable].map((flag) => (flag ? 'True' : 'False'));
    return `(${[pythonString(attribute), pythonString(field.name), ...flags, this.#codecOf(field.type)].join(', ')})`;
  }

  #annotation({ type, isNullable }: TypeUse): string {
    return this.#typeName(type) + (isNullable ? ' | None' : '');
  }

  #typeName(type: ModelType): string {
    switch (type.kind) {
      case 'list':
        return `list[${this.#annotation(type.item)}]`;
      case 'map':
        return `dict[str, ${this.#annotation(type.item)}]`;
      case 'model':
        return this.#class(type.name);
      case 'union':
        return type.options.map((option) => this.#typeName(option)).join(' | ');
      default:
        if (type.kind === 'any') this.#used.add('Any');
        if (type.kind === 'time') this.#used.add('datetime');
        return types[type.kind];
    }
  }

  #codec({ type, isNullable }: TypeUse): string {
    return isNullable ? this.#call('Nullable', this.#codecOf(type)) : this.#codecOf(type);
  }

  #codecOf(type: ModelType): string {
    switch (type.kind) {
      case 'list':
        return this.#call('ListOf', this.#codec(type.item));
      case 'map':
        return this.#call('MapOf', this.#codec(type.item));
      case 'model':
        return this.#call('ModelOf', this.#class(type.name));
      case 'union':
        return this.#call('OneOf', ...type.options.map((option) => this.#codecOf(option)));
      default:
        this.#used.add(codecs[type.kind]);
        return codecs[type.kind];
    }
  }

  #call(name: string, ...parts: readonly string[]): string {
    this.#used.add(name);
    return `${name}(${parts.join(', ')})`;
  }
}

function pascal(name: string): string {
  return attributeName(name)
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
