/** A text of the same JSON value, as some program would write it. */
export interface JsonForm {
  readonly text: string;
  /** How it is written, to follow "the body is written": `without spaces and with sorted keys`. */
  readonly written: string;
}

interface Layout {
  readonly words: string;
  readonly comma: string;
  readonly colon: string;
  /** One level of indentation; absent when everything stands on one line. */
  readonly indent?: string;
}

const layouts: readonly Layout[] = [
  { words: 'without spaces', comma: ',', colon: ':' },
  { words: 'with a space after each comma and colon', comma: ', ', colon: ': ' },
  { words: 'with an indentation of 2 spaces', comma: ',', colon: ': ', indent: '  ' },
  { words: 'with an indentation of 4 spaces', comma: ',', colon: ': ', indent: '    ' },
  { words: 'with an indentation of one tab', comma: ',', colon: ': ', indent: '\t' },
];

interface Escaping {
  readonly words: string;
  /** Writes anew what `JSON.stringify` made of a string. */
  apply(json: string): string;
}

const beyondAscii = /[\u007F-\uFFFF]/g;
const slashes = (json: string): string => json.replaceAll('/', '\\/');
const lower = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
const upper = (character: string): string => lower(character).toUpperCase().replace('U', 'u');
const quotes = (json: string): string =>
  json.replace(/\\(.)/g, (pair, escaped) => (escaped === '"' ? lower('"') : pair));

/** What common serialisers escape. */
const escapings: readonly Escaping[] = [
  { words: 'with nothing escaped that need not be', apply: (json) => json },
  { words: 'with everything beyond ASCII escaped', apply: (json) => json.replace(beyondAscii, lower) },
  { words: 'with slashes escaped', apply: slashes },
  {
    words: 'with slashes and everything beyond ASCII escaped',
    apply: (json) => slashes(json).replace(beyondAscii, lower),
  },
  { words: 'with <, > and & escaped', apply: (json) => json.replace(/[<>&\u2028\u2029]/g, lower) },
  { words: 'with everything beyond ASCII escaped in capitals', apply: (json) => json.replace(beyondAscii, upper) },
  {
    words: "with <, >, &, ', +, ` and everything beyond ASCII escaped in capitals",
    apply: (json) => quotes(json).replace(/[<>&'+`\u007F-\uFFFF]/g, upper),
  },
];

/** Deeper texts are left alone: nobody sends them. */
const mostDepth = 200;

/**
 * The texts that other programs would write for the same JSON value, likely ones first, each once; none when the text is
 * not JSON. Numbers, and the order of keys where they are not sorted, stay as they are written.
 */
export function* jsonForms(text: string): Generator<JsonForm> {
  const root = parse(text);
  if (root === undefined) return;
  const seen = new Set([text]);
  for (const ending of ['', '\n']) {
    for (const form of formsOf(text, root)) {
      const whole = form.text + ending;
      if (seen.has(whole)) continue;
      seen.add(whole);
      yield { text: whole, written: ending === '' ? form.written : `${form.written}, with a line break at its end` };
    }
  }
}

function* formsOf(text: string, root: Node): Generator<JsonForm> {
  for (const escaping of [undefined, ...escapings]) {
    const write = (raw: string): string => (escaping === undefined ? raw : escaping.apply(plain(raw)));
    const words = escaping === undefined ? [] : [escaping.words];
    if (escaping !== undefined) yield { text: rewriteStrings(text, write), written: listed(words) };
    for (const node of [root, sorted(root)]) {
      const order = node === root ? [] : ['with sorted keys'];
      for (const layout of layouts)
        yield { text: print(node, layout, write, '\n'), written: listed([layout.words, ...order, ...words]) };
    }
  }
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function plain(raw: string): string {
  return JSON.stringify(JSON.parse(raw));
}

/** A scalar as it is written, or what an object or array holds; keys as they are written. */
type Node =
  | string
  | { readonly members: readonly (readonly [key: string, value: Node])[] }
  | { readonly items: readonly Node[] };

function sorted(node: Node): Node {
  if (typeof node === 'string') return node;
  if ('items' in node) return { items: node.items.map(sorted) };
  const members = node.members.map(([key, value]) => ({ key, name: plain(key), value: sorted(value) }));
  const ordered = members.toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
  return { members: ordered.map(({ key, value }) => [key, value]) };
}

function print(node: Node, layout: Layout, write: (raw: string) => string, line: string): string {
  if (typeof node === 'string') return node.startsWith('"') ? write(node) : node;
  const inner = line + (layout.indent ?? '');
  const parts =
    'items' in node
      ? node.items.map((item) => print(item, layout, write, inner))
      : node.members.map(([key, value]) => write(key) + layout.colon + print(value, layout, write, inner));
  const [open, close] = 'items' in node ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0 || layout.indent === undefined) return open + parts.join(layout.comma) + close;
  return open + inner + parts.join(layout.comma + inner) + line + close;
}

/** Everything but the strings stays as it is. The text is JSON. */
function rewriteStrings(text: string, write: (raw: string) => string): string {
  let result = '';
  let copied = 0;
  for (let start = text.indexOf('"'); start !== -1; start = text.indexOf('"', copied)) {
    const end = stringEnd(text, start);
    result += text.slice(copied, start) + write(text.slice(start, end));
    copied = end;
  }
  return result + text.slice(copied);
}

function stringEnd(text: string, start: number): number {
  let end = start + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}

function parse(text: string): Node | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return read(tokensOf(text), 0);
}

/** Reads one value; undefined when it is too deep. The tokens are those of a JSON text. */
function read(tokens: Iterator<string, undefined>, depth: number): Node | undefined {
  const first = tokens.next().value;
  return first === undefined ? undefined : readFrom(first, tokens, depth);
}

function readFrom(first: string, tokens: Iterator<string, undefined>, depth: number): Node | undefined {
  if (depth > mostDepth) return undefined;
  if (first !== '{' && first !== '[') return first;
  const members: [string, Node][] = [];
  const items: Node[] = [];
  const close = first === '{' ? '}' : ']';
  for (let token = tokens.next().value; token !== undefined && token !== close; token = tokens.next().value) {
    const value = first === '{' ? read(tokens, depth + 1) : readFrom(token, tokens, depth + 1);
    if (value === undefined) return undefined;
    if (first === '{') members.push([token, value]);
    else items.push(value);
  }
  return first === '{' ? { members } : { items };
}

/** Brackets and scalars of a JSON text; commas, colons and white space follow from them. */
function* tokensOf(text: string): Generator<string, undefined> {
  const boundary = /[\s,:[\]{}"]/g;
  for (let start = 0; start < text.length;) {
    const character = text.charAt(start);
    let end = start + 1;
    if (character === '"') end = stringEnd(text, start);
    else if (/[^\s,:[\]{}]/.test(character)) {
      boundary.lastIndex = start;
      end = boundary.exec(text)?.index ?? text.length;
    }
    if (!/[\s,:]/.test(character)) yield text.slice(start, end);
    start = end;
  }
  return undefined;
}
