import { child } from '../../json-schema/pointer.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import type { Models, ModelType } from '../projection/model.ts';

type ByName = ReadonlyMap<string, Models['models'][number]>;

/** Pointers to the texts of a payload that have known values. */
export function knownTextsIn({ models }: Models, model: string, payload: Json): string[] {
  return ofModel(new Map(models.map((one) => [one.name, one])), model, payload, '');
}

function ofModel(models: ByName, name: string, value: Json, pointer: string): string[] {
  const model = models.get(name);
  if (model === undefined || !isObject(value)) return [];
  if ('wraps' in model) return ofType(models, model.wraps.type, value, pointer);
  return model.fields.flatMap(({ name: key, known, type }) => {
    const held = Object.hasOwn(value, key) ? value[key] : undefined;
    if (held === undefined) return [];
    const place = child(pointer, key);
    return known.length > 0 && typeof held === 'string' ? [place] : ofType(models, type, held, place);
  });
}

function ofType(models: ByName, type: ModelType, value: Json, pointer: string): string[] {
  switch (type.kind) {
    case 'model':
      return ofModel(models, type.name, value, pointer);
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((item: Json, index) => ofType(models, type.item.type, item, child(pointer, index)))
        : [];
    default:
      return [];
  }
}
