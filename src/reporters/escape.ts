// C0 and C1 controls, line separators, bidirectional overrides, byte order mark and lone surrogates: what moves the
// cursor, starts a terminal sequence or makes a text look different from what it is.
const unsafe =
  /[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const unsafeInJson = /[\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

const shortForms: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Makes text from a document or a capture safe to show on one line: each control character becomes an escape that can
 * be read, such as `\u001b` or `\n`.
 */
export function escapeControls(text: string): string {
  return text.replace(unsafe, (character) => shortForms[character] ?? escapeUnit(character));
}

/** Makes text safe in XML 1.0 element content and in attribute values. */
export function escapeXml(text: string): string {
  return escapeControls(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Makes text safe within a line of GitHub and GitLab Markdown: no formatting, no HTML, no link, and no mention of a
 * person or an issue.
 */
export function escapeMarkdown(text: string): string {
  return escapeControls(text)
    .replace(/[\\`*_{}[\]<>+!|~&$:"^=]|www\.|[@#](?=\w)/gi, toEntities)
    .replace(/(&#(?:64|35);)/g, `$1${zeroWidthSpace}`);
}

const zeroWidthSpace = '&#8203;';

function toEntities(text: string): string {
  return Array.from(text, (character) => (/[a-z]/i.test(character) ? character : `&#${character.charCodeAt(0)};`)).join(
    '',
  );
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Replaces everything beyond ASCII by an escape that can be read, for output that shows nothing else. */
export function escapeNonAscii(text: string): string {
  return text.replace(/[^\u0000-\u007F]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/**
 * JSON text, two blanks to a level. Characters that `JSON.stringify` leaves as they are though a terminal obeys them are
 * escaped.
 */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2).replace(unsafeInJson, escapeUnit)}\n`;
}
