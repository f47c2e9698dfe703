import { parsePointer } from '../json-schema/pointer.ts';
import type { Location } from './sources.ts';

/**
 * A name for each schema: of a file its name without extension, of a part of a document its key. Where two would have
 * the same, both get their folder in front (`visits.place`, `tickets.place`), and what is still the same a number.
 */
export function nameModels(locations: readonly Location[]): string[] {
  const short = locations.map(shortName);
  const clashing = repeated(short);
  const names = locations.map((location, index) => {
    const name = short[index] ?? '';
    return clashing.has(name) ? `${folderName(location)}.${name}` : name;
  });
  return numbered(names);
}

function shortName(location: Location): string {
  const token = parsePointer(location.pointer).at(-1);
  if (token !== undefined) return token === 'schema' ? (parsePointer(location.pointer).at(-2) ?? token) : token;
  const file = location.source.file.split('/').at(-1) ?? '';
  return file.replace(/\.(?:json|ya?ml)$/i, '').replace(/\.schema$/i, '');
}

function folderName(location: Location): string {
  const segments = location.source.file.split('/');
  return (location.pointer === '' ? segments.at(-2) : shortName({ ...location, pointer: '' })) ?? '';
}

function repeated(names: readonly string[]): Set<string> {
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.size === seen.add(name).size));
}

function numbered(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let number = 2; taken.has(unique) || /^(?:events|headers)\./.test(unique); number += 1)
      unique = `${name}-${number}`;
    taken.add(unique);
    return unique;
  });
}
