import type { Formula } from '../algebra/formula.ts';
import type { Formulas } from '../algebra/formulas.ts';
import { Undecided } from '../undecided.ts';
import { everyItem, itemKeywords } from './array-keywords.ts';
import { holdingCases, together } from './cases.ts';
import type { Case } from './cases.ts';
import { everyProperty, objectAt } from './object-keywords.ts';
import { declaredNames, describesProperties } from './sites.ts';
import type { Sites } from './sites.ts';
import type { Place, Site } from './place.ts';

/**
 * Reads a schema as a sender's: at every place, a value holds only the properties that a schema which holds there
 * declares. An object for which none declares any property may hold anything: what its content is, the schema leaves
 * open. Explicit `additionalProperties: true` declares nothing either.
 */
export class ClosedReading {
  readonly #name: string;
  readonly #sites: Sites;
  readonly #formulas: Formulas;
  readonly #bySite = new Map<string, Site>();
  readonly #made = new Map<string, Formula>();

  /** @param name tells this document's references from the other's */
  constructor(sites: Sites, formulas: Formulas, name: string) {
    this.#name = name;
    this.#sites = sites;
    this.#formulas = formulas;
  }

  /** What a value at the site must satisfy, beside what its schemas demand. */
  at(site: Site): Formula {
    if (site.places.length === 0) return this.#formulas.anything;
    const target = `${this.#name} closed ${site.key}`;
    this.#bySite.set(target, site);
    return this.#formulas.reference(target);
  }

  /** What a reference made by `at` stands for; undefined for others. */
  resolve(target: string): Formula | undefined {
    const known = this.#made.get(target);
    const site = this.#bySite.get(target);
    if (known !== undefined || site === undefined) return known;
    const made = this.#build(site);
    this.#made.set(target, made);
    return made;
  }

  #build(site: Site): Formula {
    const [first, ...others] = site.places;
    if (first === undefined) return this.#formulas.anything;
    const cases = others.reduce(
      (sofar: readonly Case[], place) => together(place, sofar, holdingCases(place, declares)),
      holdingCases(first, declares),
    );
    return this.#formulas.or(
      cases.map(({ condition, places }) =>
        this.#formulas.and([condition, ...this.#object(places), ...this.#array(places)]),
      ),
    );
  }

  #object(places: readonly Place[]): Formula[] {
    const formulas = this.#formulas;
    if (!places.some(describesProperties)) return [];
    const names = formulas.or(places.map(declaredNames));
    const direct = [...new Set(places.flatMap((place) => Object.keys(objectAt(place, 'properties'))))];
    const rest = this.at(this.#sites.child(places, { to: 'properties' }));
    return [
      everyProperty(formulas, formulas.not(names), formulas.nothing),
      everyProperty(formulas, formulas.not(formulas.among(direct)), rest),
      ...direct.map((name) =>
        formulas.keyword('object', {
          kind: 'property',
          name,
          some: false,
          formula: this.at(this.#sites.child(places, { to: 'property', name })),
        }),
      ),
    ];
  }

  #array(places: readonly Place[]): Formula[] {
    const length = Math.max(0, ...places.map((place) => itemKeywords(place).prefix.length));
    if (length > 500) throw new Undecided('a tuple has very many items');
    const at = (index: number): Formula => this.at(this.#sites.child(places, { to: 'item', index }));
    const prefix = Array.from({ length }, (_, index) => everyItem(this.#formulas, index, index + 1, at(index)));
    return [...prefix, everyItem(this.#formulas, length, Infinity, at(length))];
  }
}

function declares(place: Place): boolean {
  const { prefix, rest } = itemKeywords(place);
  const describesItems = prefix.length > 0 || rest !== undefined || place.get('unevaluatedItems') !== undefined;
  return describesItems || declaredNames(place) !== place.formulas.nothing;
}
