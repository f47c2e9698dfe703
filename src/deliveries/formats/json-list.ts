import type { Finding } from '../../findings/finding.ts';
import { captureFinding } from '../capture-finding.ts';
import { startsValue, step, tokenProblem } from '../json-grammar.ts';
import type { Expected, Opened } from '../json-grammar.ts';
import { parseJson, positionAt, shifted } from '../json-text.ts';
import type { Position } from '../json-text.ts';
import { isEscaped, nextToken } from '../json-tokens.ts';
import type { Token } from '../json-tokens.ts';
import type { CaptureSource } from './format.ts';
import { TextWindow } from './text-window.ts';

/** Greatest length of one item of a list, and of each value beside the list, in UTF-16 units. */
export const itemLimit = 32 * 1024 * 1024;

/** An item of a list in a JSON file. */
export interface JsonItem {
  /** From 0. */
  readonly index: number;
  /** JSON Pointer of the list. */
  readonly list: string;
  readonly value: unknown;
  /** As it stands in the file. */
  readonly text: string;
  /** Where it begins in the file. */
  readonly start: Position;
}

/** What became of a file: the pointer of its list, undefined when there is none. */
export interface ListEnd {
  readonly list: string | undefined;
  readonly items: number;
}

/**
 * Reads the items of the list in a JSON file one by one, so that memory holds one of them, whatever the size of the file.
 * Everything else in the file is read too, so that what is no JSON is found wherever it stands.
 *
 * @param paths where the list may stand: the keys of the objects around it, outermost first
 * @returns items, and at last the end of the file or what keeps it from being read
 */
export async function* readJsonList(
  source: CaptureSource,
  paths: readonly (readonly string[])[],
): AsyncGenerator<JsonItem | Finding | ListEnd, void, undefined> {
  const { file } = source;
  const window = new TextWindow(source);
  const at = (place: Position): Finding['place'] => ({ file, ...place });
  const open: Opened[] = [];
  const keys: string[] = [];
  let expected: Expected = 'value';
  let previous: Token | undefined;
  let found: string | undefined;
  let depth = Infinity;
  let items = 0;
  try {
    for (;;) {
      const token = await readToken();
      if (window.problem !== undefined) {
        yield captureFinding('encoding', window.problem, { file, line: 1, column: 1 });
        return;
      }
      const problem = tokenProblem(window.text, token, expected, previous, open);
      if (problem !== undefined) {
        yield captureFinding('syntax', `not JSON: ${problem.message}`, at(window.position(problem.offset)));
        return;
      }
      if (token.kind === 'end') break;
      const isValue = (expected === 'value' || expected === 'item or ]') && startsValue(token);
      const path = keys.slice(0, open.length);
      const isList = isValue && token.kind === '[' && open.length < depth && paths.some((one) => same(one, path));
      const leads =
        token.kind === '{' && paths.some((one) => one.length > path.length && same(one.slice(0, path.length), path));
      if (isList && found !== undefined) {
        yield captureFinding('shape', `the list of requests, ${found}, stands twice`, at(window.position(token.start)));
        return;
      }
      if (isValue && !isList && (open.length >= depth || !leads)) {
        const start = window.position(token.start);
        const text = await readValue(token);
        if (window.problem !== undefined) continue;
        if (text === undefined) {
          const message = `a value in the file is longer than ${itemLimit / 1024 / 1024} MB, the most that one may take`;
          yield captureFinding('tooLarge', message, at(start));
          return;
        }
        const parsed = parseJson(text, start);
        if ('problem' in parsed) {
          const place = shifted(positionAt(text, parsed.problem.offset), start);
          yield captureFinding('syntax', `not JSON: ${parsed.problem.message}`, at(place));
          return;
        }
        if (open.length === depth) {
          yield { index: items, list: found ?? '', value: parsed.value, text, start };
          items += 1;
        }
        expected = open.length === 0 ? 'end' : ', or end';
        previous = undefined;
        continue;
      }
      if (token.kind === 'string')
        keys[open.length - 1] = String(JSON.parse(window.text.slice(token.start, token.end)));
      const opens = token.kind === '{' || token.kind === '[' ? window.position(token.start) : undefined;
      expected = step(token, expected, open, () => opens ?? { line: 1, column: 1 });
      if (isList) {
        found = path.map((key) => `/${key}`).join('');
        depth = open.length;
      }
      if (open.length < depth) depth = Infinity;
      window.at = token.end;
      window.keep = token.start;
      previous = token;
    }
    yield { list: found, items };
  } finally {
    await window.close();
  }

  /** The next token, whole. */
  async function readToken(): Promise<Token> {
    for (;;) {
      const token = nextToken(window.text, window.at);
      if (window.ended || token.end < window.text.length) return token;
      await readOn();
    }
  }

  /** The text of the value that begins with a token; undefined when it is too long. To the end of the file when it has no end. */
  async function readValue(token: Token): Promise<string | undefined> {
    window.keep = token.start;
    window.at = token.end;
    if (token.kind === '{' || token.kind === '[') {
      const end = /["{}[\]]/g;
      for (let level = 1; level > 0;) {
        end.lastIndex = window.at;
        const character = end.exec(window.text)?.[0];
        window.at = character === undefined ? window.text.length : end.lastIndex;
        if (character === '{' || character === '[') level += 1;
        else if (character === '}' || character === ']') level -= 1;
        else if (character === '"') await skipString();
        else if (window.ended) break;
        else await readOn();
        if (window.at - window.keep > itemLimit) return undefined;
      }
    }
    const text = window.text.slice(window.keep, window.at);
    window.keep = window.at;
    return text;
  }

  /** From behind an opening quote to behind the closing one, or to the end. */
  async function skipString(): Promise<void> {
    for (;;) {
      const quote = window.text.indexOf('"', window.at);
      window.at = quote === -1 ? window.text.length : quote + 1;
      if (quote !== -1 && !isEscaped(window.text, quote)) return;
      if (quote !== -1) continue;
      if (window.ended || window.at - window.keep > itemLimit) return;
      await readOn();
    }
  }

  async function readOn(): Promise<void> {
    const gone = await window.more();
    if (previous !== undefined) previous = { ...previous, start: previous.start - gone, end: previous.end - gone };
  }
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}
