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
  const tokens = parsePointer(location.pointer);
  const token = tokens.at(-1);
  const holder = tokens.at(-2);
  // In a Multi Format Schema Object the schema stands below its name; a model may be named `schema` itself.
  if (token === 'schema' && holder !== undefined && !(holder === 'schemas' && tokens.length === 3)) return holder;
  if (token !== undefined) return token;
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
  return names.map((stated) => {
    // Names that begin so are those of the events' own schemas.
    const name = /^(?:events|headers)\./.test(stated) ? `model.${stated}` : stated;
    let unique = name;
    for (let number = 2; taken.has(unique); number += 1) unique = `${name}-${number}`;
    taken.add(unique);
    return unique;
  });
}
