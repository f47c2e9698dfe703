import { narrow } from './conditions.ts';
import { rawKey, unknown, writeKey } from './type.ts';
import type { HeadType, Reference, Type } from './type.ts';
import type { TypeProblem, World } from './world.ts';

/** So many objects and lists of one contract are merged; beyond that they are left wider. */
const mostSteps = 20_000;

const tooEntangled = 'The schemas are too entangled to be merged: some types are wider than they could be.';

/** Merging one type may need that of so many others. */
const mostDeep = 200;

/** A world in which `declared` knows what stands under a key. */
export function createWorld(declared: (key: string) => Type, problems: TypeProblem[]): World {
  const heads = new WeakMap<Type, HeadType>();
  const keys = new WeakMap<Type, string>();
  const targets = new Map<string, Exclude<HeadType, Reference>>();
  const following = new Set<string>();
  let steps = 0;
  let depth = 0;

  const head = (type: Type): HeadType => {
    if (type.kind !== 'all' && type.kind !== 'any') return type;
    const known = heads.get(type);
    if (known !== undefined) return known;
    if (depth > mostDeep) return type.kind === 'all' ? head(type.types[0] ?? unknown) : unknown;
    depth += 1;
    const found = narrow(world, unknown, type);
    depth -= 1;
    heads.set(type, found);
    return found;
  };

  const follow = (key: string): Exclude<HeadType, Reference> => {
    const known = targets.get(key);
    if (known !== undefined) return known;
    if (following.has(key)) {
      problems.push({ pointer: key, message: 'The schema refers to itself without saying anything.' });
      return unknown;
    }
    following.add(key);
    const found = resolved(declared(key));
    following.delete(key);
    targets.set(key, found);
    return found;
  };

  const resolved = (type: Type): Exclude<HeadType, Reference> => {
    const found = head(type);
    return found.kind === 'reference' ? follow(found.key) : found;
  };

  const key = (type: Type): string => {
    const known = keys.get(type);
    if (known !== undefined) return known;
    const written = leadsAway(type) ? rawKey(type) : writeKey(head(type), key);
    keys.set(type, written);
    return written;
  };

  const mayMerge = (): boolean => {
    steps += 1;
    if (steps === mostSteps) problems.push({ pointer: '', message: tooEntangled });
    return steps < mostSteps;
  };

  const world: World = {
    head,
    resolved,
    key,
    near: (type) => (leadsAway(type) ? undefined : head(type)),
    mayMerge,
  };
  return world;
}

/** Whether a reference has to be followed to know what a type is at its top. */
function leadsAway(type: Type): boolean {
  if (type.kind === 'any') return type.types.some(leadsAway);
  return type.kind === 'all' && isNamed(type);
}

/** Whether a type is, at its top, partly made of others that are declared. */
function isNamed(type: Type): boolean {
  switch (type.kind) {
    case 'reference':
      return true;
    case 'object':
      return type.bases.length > 0;
    case 'any':
      return type.types.some(isNamed);
    case 'union':
      return type.members.some(isNamed);
    case 'all':
      return (
        type.types.some(isNamed) ||
        type.conditions.some((one) => isNamed(one.asks) || isNamed(one.met) || isNamed(one.unmet))
      );
    default:
      return false;
  }
}
