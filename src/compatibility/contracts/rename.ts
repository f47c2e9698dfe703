import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import { canonicalize } from '../../json-schema/canonicalize.ts';
import { editDistance } from '../../util/nearest.ts';
import type { Json } from '../../util/json.ts';
import { withoutWords } from './words.ts';

/** Stands for the name of an event within its own schema. */
const ownName = '\u0000name';

/**
 * Which added event is likely the new name of which removed one: its schema is the same but for the name. Of several the
 * one whose name is nearest. A hint: a receiver still has to learn the new name.
 *
 * @returns the added event's name by the removed one's
 */
export function likelyRenames(
  older: Contract,
  newer: Contract,
  removed: readonly ContractEvent[],
  added: readonly ContractEvent[],
): Map<string, string> {
  const shapes = added.map((event) => ({ name: event.name, shape: shapeOf(newer, event) }));
  const taken = new Set<string>();
  const renames = new Map<string, string>();
  for (const event of removed) {
    const shape = shapeOf(older, event);
    const [nearest] = shapes
      .filter((candidate) => candidate.shape === shape && !taken.has(candidate.name))
      .toSorted((a, b) => editDistance(event.name, a.name) - editDistance(event.name, b.name));
    if (nearest === undefined) continue;
    taken.add(nearest.name);
    renames.set(event.name, nearest.name);
  }
  return renames;
}

/** The event's own schema, with models by name, without words and without the event's name. */
function shapeOf({ schemas }: Contract, { payload, match }: ContractEvent): string {
  const names = new Set(match.flatMap((values) => values ?? []));
  const anonymous = (value: Json): Json => {
    if (typeof value === 'string') return names.has(value) ? ownName : value;
    if (Array.isArray(value)) return value.map(anonymous);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, anonymous(member)]));
  };
  return canonicalize(anonymous(withoutWords(schemas.definitions[payload] ?? true)));
}
