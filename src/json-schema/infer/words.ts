/** The words of a property's name in lower case: `firstName`, `first_name` and `First-Name` have the same two. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** A name for one of those that a list named `name` holds: `items` becomes `item`, `categories` `category`. */
export function singular(name: string): string {
  if (/(?:ss|us|is)$/i.test(name) || name.length < 3) return name;
  if (/ies$/i.test(name) && name.length > 4) return `${name.slice(0, -3)}y`;
  if (/(?:x|ch|sh|s)es$/i.test(name)) return name.slice(0, -2);
  return /s$/i.test(name) ? name.slice(0, -1) : name;
}
