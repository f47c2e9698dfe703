import { escape, Html } from '../html.ts';

const token =
  /(?<c>\/\*[\s\S]*?\*\/|\/\/[^\n]*)|(?<s>'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?<k>\b(?:export|interface|type|extends|import|from|const|default|string|number|boolean|null|unknown|true|false|await|process)\b)|(?<n>\b\d+\b)/g;

/** TypeScript as coloured HTML. */
export function highlight(code: string): Html {
  let at = 0;
  const parts: string[] = [];
  for (const match of code.matchAll(token)) {
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0];
    parts.push(escape(code.slice(at, match.index)), `<span class="${kind ?? 'n'}">${escape(match[0])}</span>`);
    at = match.index + match[0].length;
  }
  parts.push(escape(code.slice(at)));
  return new Html(parts.join(''));
}
