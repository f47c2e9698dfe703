import type { Contract } from '../../asyncapi/model.ts';
import { placesToCount, weigh } from '../../compatibility/contracts/weigh.ts';
import type { EventPresence } from '../../compatibility/contracts/weigh.ts';
import type { ContractComparison } from '../../compatibility/contracts/model.ts';
import { isFinding } from '../../deliveries/capture-finding.ts';
import type { Capture, Origin } from '../../deliveries/capture.ts';
import { identifyEvent } from '../../deliveries/identify-event.ts';
import { parseJson } from '../../deliveries/json-text.ts';
import { readCaptures } from '../../deliveries/read-captures.ts';
import { at } from '../../json-schema/pointer.ts';
import type { Json } from '../../util/json.ts';
import { RunError } from '../../findings/run-error.ts';
import type { RunWatch } from '../watch.ts';

interface Counts {
  total: number;
  readonly present: Map<string, number>;
}

/**
 * A comparison whose changes say how many live captures they concern. Captures that do not say that they are live, and
 * those of other contracts, are left out.
 *
 * @param older the contract that the captures are of
 * @param captures files, absolute paths, and the origin of captures that do not state theirs
 * @throws RunError when a file cannot be read
 */
export async function weighWithCaptures(
  comparison: ContractComparison,
  older: Contract,
  { files, origin }: { readonly files: readonly string[]; readonly origin: Origin | undefined },
  watch: RunWatch,
): Promise<ContractComparison> {
  const places = placesToCount(comparison.changes);
  const counts = new Map<string, Counts>();
  for await (const item of readCaptures(files, origin === undefined ? {} : { origin })) {
    watch.beat();
    if (isFinding(item)) throw new RunError('input', 'A capture cannot be read.', { findings: [item] });
    if (item.origin === 'live') count(item, older, places, counts);
  }
  const changes = comparison.changes.map((change) => {
    const weight = weigh(change, counts satisfies ReadonlyMap<string, EventPresence>);
    return weight === undefined ? change : { ...change, weight };
  });
  return { ...comparison, changes };
}

function count(
  { delivery, missing, vendor, contract }: Capture,
  older: Contract,
  places: ReadonlyMap<string, ReadonlySet<string>>,
  counts: Map<string, Counts>,
): void {
  if ((contract ?? older.id) !== older.id || (vendor ?? older.vendor) !== older.vendor) return;
  const parsed = parseJson(delivery.body.text ?? '');
  if (!('value' in parsed)) return;
  // What was parsed from JSON is JSON.
  const payload = parsed.value as Json;
  const { event } = identifyEvent(older, payload, missing.has('headers') ? undefined : delivery.headers);
  if (event === undefined) return;
  const own = counts.get(event.name) ?? { total: 0, present: new Map() };
  own.total += 1;
  for (const place of places.get(event.name) ?? []) {
    if (at(payload, place) !== undefined) own.present.set(place, (own.present.get(place) ?? 0) + 1);
  }
  counts.set(event.name, own);
}
