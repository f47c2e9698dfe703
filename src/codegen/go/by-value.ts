import type { Models } from '../projection/model.ts';

/**
 * Models that hold one another by value without end, which Go does not allow: for each model the ones that it must
 * hold by pointer.
 */
export function cyclesByValue({ models }: Models): ReadonlyMap<string, ReadonlySet<string>> {
  const held = new Map(
    models.map((model): [string, string[]] => {
      const uses = 'wraps' in model ? [{ ...model.wraps, isRequired: true }] : model.fields;
      const direct = uses.filter(({ isRequired, isNullable }) => isRequired && !isNullable);
      return [model.name, direct.flatMap(({ type }) => (type.kind === 'model' ? [type.name] : []))];
    }),
  );
  const reaches = (from: string, to: string): boolean => {
    const seen = new Set([from]);
    for (const name of seen) for (const next of held.get(name) ?? []) seen.add(next);
    return seen.has(to);
  };
  return new Map([...held].map(([name, others]) => [name, new Set(others.filter((other) => reaches(other, name)))]));
}
