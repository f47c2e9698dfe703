/** What a JSON text says about itself before it is parsed. */
export interface JsonScan {
  /** How many levels deep it nests. */
  readonly depth: number;
  /** The first key that stands twice in one object, and its offset. */
  readonly duplicate: { readonly key: string; readonly offset: number } | undefined;
}

const quote = 0x22;
const backslash = 0x5c;

/** Looks over a JSON text without recursion. A text that is not JSON gets some answer. */
export function scanJson(text: string): JsonScan {
  const open: (Set<string> | undefined)[] = [];
  let depth = 0;
  let duplicate: JsonScan['duplicate'];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = stringEnd(text, at);
      const keys = open.at(-1);
      if (keys !== undefined && duplicate === undefined && isKey(text, end)) {
        const key = text.slice(at + 1, end - 1);
        if (keys.size === keys.add(key).size) duplicate = { key, offset: at };
      }
      at = end - 1;
    } else if (code === 0x7b || code === 0x5b) {
      open.push(code === 0x7b ? new Set() : undefined);
      depth = Math.max(depth, open.length);
    } else if (code === 0x7d || code === 0x5d) open.pop();
  }
  return { depth, duplicate };
}

/** The index behind the quote that ends the string beginning at `start`. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) at += 1;
  }
  return text.length;
}

function isKey(text: string, end: number): boolean {
  for (let at = end; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code === 0x3a;
  }
  return false;
}
