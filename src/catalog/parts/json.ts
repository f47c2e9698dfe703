import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { child } from '../../json-schema/pointer.ts';
import { escape, Html } from '../html.ts';
import type { Field } from '../fields/field.ts';

export interface JsonOptions {
  /** The tree whose fields the properties lead to. */
  readonly fields?: readonly Field[];
  /** In front of the ids of properties; properties have none when absent. */
  readonly prefix?: string;
  /** What is wrong at places, by JSON Pointer: the line is marked, and says so. */
  readonly marks?: ReadonlyMap<string, string>;
}

export interface RenderedJson {
  readonly html: Html;
  /** Id of the first property that stands for a field, by the field's id. */
  readonly places: ReadonlyMap<string, string>;
}

/** Longer payloads are cut: pages are for people. */
const mostLines = 2500;

/** A value as coloured JSON, two blanks to a level, whose properties are linked with a tree of fields. */
export function renderJson(value: Json, options: JsonOptions = {}): RenderedJson {
  const writer = new JsonWriter(options);
  writer.write(value, options.fields ?? [], { pointer: '', indent: '', lead: '', end: '' });
  return { html: new Html(writer.lines.join('')), places: writer.places };
}

interface Spot {
  readonly pointer: string;
  readonly indent: string;
  /** What stands before the value on its line, as HTML. */
  readonly lead: string;
  readonly end: string;
}

class JsonWriter {
  readonly lines: string[] = [];
  readonly places = new Map<string, string>();
  readonly #options: JsonOptions;
  #count = 0;

  constructor(options: JsonOptions) {
    this.#options = options;
  }

  write(value: Json, fields: readonly Field[], spot: Spot): void {
    const { pointer, indent, lead, end } = spot;
    if (this.#count > mostLines) return;
    const members = membersOf(value);
    if (members.length === 0) return this.#line(`${indent}${lead}${scalar(value)}${end}`, pointer);
    const isList = Array.isArray(value);
    this.#line(`${indent}${lead}${isList ? '[' : '{'}`, pointer);
    for (const [index, [token, member]] of members.entries()) {
      const field = isList ? undefined : findField(fields, String(token));
      this.write(member, isList ? itemFields(fields) : (field?.fields ?? []), {
        pointer: child(pointer, token),
        indent: `${indent}  `,
        lead: isList ? '' : `${this.#key(String(token), field)}: `,
        end: index === members.length - 1 ? '' : ',',
      });
    }
    this.#line(`${indent}${isList ? ']' : '}'}${end}`);
  }

  #key(name: string, field: Field | undefined): string {
    const text = escape(JSON.stringify(name));
    const { prefix } = this.#options;
    if (field === undefined || prefix === undefined) return `<span class="k">${text}</span>`;
    const isFirst = !this.places.has(field.id);
    const id = `${prefix}${field.id}`;
    if (isFirst) this.places.set(field.id, id);
    return `<a class="k" href="#${encodeURIComponent(field.id)}"${isFirst ? ` id="${escape(id)}"` : ''}>${text}</a>`;
  }

  #line(text: string, pointer?: string): void {
    this.#count += 1;
    if (this.#count > mostLines) {
      if (this.#count === mostLines + 1) this.lines.push('<span class="c">… and more</span>\n');
      return;
    }
    const why = pointer === undefined ? undefined : this.#options.marks?.get(pointer);
    this.lines.push(
      why === undefined
        ? `${text}\n`
        : `<span class="wrongs">${text}  <span class="why">← ${escape(why)}</span></span>`,
    );
  }
}

/** The field of a property: by its name, in one of the forms, or as a further key. */
export function findField(fields: readonly Field[], name: string): Field | undefined {
  const own = fields.find((field) => field.kind === 'property' && field.name === name);
  if (own !== undefined) return own;
  for (const form of fields) {
    const found = form.kind === 'form' ? findField(form.fields, name) : undefined;
    if (found !== undefined) return found;
  }
  return fields.find(({ kind }) => kind === 'key');
}

function itemFields(fields: readonly Field[]): readonly Field[] {
  const item = fields.find(({ kind }) => kind === 'item');
  const forms = fields.filter(({ kind }) => kind === 'form');
  if (item !== undefined) return item.fields;
  return forms.length > 0 && forms.length === fields.length ? forms.flatMap((form) => form.fields) : fields;
}

function membersOf(value: Json): (readonly [string | number, Json])[] {
  if (Array.isArray(value)) return [...(value as readonly Json[]).entries()];
  return isObject(value) ? Object.entries(value) : [];
}

function scalar(value: Json): string {
  if (typeof value === 'string') return `<span class="s">${escape(JSON.stringify(value))}</span>`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[]' : '{}';
  return `<span class="n">${String(value)}</span>`;
}
