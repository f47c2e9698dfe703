import type { Origin } from '../../deliveries/capture.ts';
import type { JsonObject } from '../../util/json.ts';

/** Where a statement comes from that rests on captures: the content of `x-source`. Only live captures make it `live`. */
export function sourceOf(vendor: string, origins: ReadonlyMap<Origin | undefined, number>): JsonObject {
  const isLive = [...origins.keys()].every((origin) => origin === 'live');
  const parts = order.flatMap((origin) => {
    const count = origins.get(origin);
    return count === undefined ? [] : [`${count} ${origin ?? 'of unknown origin'}`];
  });
  return { kind: isLive ? 'live' : 'other', document: `Captures of ${vendor}: ${parts.join(', ')}` };
}

const order: readonly (Origin | undefined)[] = ['live', 'documented', 'simulated', undefined];

/** Where one example comes from. */
export function exampleSource(origin: Origin | undefined): JsonObject {
  const titles = {
    live: 'A live capture',
    documented: 'A capture from documentation',
    simulated: 'A simulated capture',
    unknown: 'A capture of unknown origin',
  };
  return { kind: origin === 'live' ? 'live' : 'other', document: titles[origin ?? 'unknown'] };
}
