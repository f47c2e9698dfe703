/** Text that is HTML already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = string | number | Html | undefined | false | readonly Part[];

/**
 * HTML with everything put in escaped, unless it is `Html` itself. Lists are put in one after the other; `undefined` and
 * `false` are nothing. Attributes must be quoted, and no part may be a tag's name or stand in a script or style element.
 */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    compact(texts)
      .map((text, index) => text + written(parts[index]))
      .join(''),
  );
}

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The template's own text without the indents of the source: a page has some of it a thousand times. */
function compact(texts: TemplateStringsArray): readonly string[] {
  let short = compacted.get(texts);
  if (short === undefined) compacted.set(texts, (short = texts.map((text) => text.replaceAll(/\s*\n\s*/g, '\n'))));
  return short;
}

/** Attributes that are there when they have a value, each with a space in front. */
export function attributes(values: Readonly<Record<string, string | number | boolean | undefined>>): Html {
  const texts = Object.entries(values).map(([name, value]) => {
    if (value === undefined || value === false) return '';
    return value === true ? ` ${name}` : ` ${name}="${escape(String(value))}"`;
  });
  return new Html(texts.join(''));
}

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(written).join('');
  return escape(String(part));
}

/** What could end an element or an attribute, and what makes a text look different from what it is. */
export function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');
}
