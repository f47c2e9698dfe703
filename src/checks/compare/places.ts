import { at, formatPointer, parsePointer } from '../../json-schema/pointer.ts';
import type { Place } from '../../findings/finding.ts';
import type { LoadedSide } from './sides.ts';

/**
 * Where in a contract's files a change shows: at the place itself, or at the nearest that this contract has. Whatever is
 * no place in its schemas shows at the document.
 */
export function placeIn({ contract, document, place }: LoadedSide, pointer: string): Place {
  if (!pointer.startsWith('/definitions/')) return place({ file: document.file });
  const definitions = { definitions: contract.schemas.definitions };
  const tokens = parsePointer(pointer);
  for (let length = tokens.length; length >= 2; length -= 1) {
    const above = formatPointer(tokens.slice(0, length));
    if (at(definitions, above) !== undefined) return place(document.locateSchema(above));
  }
  return place({ file: document.file });
}
