import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';

/** Characters in a line. */
const width = 100;

/** JSON as a person would lay it out: what fits in a line stands in one. */
export function printJson(value: Json): string {
  return print(value, '', 0);
}

/** @param before characters that stand in the line already, and behind the value */
function print(value: Json, indent: string, before: number): string {
  const isList = Array.isArray(value);
  if (!isList && !isObject(value)) return JSON.stringify(value);
  const line = isShallow(value, 3) ? onOneLine(value) : undefined;
  if (line !== undefined && indent !== '' && indent.length + before + line.length <= width) return line;
  const deeper = `${indent}  `;
  const entries = isList
    ? (value as readonly Json[]).map((item) => `${deeper}${print(item, deeper, 1)}`)
    : Object.entries(value).map(([key, held]) => {
        const name = `${JSON.stringify(key)}: `;
        return `${deeper}${name}${print(held, deeper, name.length + 1)}`;
      });
  if (entries.length === 0) return isList ? '[]' : '{}';
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  return `${open}\n${entries.join(',\n')}\n${indent}${close}`;
}

/** Whether nothing in it is nested more deeply than so many levels. */
function isShallow(value: Json, levels: number): boolean {
  if (!Array.isArray(value) && !isObject(value)) return true;
  return levels > 0 && Object.values(value as object).every((held) => isShallow(held as Json, levels - 1));
}

function onOneLine(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(onOneLine).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, held]) => `${JSON.stringify(key)}: ${onOneLine(held)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
