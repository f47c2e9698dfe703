import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import { parsePointer } from '../../json-schema/pointer.ts';
import type { JsonSchema } from '../../json-schema/schema.ts';
import type { JsonObject } from '../../util/json.ts';
import type { ContractSchemas } from './components.ts';
import { constantOf, enumOf, schemaAt } from './selector-schema.ts';

/** Events that the same values select, as far as the payload says. */
interface Branch {
  /** The values at each place; undefined where they do not matter. */
  readonly match: readonly (readonly string[] | undefined)[];
  readonly events: readonly ContractEvent[];
}

/**
 * The schema of a body that is one of `events`. The selector's value chooses by `if` and `then` which payload schema
 * applies, and an `enum` on it refuses all other values: what is reported is about the right event alone. Where the
 * selector looks at a header (or there is none), which the body's schema cannot see, the payload of any of these events
 * will do.
 *
 * Payload schemas stand below `then` everywhere, because there nobody rewrites them: Prism merges what stands below
 * `allOf` otherwise, and the result accepts more than the schema.
 */
export function bodySchema(contract: Contract, events: readonly ContractEvent[], schemas: ContractSchemas): JsonSchema {
  const places = placesOf(contract);
  const narrowed = contract.selector.some(({ kind }) => kind === 'header') || places.length === 0;
  const branches = narrowed ? [oneBranch(places, events)] : branchesOf(places, events);
  const demands = demandsOf(places, branches, events);
  const choices = branches.map((branch) =>
    conditional(exclusively(places, branch, branches), payloadOf(branch, schemas)),
  );
  const [demand, ...others] = demands;
  const [choice, ...more] = choices;
  if (others.length > 0) return { allOf: [...demands, ...choices] };
  return more.length === 0 ? { ...demand, ...choice } : { ...demand, allOf: choices };
}

const keywords = ['if', 'then'] as const;

/** Not written as a literal: an object with a property `then` looks like a promise. */
function conditional(condition: JsonSchema, consequence: JsonSchema): JsonObject {
  const schemas = [condition, consequence];
  return Object.fromEntries(keywords.map((keyword, index) => [keyword, schemas[index] ?? true]));
}

/** A part of the selector that looks into the payload. */
interface SelectorPlace {
  readonly tokens: readonly string[];
  /** Its place in the selector. */
  readonly index: number;
}

function placesOf({ selector }: Contract): readonly SelectorPlace[] {
  return selector.flatMap((part, index) =>
    part.kind === 'pointer' ? [{ tokens: parsePointer(part.pointer), index }] : [],
  );
}

function oneBranch(places: readonly SelectorPlace[], events: readonly ContractEvent[]): Branch {
  return { match: places.map(() => undefined), events };
}

function branchesOf(places: readonly SelectorPlace[], events: readonly ContractEvent[]): Branch[] {
  const byMatch = Map.groupBy(events, ({ match }) => JSON.stringify(places.map(({ index }) => match[index] ?? null)));
  return [...byMatch.values()].map((group) => ({
    match: places.map(({ index }) => group[0]?.match[index]),
    events: group,
  }));
}

/** What every body must hold: a known value at each place that matters for all events, and a known combination of values. */
function demandsOf(
  places: readonly SelectorPlace[],
  branches: readonly Branch[],
  events: readonly ContractEvent[],
): JsonObject[] {
  const known = places.flatMap(({ tokens, index }) => {
    const values = events.map(({ match }) => match[index]);
    return values.every((list) => list !== undefined) ? [schemaAt(tokens, enumOf(values.flat()))] : [];
  });
  const conditions = branches.map((branch) => conditionOf(places, branch));
  const isCombined = places.length > 1 && conditions.length > 1 && !conditions.includes(true);
  return isCombined ? [...known, { anyOf: conditions }] : known;
}

function conditionOf(places: readonly SelectorPlace[], { match }: Branch): JsonSchema {
  const parts = places.flatMap(({ tokens }, index) => {
    const values = match[index];
    return values === undefined ? [] : [schemaAt(tokens, constantOf(values))];
  });
  const [only, ...others] = parts;
  return others.length > 0 ? { allOf: parts } : (only ?? true);
}

/** Of branches that fit, the one that names values at more places wins: `push` with an action before `push` with any. */
function exclusively(places: readonly SelectorPlace[], branch: Branch, branches: readonly Branch[]): JsonSchema {
  const stronger = branches.filter((other) => named(other) > named(branch) && overlap(other, branch));
  const condition = conditionOf(places, branch);
  if (stronger.length === 0) return condition;
  return { allOf: [condition], not: { anyOf: stronger.map((other) => conditionOf(places, other)) } };
}

function named({ match }: Branch): number {
  return match.filter((values) => values !== undefined).length;
}

function overlap(one: Branch, other: Branch): boolean {
  return one.match.every((values, index) => {
    const others = other.match[index];
    return values === undefined || others === undefined || values.some((value) => others.includes(value));
  });
}

function payloadOf({ events }: Branch, schemas: ContractSchemas): JsonSchema {
  const payloads = [...new Set(events.map(({ payload }) => payload))].map((name) => schemas.refer(name));
  const [only, ...others] = payloads;
  return others.length > 0 ? { anyOf: payloads } : (only ?? false);
}
