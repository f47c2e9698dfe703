import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import type { Evaluator } from '../algebra/evaluate.ts';
import type { Site } from './place.ts';
import type { Sites } from './sites.ts';

/** The value without the properties that no schema at their place knows: what a receiver sees that ignores them. */
export function withoutUnknown(value: Json, site: Site, sites: Sites, evaluator: Evaluator): Json {
  const places = sites.spread(site);
  if (Array.isArray(value)) {
    return value.map((item: Json, index) =>
      withoutUnknown(item, sites.child(places, { to: 'item', index }), sites, evaluator),
    );
  }
  if (!isObject(value)) return value;
  const names = sites.knownNames(site);
  const known = Object.entries(value).filter(([name]) => evaluator.satisfies(name, names));
  return Object.fromEntries(
    known.map(([name, member]) => [
      name,
      withoutUnknown(member, sites.child(places, { to: 'property', name }), sites, evaluator),
    ]),
  );
}
