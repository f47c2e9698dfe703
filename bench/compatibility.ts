import { existsSync, readFileSync } from 'node:fs';
import { compareSchemas } from '../src/compatibility/compare-schemas.ts';
import type { Dialect, JsonSchema } from '../src/json-schema/schema.ts';
import type { Json } from '../src/util/json.ts';

interface Pair {
  readonly draft: Dialect;
  readonly s1: JsonSchema;
  readonly s2: JsonSchema;
}

/**
 * Comparing schemas: 1,000 pairs of real size, and the labelled pairs of which COUNTERFOIL_CONTAINMENT names the file.
 */
export function compatibility(): void {
  realSize();
  labelled();
}

/** 200 properties on 5 levels; each pair differs in one property somewhere. At most 10 s; memory must stay flat. */
function realSize(): void {
  compareSchemas(model(0), model(1), { relation: 'deliveries', dialect: 'draft-07' });
  const heapBefore = process.memoryUsage().heapUsed;
  const started = performance.now();
  const tally: Record<string, number> = {};
  for (let index = 0; index < 1_000; index += 1) {
    const { forward, backward } = compareSchemas(model(index), model(index + 1), {
      relation: 'deliveries',
      dialect: 'draft-07',
    });
    for (const { status } of [forward, backward]) tally[status] = (tally[status] ?? 0) + 1;
  }
  const seconds = (performance.now() - started) / 1_000;
  const grown = (process.memoryUsage().heapUsed - heapBefore) / 2 ** 20;
  console.log(
    `1,000 pairs of 200 properties on 5 levels: ${seconds.toFixed(1)} s (at most 10), heap ${grown.toFixed(0)} MB more, ${JSON.stringify(tally)}`,
  );
}

function model(seed: number): JsonSchema {
  let number = 0;
  const property = (): Json => {
    number += 1;
    const isOdd = number === (seed * 37) % 200;
    const kinds: readonly Json[] = [
      { type: 'string', maxLength: isOdd ? 40 : 80 },
      { type: isOdd ? ['integer', 'null'] : 'integer', minimum: 0 },
      { type: 'string', format: 'date-time' },
      { enum: isOdd ? ['NEW', 'CALLED'] : ['NEW', 'CALLED', 'SERVED'] },
      { anyOf: [{ type: 'string', pattern: '^[A-Z]{2,3}-\\d+$' }, { type: 'null' }] },
    ];
    return kinds[number % kinds.length] as Json;
  };
  const level = (depth: number): Json => {
    const properties: Record<string, Json> = {};
    for (let index = 0; index < 40; index += 1) properties[`field_${depth}_${index}`] = property();
    if (depth < 5)
      properties['below'] = depth % 2 === 0 ? level(depth + 1) : { type: 'array', items: level(depth + 1) };
    return { type: 'object', properties, required: [`field_${depth}_0`, `field_${depth}_7`] };
  };
  return level(1) as JsonSchema;
}

/** Median below 1 ms and 99th percentile below 60 ms, after a first pass to warm up. */
function labelled(): void {
  const path = process.env['COUNTERFOIL_CONTAINMENT'];
  if (path === undefined || !existsSync(path)) {
    console.log('labelled pairs: COUNTERFOIL_CONTAINMENT names no file, nothing measured');
    return;
  }
  const pairs = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Pair);
  const pass = (): number[] =>
    pairs.map(({ draft, s1, s2 }) => {
      const started = performance.now();
      compareSchemas(s1, s2, { dialect: draft, formats: 'annotate' });
      return performance.now() - started;
    });
  pass();
  const times = pass().toSorted((left, right) => left - right);
  const at = (share: number): string => (times[Math.floor(times.length * share)] as number).toFixed(2);
  console.log(
    `${pairs.length} labelled pairs: median ${at(0.5)} ms (below 1), p99 ${at(0.99)} ms (below 60), most ${at(0.9999)} ms`,
  );
}
