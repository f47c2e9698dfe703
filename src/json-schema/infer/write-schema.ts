import type { Json, JsonObject } from '../../util/json.ts';
import { child } from '../pointer.ts';
import { isNoChance, isRequired, mayBeNull } from './evidence.ts';
import type { Pool } from './evidence.ts';
import { evidence } from './limits.ts';
import { hasRest, isMap } from './maps.ts';
import { isShared } from './models.ts';
import type { ShapeClass, Site } from './site.ts';
import { nameModel } from './name-model.ts';
import { guessPersonalData } from './personal.ts';
import { contentsOf, countsOf, itemsOf, membersOf, timesSeen, valuesOf } from './place.ts';
import type { Shapes } from './place.ts';
import type { Shape } from './shape.ts';
import { finish, sentences } from './put-together.ts';
import { describeTexts } from './texts-schema.ts';
import { describeVariants, findVariants } from './variants.ts';
import { singular, wordsOf } from './words.ts';

/** Something that was guessed on little evidence. */
export interface Doubt {
  /** The group or model that it stands in. */
  readonly schema: string;
  /** JSON Pointer into the values that the schema describes; `*` stands for an item, or any key of a map. */
  readonly pointer: string;
  readonly message: string;
}

/** Where the writer is. */
interface Spot {
  readonly key: string;
  readonly parent: string;
  readonly pointer: string;
  /** Group or model. */
  readonly schema: string;
  readonly inModel: boolean;
  /** Inside personal data: no values are listed. */
  readonly isPersonal: boolean;
  /** Inside a place that is marked as personal data: nothing below is marked again. */
  readonly isMarked: boolean;
}

/** What the writer gathers beside the schemas. */
export interface Written {
  readonly models: Map<string, JsonObject>;
  /** How many objects each model rests on. */
  readonly counts: Map<string, number>;
  readonly doubts: Doubt[];
}

export interface WriterOptions {
  readonly pool: Pool;
  readonly classes: ReadonlyMap<Shape, ShapeClass>;
  /** Content of `x-source`, without `required`. */
  readonly source: JsonObject;
  /** Names that models must not have. */
  readonly taken: ReadonlySet<string>;
  /** A word for what events are about, when all of `groups` agree on one. */
  readonly subject: (groups: readonly string[]) => string | undefined;
}

