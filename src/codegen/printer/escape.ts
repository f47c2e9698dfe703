/** Characters that end a line, cannot be seen, or turn the direction of what is read: none of them is printed as it is. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A string literal in single quotes. */
export function quote(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(unprintable, (character) =>
      [...Array(character.length).keys()]
        .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
        .join(''),
    );
  return `'${escaped}'`;
}

/** A property's name as it stands in a declaration: quoted unless it is a plain identifier. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

/**
 * Text as it may stand in a comment: nothing in it ends the comment, begins a tag, or changes what a reader sees. Line
 * breaks stay.
 */
export function commentText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(unprintable, (character) => (character === '\n' ? '\n' : ' '))
    .replaceAll('*/', '*\\/')
    .replace(/^(\s*)@/gm, '$1\\@');
}
