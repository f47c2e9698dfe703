import { isObject, own } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { at } from '../pointer.ts';
import type { PreparedSchema, Targets } from '../prepare.ts';
import type { SchemaBundle } from '../schema.ts';

/** A schema that applies to a place, made ready and as it is written: only there stands whose data the place holds. */
export interface Applied {
  readonly schema: PreparedSchema;
  readonly written: Json | undefined;
}

/** As `Applied`, when it says something. */
export interface AppliedObject extends Applied {
  readonly schema: JsonObject;
}

export function isAppliedObject(applied: Applied): applied is AppliedObject {
  return typeof applied.schema !== 'boolean';
}

/** The schema under `keyword` (and `token`, in a list or map) of another; undefined when there is none. */
export function below(
  { schema, written }: AppliedObject,
  keyword: string,
  token?: string | number,
): Applied | undefined {
  const found = step(step(schema, keyword), token);
  if (typeof found !== 'boolean' && !isObject(found)) return undefined;
  return { schema: found, written: step(step(written, keyword), token) };
}

/** The schemas in the list under `keyword`. */
export function listBelow(applied: AppliedObject, keyword: string): Applied[] {
  const list = own(applied.schema, keyword);
  return Array.isArray(list) ? list.flatMap((_, index) => below(applied, keyword, index) ?? []) : [];
}

/** The schemas by name under `keyword`; of `dependencies` those that are schemas. */
export function mapBelow(applied: AppliedObject, keyword: string): (readonly [name: string, Applied])[] {
  const map = own(applied.schema, keyword);
  if (!isObject(map)) return [];
  return Object.keys(map).flatMap((name) => {
    const held = below(applied, keyword, name);
    return held === undefined ? [] : [[name, held] as const];
  });
}

/** The schema that a key of `targets` names. */
export function targetOf(targets: Targets, { definitions }: SchemaBundle, key: string): Applied {
  const { schema, pointer } = targets.get(key);
  return { schema, written: at({ definitions }, pointer) };
}

function step(data: Json | undefined, token: string | number | undefined): Json | undefined {
  if (token === undefined) return data;
  if (Array.isArray(data)) return (data as readonly Json[])[Number(token)];
  return isObject(data) ? own(data, String(token)) : undefined;
}