/** Writes the schemas of groups, and on the way those of the models that they share. */
export function createWriter(options: WriterOptions): {
  readonly written: Written;
  write(group: string, shape: Shape): JsonObject;
} {
  const { pool, classes, source } = options;
  const written: Written = { models: new Map(), counts: new Map(), doubts: [] };
  const names = new Map<ShapeClass, string>();
  const lowerNames = new Set([...options.taken].map((name) => name.toLowerCase()));

  function doubt({ schema, pointer }: Spot, message: string): void {
    written.doubts.push({ schema, pointer, message });
  }

  /** The schema of a place; `presence` is what its description begins with. */
  function place(shapes: Shapes, spot: Spot, presence: string): JsonObject {
    const counts = countsOf(shapes);
    const personal = spot.isMarked ? undefined : guessPersonalData(spot.key, spot.parent, counts.texts);
    const hidden = {
      ...spot,
      isPersonal: spot.isPersonal || personal !== undefined,
      isMarked: spot.isMarked || personal !== undefined,
    };
    const texts = [presence];
    const lent = counts.seen < evidence.borrow ? pool.byName(spot.key) : undefined;
    if (counts.nulls > 0 && counts.nulls < counts.seen) texts.push(`Null in ${counts.nulls} of ${counts.seen}.`);
    const variants = counts.isOdd ? [] : alternatives(shapes, counts, hidden, lent?.hasFraction === true, texts);
    if (variants.length === 0) {
      if (counts.isOdd) texts.push('Holds what no schema can describe, so anything is accepted.');
      else {
        texts.push('Only null was seen, so anything is accepted.');
        doubt(spot, `only null was seen (${counts.seen} times): its type is open`);
      }
    }
    const isExpected =
      variants.length > 0 && mayBeNull(counts, spot.pointer === '' ? '' : spot.key, pool.byName(spot.key));
    const isNullable = counts.nulls > 0 || lent?.hasNull === true || isExpected;
    if (isExpected && lent?.hasNull !== true) texts.push('Null is allowed because few values were seen.');
    if (lent?.hasNull === true && counts.nulls === 0 && variants.length > 0)
      texts.push('Null is allowed because properties of this name elsewhere are null.');
    return finish(variants, isNullable, texts, personal);
  }

  function alternatives(shapes: Shapes, counts: Shape, spot: Spot, isFraction: boolean, texts: string[]): JsonObject[] {
    const found: JsonObject[] = [];
    if (counts.texts !== undefined) found.push(text(shapes, counts, spot));
    if (counts.booleans > 0) found.push({ type: 'boolean' });
    if (counts.integers + counts.fractions > 0) found.push(number(counts, spot, isFraction));
    if (counts.arrays > 0) found.push(list(shapes, spot, texts));
    if (counts.objects > 0) found.push(object(shapes, spot, texts));
    if (found.length > 1 && counts.seen < evidence.borrow * 2) doubt(spot, `values of ${found.length} types were seen`);
    return found;
  }

  function text(shapes: Shapes, { texts, seen }: Shape, spot: Spot): JsonObject {
    if (texts === undefined) return {};
    if (texts.json === texts.count && texts.count > 0) {
      const content = place(contentsOf(shapes), { ...spot, pointer: `${spot.pointer}#` }, 'What the text holds.');
      return { type: 'string', contentMediaType: 'application/json', contentSchema: content };
    }
    const lent = seen < evidence.borrow ? pool.byName(spot.key).formats : -1;
    const { schema, doubt: weak } = describeTexts(texts, spot.key, lent, spot.isPersonal);
    if (weak !== undefined) doubt(spot, weak);
    return schema;
  }

  function number({ integers, fractions, least, greatest }: Shape, spot: Spot, isFraction: boolean): JsonObject {
    if (fractions > 0 || isFraction) return { type: 'number' };
    if (integers < evidence.borrow && wordsOf(spot.key).some((word) => fractionWords.has(word))) {
      doubt(spot, `whole numbers were seen (${integers}), and the name lets expect fractions: both are accepted`);
      return { type: 'number' };
    }
    const isLarge = least < -(2 ** 31) || greatest >= 2 ** 31;
    return { type: 'integer', ...(isLarge ? { format: 'int64' } : {}) };
  }

  function list(shapes: Shapes, spot: Spot, texts: string[]): JsonObject {
    const items = itemsOf(shapes);
    if (timesSeen(items) === 0) {
      texts.push('Only empty lists were seen, so any items are accepted.');
      doubt(spot, 'only empty lists were seen: their items are open');
      return { type: 'array' };
    }
    const below = { ...spot, key: singular(spot.key), parent: spot.key, pointer: child(spot.pointer, '*') };
    return { type: 'array', items: place(items, below, '') };
  }

  function object(shapes: Shapes, spot: Spot, texts: string[]): JsonObject {
    const model = modelOf(shapes);
    if (model === undefined) return describeObject(shapes, spot, texts);
    const reference = { $ref: `${spot.inModel ? '' : '../'}${nameOf(model)}.schema.json` };
    const more = spot.inModel ? [] : requiredHere(shapes, model);
    if (more.length === 0) return reference;
    const counts = Object.fromEntries(more.map((key) => [key, countsOf(shapes).objects]));
    return { allOf: [reference, { required: more, 'x-source': { ...source, required: counts } }] };
  }

  /** Properties of a model that its objects always carry at this place, and not elsewhere. */
  function requiredHere(shapes: Shapes, { sites }: ShapeClass): string[] {
    const { objects } = countsOf(shapes);
    const here = new Set(shapes);
    const others = sites.map(({ shape }) => shape).filter((shape) => !here.has(shape));
    const total = countsOf(others).objects;
    return [...membersOf(shapes)].flatMap(([key, member]) => {
      if (timesSeen(member) < objects) return [];
      const times = timesSeen(others.flatMap((shape) => shape.members?.get(key) ?? []));
      return times < total && isNoChance(objects, times, total) ? [key] : [];
    });
  }

  /** The model that all objects among the shapes are of. */
  function modelOf(shapes: Shapes): ShapeClass | undefined {
    const found = new Set(shapes.filter(({ objects }) => objects > 0).map((shape) => classes.get(shape)));
    const [only] = found;
    return found.size === 1 && only !== undefined && isShared(only) ? only : undefined;
  }

  function nameOf(model: ShapeClass): string {
    const known = names.get(model);
    if (known !== undefined) return known;
    const name = nameModel(model, lowerNames, options.subject);
    lowerNames.add(name);
    names.set(model, name);
    // Before it is written: it can refer to itself.
    written.models.set(name, {});
    const shapes = model.sites.map(({ shape }) => shape);
    const { objects } = countsOf(shapes);
    written.counts.set(name, objects);
    const site = model.sites[0];
    const spot = { key: site?.name ?? '', parent: site?.parent ?? '', pointer: '', schema: name, inModel: true };
    const texts = [`Inferred from ${objects} ${objects === 1 ? 'object' : 'objects'}.`];
    const isPersonal = model.sites.some(isInPersonalData);
    const described = describeObject(shapes, { ...spot, isPersonal, isMarked: false }, texts);
    written.models.set(name, { description: sentences(texts), ...described });
    return name;
  }

  function describeObject(shapes: Shapes, spot: Spot, texts: string[]): JsonObject {
    const { objects } = countsOf(shapes);
    if (isMap(shapes, spot.key)) {
      const values = valuesOf(shapes);
      texts.push('A map: its keys are data.');
      if (values.length < evidence.mapKeys) doubt(spot, `taken for a map by ${values.length} of its keys`);
      const below = { ...spot, key: singular(spot.key), parent: spot.key, pointer: child(spot.pointer, '*') };
      return { type: 'object', additionalProperties: place(values, below, '') };
    }
    const members = membersOf(shapes);
    if (members.size === 0) {
      texts.push('Only empty objects were seen.');
      doubt(spot, 'only empty objects were seen: nothing is known of their properties');
      return { type: 'object', properties: {} };
    }
    const required = [...members].filter(([key, member]) => isRequired(member, objects, shapes, key, pool));
    const properties = [...members].map(([key, member]): [string, Json] => {
      const times = timesSeen(member);
      const presence = times === objects ? `In all ${objects}.` : `In ${times} of ${objects}.`;
      const lent = timesSeen(member) === countsOf(member).nulls ? elsewhere(shapes, key) : [];
      if (lent.length > 0) {
        const below = { ...spot, key, parent: spot.key, pointer: child(spot.pointer, key) };
        doubt(
          below,
          `only null was seen here (${often(timesSeen(member))}): the type is that of the same place in other events`,
        );
        return [key, place([...member, ...lent], below, `${presence} Always null here, and not in other events.`)];
      }
      return [key, place(member, { ...spot, key, parent: spot.key, pointer: child(spot.pointer, key) }, presence)];
    });
    if (hasRest(shapes))
      doubt(spot, 'there were more properties than can be listed, or with odd names: others are accepted');
    return {
      type: 'object',
      ...(required.length === 0 ? {} : { required: required.map(([key]) => key) }),
      properties: Object.fromEntries(properties),
      ...(hasRest(shapes) ? { additionalProperties: true } : {}),
      ...describeVariants(findVariants(shapes)),
      ...(required.length === 0
        ? {}
        : {
            'x-source': {
              ...source,
              required: Object.fromEntries(required.map(([key, member]) => [key, timesSeen(member)])),
            },
          }),
    };
  }

  /** Values of the same property at the same place of other groups, when not all of them are null. */
  function elsewhere(shapes: Shapes, key: string): Shapes {
    const places = new Set(shapes.flatMap((shape) => pool.atSamePlace(shape)));
    const found = [...places]
      .filter((shape) => !shapes.includes(shape))
      .flatMap((shape) => shape.members?.get(key) ?? []);
    return timesSeen(found) > countsOf(found).nulls ? found : [];
  }

  return {
    written,
    write(group, shape) {
      const spot = {
        key: '',
        parent: '',
        pointer: '',
        schema: group,
        inModel: false,
        isPersonal: false,
        isMarked: false,
      };
      return place(
        [shape],
        spot,
        `Payload of \`${group}\`, inferred from ${shape.seen} ${shape.seen === 1 ? 'delivery' : 'deliveries'}.`,
      );
    },
  };
}

/** Whether the name of a place above says that everything in it is personal. */
function isInPersonalData(site: Site): boolean {
  for (let each: Site | undefined = site; each !== undefined; each = each.above) {
    if (guessPersonalData(each.name, each.parent, undefined) !== undefined) return true;
  }
  return false;
}

/** Names of numbers that have a fraction sooner or later. */
const fractionWords: ReadonlySet<string> = new Set([
  'price',
  'rate',
  'ratio',
  'percent',
  'percentage',
  'latitude',
  'longitude',
  'lat',
  'lng',
  'lon',
  'score',
  'weight',
  'average',
  'avg',
  'distance',
  'temperature',
  'amount',
  'total',
  'balance',
  'cost',
  'fee',
  'tax',
  'probability',
  'confidence',
]);

function often(times: number): string {
  return times === 1 ? 'once' : `${times} times`;
}
