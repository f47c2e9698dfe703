import type { JsonObject } from '../../util/json.ts';
import { evidence, limits } from './limits.ts';
import type { Shapes } from './place.ts';
import { summarise } from './presence.ts';
import type { PresenceSummary } from './presence.ts';

/** What the objects of a place have or lack together, where no value says which of several forms they have. */
export interface Forms {
  /** Properties by which a form is told: every object has all of one of them. */
  readonly alternatives: readonly (readonly string[])[];
  /** Properties of which an object has all or none. */
  readonly blocks: readonly (readonly string[])[];
}

/** Properties that come and go together. */
interface Block {
  readonly keys: readonly string[];
  readonly times: number;
}

/** More forms than these are no forms but properties that happen to be alone. */
const mostAlternatives = 24;
const mostBlocks = 8;

/**
 * The forms of objects: by properties that exclude one another and leave no object out, and blocks of properties that
 * only come as a whole.
 *
 * @param explained properties that a tag speaks for already
 */
export function findForms(shapes: Shapes, explained: ReadonlySet<string>): Forms {
  const presences = shapes.filter(({ objects }) => objects > 0).map(({ presence }) => presence);
  const known = presences.filter((presence) => presence !== undefined);
  if (known.length < presences.length) return none;
  const summary = summarise(known);
  const optional = [...summary.counts].filter(([, times]) => times < summary.objects);
  if (optional.length === 0 || optional.length > limits.optional) return none;
  const blocks = blocksOf(summary, optional);
  const alternatives = cover(summary, blocks).filter(({ length }) => length > 0);
  const told = new Set([...explained, ...alternatives.flat()]);
  const isExplained = alternatives.flat().every((key) => explained.has(key));
  return {
    alternatives: isExplained ? [] : alternatives,
    blocks: blocks
      .filter((block) => isWhole(summary, block) && !block.keys.every((key) => told.has(key)))
      .slice(0, mostBlocks)
      .map(({ keys }) => keys),
  };
}

const none: Forms = { alternatives: [], blocks: [] };

/** The keywords that state the forms, each for itself. A property that nobody knows yet may be that of a new form. */
export function describeForms({ alternatives, blocks }: Forms, keys: readonly string[]): JsonObject[] {
  const choice = alternatives.map((required): JsonObject => ({ required }));
  const whole = blocks.map((required): JsonObject => {
    const condition = { anyOf: required.slice(0, 2).map((key) => ({ required: [key] })) };
    // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema, in an object that nobody awaits
    return { if: condition, then: { required } };
  });
  return [
    ...(choice.length === 0 ? [] : [{ anyOf: [...choice, { not: { propertyNames: { enum: keys } } }] }]),
    ...whole,
  ];
}

function blocksOf(summary: PresenceSummary, optional: readonly (readonly [string, number])[]): Block[] {
  const blocks: { keys: string[]; times: number }[] = [];
  for (const [key, times] of optional) {
    const block = blocks.find((each) => each.times === times && summary.both(each.keys[0] as string, key) === times);
    if (block === undefined) blocks.push({ keys: [key], times });
    else block.keys.push(key);
  }
  return blocks;
}

/** Whether properties come and go together for a reason. */
function isWhole({ objects }: PresenceSummary, { keys, times }: Block): boolean {
  return keys.length > 1 && times >= evidence.variant && isNoCoincidence(times, objects, keys.length - 1);
}

/** Whether something that was so in `times` of all `objects`, and `others` just then as well, hang together. */
function isNoCoincidence(times: number, objects: number, others = 1): boolean {
  const share = (times + 1) / (objects + 2);
  // Squared: there are many pairs that could.
  const likelihood = times * Math.log(share) + (objects - times) * Math.log(1 - share);
  return likelihood * others < 2 * Math.log(evidence.chance);
}

/** Blocks that exclude one another and of which every object has one; nothing when there are none. */
function cover(summary: PresenceSummary, blocks: readonly Block[]): (readonly string[])[] {
  const sorted = blocks.toSorted((one, other) => other.times - one.times);
  for (const first of sorted) {
    if (first.times < evidence.variant || !isNoCoincidence(first.times, summary.objects)) continue;
    const chosen: Block[] = [];
    let left = summary.objects;
    for (const block of new Set([first, ...sorted])) {
      const [key] = block.keys as [string];
      if (block.times > left || chosen.some(({ keys: [other] }) => summary.both(other as string, key) > 0)) continue;
      chosen.push(block);
      left -= block.times;
    }
    if (left === 0 && chosen.length > 1 && chosen.length <= mostAlternatives && !isOpenEnded(chosen, summary.objects)) {
      return chosen.flatMap(alternativesOf);
    }
  }
  return [];
}

/** With forms that came once there are others that did not come yet. Source: Good and Turing. */
function isOpenEnded(chosen: readonly Block[], objects: number): boolean {
  return chosen.filter(({ times }) => times === 1).length / objects > 0.02;
}

/** All properties of a form that came often; any of them where it came too seldom to say which ones belong to it. */
function alternativesOf({ keys, times }: Block): (readonly string[])[] {
  return times >= evidence.required ? [keys] : keys.map((key) => [key]);
}
