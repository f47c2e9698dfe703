import type { ModelType, TypeUse } from './model.ts';

/** One form that a value can have. */
export type Alternative = ModelType | { readonly kind: 'null' };

export interface JoinContext {
  /** A name for a union, and below it for what is united. */
  readonly name: string;
  /** One model in place of several. */
  readonly unite: (models: readonly string[]) => string;
}

/** One type for values that have any of these forms. */
export function joinTypes(alternatives: readonly Alternative[], context: JoinContext): TypeUse {
  const isNullable = alternatives.some(({ kind }) => kind === 'null');
  const types = alternatives.flatMap((one): ModelType[] =>
    one.kind === 'null' ? [] : one.kind === 'union' ? [...one.options] : [one],
  );
  if (types.length === 0 || types.some(({ kind }) => kind === 'any'))
    return { type: { kind: 'any' }, isNullable: false };
  const options = [
    ...joinTexts(types),
    ...joinNumbers(types),
    ...types.filter(({ kind }) => kind === 'boolean').slice(0, 1),
    ...joinLists(types, context),
    ...joinObjects(types, context),
  ];
  const [only] = options;
  if (only !== undefined && options.length === 1) return { type: only, isNullable };
  return { type: { kind: 'union', name: context.name, options }, isNullable };
}

function joinTexts(types: readonly ModelType[]): ModelType[] {
  const found = types.filter(({ kind }) => kind === 'text' || kind === 'time');
  return found.length === 0 ? [] : [{ kind: found.some(({ kind }) => kind === 'text') ? 'text' : 'time' }];
}

function joinNumbers(types: readonly ModelType[]): ModelType[] {
  const found = types.filter(({ kind }) => kind === 'integer' || kind === 'number');
  return found.length === 0 ? [] : [{ kind: found.some(({ kind }) => kind === 'number') ? 'number' : 'integer' }];
}

function joinLists(types: readonly ModelType[], context: JoinContext): ModelType[] {
  const found = types.filter((type) => type.kind === 'list');
  if (found.length < 2) return found;
  return [
    {
      kind: 'list',
      item: joinUses(
        found.map(({ item }) => item),
        { ...context, name: `${context.name}Item` },
      ),
    },
  ];
}

function joinObjects(types: readonly ModelType[], context: JoinContext): ModelType[] {
  const maps = types.filter((type) => type.kind === 'map');
  const models = [...new Set(types.flatMap((type) => (type.kind === 'model' ? [type.name] : [])))];
  // A model leaves out what it does not know, and a map must not.
  if (maps.length > 0 && models.length > 0) return [{ kind: 'map', item: anything }];
  if (maps.length > 1)
    return [
      {
        kind: 'map',
        item: joinUses(
          maps.map(({ item }) => item),
          { ...context, name: `${context.name}Value` },
        ),
      },
    ];
  const [model] = models;
  if (model === undefined) return maps;
  return [{ kind: 'model', name: models.length === 1 ? model : context.unite(models) }];
}

const anything: TypeUse = { type: { kind: 'any' }, isNullable: false };

/** One use in place of several. */
export function joinUses(uses: readonly TypeUse[], context: JoinContext): TypeUse {
  return joinTypes(
    uses.flatMap(({ type, isNullable }): Alternative[] => [type, ...(isNullable ? [{ kind: 'null' } as const] : [])]),
    context,
  );
}

/** Those of the forms that a value can also have when it must be one of `allowed`. */
export function restrict(found: readonly Alternative[], allowed: readonly Alternative[]): Alternative[] {
  if (found.some(({ kind }) => kind === 'any')) return [...allowed];
  const kept = found.filter((one) => allowed.some((other) => other.kind === 'any' || sameFamily(one, other)));
  return kept.length > 0 ? kept : [...allowed];
}

function sameFamily(one: Alternative, other: Alternative): boolean {
  return family(one) === family(other);
}

function family({ kind }: Alternative): string {
  switch (kind) {
    case 'time':
      return 'text';
    case 'integer':
      return 'number';
    case 'model':
      return 'map';
    default:
      return kind;
  }
}
