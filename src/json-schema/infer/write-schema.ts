import type { Json, JsonObject } from '../../util/json.ts';
import { child } from '../pointer.ts';
import type { Envelope } from './envelope.ts';
import { isNoChance, mayBeNull } from './evidence.ts';
import type { Pool } from './evidence.ts';
import { evidence } from './limits.ts';
import { isShared } from './models.ts';
import { freeName, nameModel } from './name-model.ts';
import { describeNumbers } from './numbers-schema.ts';
import { describeObject } from './object-schema.ts';
import type { ObjectContext } from './object-schema.ts';
import { guessPersonalData } from './personal.ts';
import { contentsOf, countsOf, itemsOf, membersOf, timesSeen } from './place.ts';
import type { Shapes } from './place.ts';
import { finish, sentences } from './put-together.ts';
import type { Shape } from './shape.ts';
import type { ShapeClass, Site } from './site.ts';
import type { Doubt, Spot } from './spot.ts';
import { describeTexts } from './texts-schema.ts';
import { singular } from './words.ts';

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
  /** By group. */
  readonly envelopes: ReadonlyMap<string, Envelope>;
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

  const context: ObjectContext = { pool, source, doubt, place };

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
    if (counts.integers + counts.fractions > 0) {
      const { schema, doubt: weak } = describeNumbers(counts, spot.key, isFraction);
      if (weak !== undefined) doubt(spot, weak);
      found.push(schema);
    }
    if (counts.arrays > 0) found.push(list(shapes, spot, texts));
    if (counts.objects > 0) found.push(object(shapes, spot, texts));
    if (found.length > 1 && counts.seen < evidence.borrow * 2) doubt(spot, `values of ${found.length} types were seen`);
    return found;
  }

  function text(shapes: Shapes, { texts, seen }: Shape, spot: Spot): JsonObject {
    if (texts === undefined) return {};
    if (texts.json === texts.count && texts.count >= evidence.json) {
      const content = place(contentsOf(shapes), { ...spot, pointer: `${spot.pointer}#` }, 'What the text holds.');
      return { type: 'string', contentMediaType: 'application/json', contentSchema: content };
    }
    const lent = seen < evidence.borrow ? pool.byName(spot.key).formats : -1;
    const { schema, doubt: weak } = describeTexts(texts, spot.key, lent, spot.isPersonal);
    if (weak !== undefined) doubt(spot, weak);
    return schema;
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
    if (model === undefined) return describeObject(context, shapes, spot, texts);
    const reference = { $ref: `${spot.inModel ? '' : '../'}${nameOf(model)}.schema.json` };
    const more = spot.inModel && spot.isEnvelope !== true ? [] : requiredHere(shapes, model);
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
      const isSure = objects >= evidence.requiredHere || isNoChance(objects, times, total);
      return times < total && isSure ? [key] : [];
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
    const described = describeObject(context, shapes, { ...spot, isPersonal, isMarked: false }, texts);
    written.models.set(name, { description: sentences(texts), ...described });
    return name;
  }

  /** Writes what several groups have at their root, and no group describes again. */
  function envelopeName({ groups, keys, word, shapes }: Envelope): string {
    const name = freeName(word ?? options.subject(groups) ?? 'envelope', lowerNames);
    lowerNames.add(name);
    written.counts.set(name, countsOf(shapes).objects);
    const place = { key: '', parent: '', pointer: '', schema: name, inModel: true, isPersonal: false, isMarked: false };
    const spot = { ...place, isEnvelope: true };
    const described = describeObject(context, shapes, spot, [], { only: new Set(keys) });
    const description = `What ${groups.length} events have in common, inferred from ${countsOf(shapes).objects} deliveries.`;
    written.models.set(name, { description, ...described });
    return name;
  }

  const envelopes = new Map<Envelope, { readonly reference: JsonObject; readonly required: ReadonlySet<string> }>();

  function referenceTo(envelope: Envelope): { readonly reference: JsonObject; readonly required: ReadonlySet<string> } {
    const known = envelopes.get(envelope);
    if (known !== undefined) return known;
    const name = envelopeName(envelope);
    const required = (written.models.get(name)?.['required'] ?? []) as readonly string[];
    const found = { reference: { $ref: `../${name}.schema.json` }, required: new Set(required) };
    envelopes.set(envelope, found);
    return found;
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
      const words = `Payload of \`${group}\`, inferred from ${shape.seen} ${shape.seen === 1 ? 'delivery' : 'deliveries'}.`;
      const envelope = options.envelopes.get(group);
      if (envelope === undefined) return place([shape], spot, words);
      const { reference, required } = referenceTo(envelope);
      const { allOf = [], ...own } = describeObject(context, [shape], spot, [], {
        except: new Set(envelope.keys),
        required,
      });
      return { description: words, allOf: [reference, ...(allOf as readonly Json[])], ...own };
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
