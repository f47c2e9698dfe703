import type { Json } from '../util/json.ts';

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
