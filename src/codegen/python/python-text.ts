import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';

/** Columns of generated code. */
const width = 110;

/** Characters that end a line, cannot be seen, or turn the direction of what is read. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A string literal. */
export function pythonString(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replace(unprintable, escapeCharacter);
  return `"${escaped}"`;
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** An expression for a JSON value. */
export function pythonLiteral(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => pythonLiteral(item)).join(', ')}]`;
  if (isObject(value))
    return `{${Object.entries(value)
      .map(([name, member]) => `${pythonString(name)}: ${pythonLiteral(member)}`)
      .join(', ')}}`;
  if (typeof value === 'string') return pythonString(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null) return 'None';
  return JSON.stringify(value);
}

/** A docstring as lines of code, wrapped; none when there is nothing to say. */
export function docstring(text: string | undefined, indent: string): string[] {
  const clean = (text ?? '')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(unprintable, (sign) => (sign === '\n' ? sign : ' '));
  const safe = clean.trim().replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"');
  if (safe === '') return [];
  const lines = safe.split('\n').flatMap((line) => wrap(line.trimEnd(), width - indent.length - 6));
  const [only = ''] = lines;
  if (lines.length === 1) return [`${indent}"""${only.endsWith('"') ? `${only} ` : only}"""`];
  return [`${indent}"""${only}`, ...lines.slice(1).map((line) => (indent + line).trimEnd()), `${indent}"""`];
}

function wrap(line: string, most: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > most) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
