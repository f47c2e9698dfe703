import { attributes, html } from '../html.ts';
import type { Html, Part } from '../html.ts';
import type { Source } from '../../asyncapi/model.ts';
import type { Field, KnownValue } from '../fields/field.ts';
import { inlineMarkdown, markdown } from '../markdown.ts';
import { count } from './small.ts';

/** Where a field stands in the examples. */
export interface FieldPlace {
  /** The example's name. */
  readonly example: string;
  /** Id of the element there. */
  readonly id: string;
}

export interface FieldTreeOptions {
  /** By the field's id. */
  readonly places: ReadonlyMap<string, readonly FieldPlace[]>;
  /** How many examples there are. */
  readonly examples: number;
}

const kindNames: Readonly<Record<Source['kind'], string>> = {
  seed: '',
  other: 'other public documentation',
  live: 'live captures',
};

/** Fields deeper than this are folded at first, and so are large groups. */
const openDepth = 2;
const openSize = 40;

/** The fields of an event as a tree that unfolds without a script. */
export function fieldTree(fields: readonly Field[], options: FieldTreeOptions): Html {
  return html`<ul class="fields">
    ${fields.map((field) => item(field, options, 1))}
  </ul>`;
}

function item(field: Field, options: FieldTreeOptions, depth: number): Html {
  const own = html`<div class="field">${content(field, options)}</div>`;
  if (field.fields.length === 0) return html`<li id="${field.id}">${own}</li>`;
  const isOpen = depth <= openDepth && sizeOf(field) <= openSize + (depth === 1 ? 40 : 0);
  const word = field.fields.every(({ kind }) => kind === 'form') ? 'form' : 'field';
  const below = field.fields.map((each) => item(each, options, depth + 1));
  return html`<li id="${field.id}">
    ${own}
    <details ${attributes({ open: isOpen })}>
      <summary>
        <span class="toggle"
          >${count(field.fields.length, word)}<span class="visually-hidden"> of ${field.name}</span></span
        >
      </summary>
      <ul>
        ${below}
      </ul>
    </details>
  </li>`;
}

function sizeOf(field: Field): number {
  return field.fields.reduce((size, each) => size + sizeOf(each), 1);
}

function content(field: Field, options: FieldTreeOptions): Html {
  const { id, kind, name, type, personal, format, description } = field;
  const text = inlineMarkdown(description);
  return html`<div class="line">
      <a class="fname${kind === 'property' ? '' : ' word'}" href="#${encodeURIComponent(id)}">${name}</a
      ><span class="ftype">${type}${format !== undefined && ` (${format})`}</span
      >${presence(field)}${personal !== undefined && html`<span class="chip personal" title="Holds personal data">personal: ${personal}</span>`}
    </div>
    ${text !== undefined && html`<div class="text">${text}</div>`}${valuesPart(field)}${more(field, options)}`;
}

function presence({ kind, presence: is, requiredWhen, when }: Field): Part {
  if (kind === 'form' || kind === 'item' || kind === 'key' || kind === 'json') return '';
  if (is === 'required') return html`<span class="must">required</span>`;
  const condition = inlineMarkdown(requiredWhen.join(', or '));
  if (condition !== undefined) return html`<span class="cond">required when ${condition}</span>`;
  const only = inlineMarkdown(when);
  return only === undefined
    ? html`<span class="may">optional</span>`
    : html`<span class="may">optional, when ${only}</span>`;
}

function valuesPart({ values, isOpenSet, constant }: Field): Part {
  if (constant !== undefined) return html`<p class="more">always <code>${shown(constant)}</code></p>`;
  if (values.length === 0) return '';
  return html`<ul class="values">
    ${values.slice(0, 60).map(value)}${values.length > 60 && html`<li>and ${values.length - 60} more</li>`}
    <li>${isOpenSet ? 'others may come' : 'no others'}</li>
  </ul>`;
}

function value({ value: known, source }: KnownValue): Html {
  const from = source === undefined ? '' : sourceText(source);
  return html`<li><code${attributes({ title: from === '' ? undefined : `From ${from}` })}>${shown(known)}</code>${from !== '' && html`<span title="From ${from}">*</span>`}</li>`;
}

function more(field: Field, { places, examples }: FieldTreeOptions): Part {
  const found = places.get(field.id) ?? [];
  const { evidence, rules, source, model, cut } = field;
  const parts: Part[] = [
    ...(evidence === undefined ? [] : [`rests on ${count(evidence, 'documented object')}`]),
    ...rules.map((rule) => inlineMarkdown(rule)),
    ...(cut === 'loop' ? [html`holds itself: see <code>${model ?? ''}</code> above`] : []),
    ...(cut === 'limit' ? ['too large to unfold here; the JSON Schema has all of it'] : []),
    ...(source === undefined || sourceText(source) === '' ? [] : [`from ${sourceText(source)}`]),
    ...(found.length === 0
      ? []
      : [
          html`in ${found.length} of ${count(examples, 'example')}:
          ${found.slice(0, 6).map(({ example, id }, index) => html`${index > 0 ? ', ' : ''}<a href="#${encodeURIComponent(id)}">${example}</a>`)}${found.length > 6 && ', …'}`,
        ]),
  ];
  return parts.length === 0
    ? ''
    : html`<p class="more">${parts.map((part, index) => html`${index > 0 ? ' · ' : ''}${part}`)}</p>`;
}

/** Where something comes from, in words; empty for what the contract was written from. */
export function sourceText({ kind, document, section }: Source): string {
  const where = section === undefined ? document : `${document}, “${section}”`;
  return kind === 'seed' ? '' : `${where} (${kindNames[kind]})`;
}

/** Where something comes from, as a line. */
export function sourceLine({ kind, document, section, sha256, note }: Source): Html {
  return html`<p class="small soft">
    Source:
    ${document}${section !== undefined && html`, section “${section}”`}${kindNames[kind] !== '' && ` (${kindNames[kind]})`}${sha256 !== undefined && html`, read as <code title="SHA-256 of the text: ${sha256}">${sha256.slice(0, 12)}…</code>`}.${note !== undefined && html` ${inlineMarkdown(note)}`}
  </p>`;
}

/** A short description in larger type, and a longer one below it; either may be absent. */
export function lede(summary: string | undefined, description?: string): Part {
  const [first, second] = [markdown(summary), markdown(description)];
  return html`${first !== undefined && html`<div class="lede">${first}</div>`}${
    second !== undefined && html`<div class="${first === undefined ? 'lede' : 'prose'}">${second}</div>`
  }`;
}

function shown(known: KnownValue['value']): string {
  return typeof known === 'string' ? known : JSON.stringify(known);
}
