import type { Json } from '../util/json.ts';

/**
 * How many levels deep a JSON text nests, without parsing it. Brackets inside strings do not count. A text that is not
 * JSON gets some number.
 */
export function nestingOfJson(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x22) inString = !inString;
    else if (inString) index += code === 0x5c ? 1 : 0;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return deepest;
}

/** How many levels deep data nests: 0 for a scalar. Stops counting one level beyond `limit`. Does not recurse. */
export function depthOf(data: Json, limit: number): number {
  let depth = 0;
  let level: Json[] = [data];
  const seen = new Set<Json>();
  for (;;) {
    const below: Json[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null || seen.has(value)) continue;
      for (const item of Object.values(value)) {
        if (typeof item === 'object' && item !== null) below.push(item);
      }
    }
    const compound = level.some((value) => typeof value === 'object' && value !== null);
    if (!compound || depth > limit) return depth;
    depth += 1;
    level = below;
  }
}
