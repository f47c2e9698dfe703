/**
 * Orders versions as Semantic Versioning 2.0.0, section 11, does, build metadata left out; a part that is no number
 * counts as text.
 */
export function compareVersions(one: string, other: string): number {
  const [oneCore, onePre] = splitVersion(one);
  const [otherCore, otherPre] = splitVersion(other);
  const core = compareParts(oneCore, otherCore);
  if (core !== 0) return core;
  if (onePre.length === 0 || otherPre.length === 0) return otherPre.length - onePre.length;
  return compareParts(onePre, otherPre);
}

function splitVersion(version: string): [core: string[], preRelease: string[]] {
  const [whole = ''] = version.split('+');
  const dash = whole.indexOf('-');
  if (dash === -1) return [whole.split('.'), []];
  return [whole.slice(0, dash).split('.'), whole.slice(dash + 1).split('.')];
}

function compareParts(one: readonly string[], other: readonly string[]): number {
  for (const [index, part] of one.entries()) {
    const against = other[index];
    if (against === undefined) return 1;
    const difference = comparePart(part, against);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

function comparePart(one: string, other: string): number {
  if (isNumber(one) && isNumber(other)) return Number(one) - Number(other);
  if (isNumber(one) !== isNumber(other)) return isNumber(one) ? -1 : 1;
  return one < other ? -1 : Number(one > other);
}

function isNumber(part: string): boolean {
  return /^\d+$/.test(part);
}
