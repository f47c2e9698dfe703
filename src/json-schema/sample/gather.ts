import { isObject } from '../../util/json.ts';
import type { Target } from '../prepare.ts';
import { viewOf } from '../view.ts';
import { below, isAppliedObject, listBelow, mapBelow } from './applied.ts';
import type { Applied, AppliedObject } from './applied.ts';
import { absence, negate, presence } from './negate.ts';

/** Finds what `$ref` and `jsonText` name. */
export interface References {
  readonly targetOf: (key: string) => Target;
  readonly follow: (key: string) => Applied;
}

/** Something that is left to chance about a place: which of several groups of schemas apply to it, too. */
export interface Choice {
  /** The schema and the keyword in it that leave it open. */
  readonly owner: AppliedObject;
  readonly keyword: string;
  readonly options: readonly (readonly Applied[])[];
}

/** The schemas that apply to a place in every case, and what is left to chance. */
export interface Gathered {
  readonly schemas: readonly AppliedObject[];
  readonly choices: readonly Choice[];
  /** Whether a schema says that nothing may be there. */
  readonly isForbidden: boolean;
}

/** Follows references and `allOf` from the schemas of a place. */
export function gather(start: readonly Applied[], references: References): Gathered {
  const schemas = new Map<object, AppliedObject>();
  let isForbidden = false;
  const waiting = start.toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    isForbidden ||= next.schema === false;
    if (!isAppliedObject(next) || schemas.has(next.schema)) continue;
    schemas.set(next.schema, next);
    waiting.push(...further(next, references).toReversed());
  }
  const all = [...schemas.values()];
  return { schemas: all, choices: all.flatMap((owner) => choicesOf(owner, references.targetOf)), isForbidden };
}

function further(applied: AppliedObject, { follow }: References): Applied[] {
  const { $ref: reference, not } = applied.schema;
  const found = typeof reference === 'string' ? [follow(reference)] : [];
  found.push(...listBelow(applied, 'allOf'));
  if (typeof not === 'boolean' || isObject(not)) found.push(made(negate(not)));
  return found;
}

function choicesOf(owner: AppliedObject, targetOf: References['targetOf']): Choice[] {
  // Of an open set a known value is taken: its branches are no alternatives.
  const isOpenSet = viewOf(owner.schema, targetOf).openSet !== undefined;
  const found: Choice[] = (isOpenSet ? ['oneOf'] : ['anyOf', 'oneOf']).flatMap((keyword) => {
    const options = listBelow(owner, keyword).map((option) => [option]);
    return options.length > 0 ? [{ owner, keyword, options }] : [];
  });
  const condition = below(owner, 'if');
  if (condition !== undefined) {
    const met = [condition, ...given(below(owner, 'then'))];
    const unmet = [made(negate(condition.schema)), ...given(below(owner, 'else'))];
    found.push({ owner, keyword: 'if', options: [met, unmet] });
  }
  for (const keyword of ['dependentSchemas', 'dependencies']) {
    for (const [name, held] of mapBelow(owner, keyword)) {
      const options = [[made(presence(name)), held], [made(absence(name))]];
      found.push({ owner, keyword: `${keyword} ${name}`, options });
    }
  }
  return found;
}

function made(schema: Applied['schema']): Applied {
  return { schema, written: undefined };
}

function given(applied: Applied | undefined): Applied[] {
  return applied === undefined ? [] : [applied];
}
