import { parsePointer } from '../../json-schema/pointer.ts';

/** Keywords whose member or item is part of the way to a place, and how it is shown. */
const steps: ReadonlyMap<string, (token: string) => string> = new Map<string, (token: string) => string>([
  ['properties', (token) => `/${token}`],
  ['patternProperties', (token) => `/{${token}}`],
  ['allOf', () => ''],
  ['anyOf', () => ''],
  ['oneOf', () => ''],
  ['definitions', (token) => `/${token}`],
  ['$defs', (token) => `/${token}`],
]);

/**
 * A pointer into schemas as a person would say it: `position/location` for
 * `/definitions/position/properties/location/type`. The keyword at its end is left out.
 */
export function schemaPlace(pointer: string): string {
  const tokens = parsePointer(pointer);
  let place = '';
  for (let index = 0; index < tokens.length; index += 1) {
    const keyword = tokens[index] ?? '';
    const token = tokens[index + 1];
    const show = steps.get(keyword);
    if (show !== undefined && token !== undefined) {
      place += show(token);
      index += 1;
    } else if (keyword === 'items') {
      place += '[]';
    } else {
      break;
    }
  }
  return place === '' ? 'the payload' : place.slice(1);
}
