import { basename } from 'node:path';
import { placeOf } from '../asyncapi/sources.ts';
import type { Location } from '../asyncapi/sources.ts';
import type { SourceDocument } from '../asyncapi/source-map.ts';
import { child } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import type { NotTaken } from './result.ts';

/** Greatest number of places that are listed; a document with more is not one for a receiver. */
const most = 5_000;

/**
 * Keeps account of what of the documents went into the contract, so that the rest can be listed: whatever is neither taken,
 * nor lies in something taken, nor leads to it, was not.
 */
export class Taken {
  readonly #whole = new Map<SourceDocument, Set<string>>();
  readonly #notes: NotTaken[] = [];

  /** Everything at this place and below is in the contract, or noted. */
  take(location: Location): void {
    const pointers = this.#whole.get(location.source) ?? new Set();
    pointers.add(location.pointer);
    this.#whole.set(location.source, pointers);
  }

  /** Members of an object that are in the contract. */
  takeMembers({ source, pointer }: Location, names: readonly string[]): void {
    for (const name of names) this.take({ source, pointer: child(pointer, name) });
  }

  /** A file that is not in the contract. */
  noteFile(file: string, reason: string): void {
    if (this.#notes.length < most) this.#notes.push({ place: { file }, what: basename(file), reason });
  }

  /** Something that is not in the contract, or not as it stands there. */
  note(location: Location, what: string, reason: string): void {
    if (this.#notes.length < most) this.#notes.push({ place: placeOf(location), what, reason });
    this.take(location);
  }

  /**
   * What was noted, and the topmost places of a document that nobody took.
   *
   * @param reasonFor why the member that the tokens lead to has no place in a contract
   */
  notTaken(documents: readonly SourceDocument[], reasonFor: (tokens: readonly string[]) => string): NotTaken[] {
    return [...this.#notes, ...documents.flatMap((source) => this.#rest(source, reasonFor))].slice(0, most);
  }

  #rest(source: SourceDocument, reasonFor: (tokens: readonly string[]) => string): NotTaken[] {
    const whole = this.#whole.get(source) ?? new Set();
    if (whole.size === 0)
      return [{ place: { file: source.file }, what: basename(source.file), reason: 'Nothing refers to it.' }];
    const onTheWay = new Set<string>();
    for (const pointer of whole) {
      for (let end = pointer.lastIndexOf('/'); end >= 0; end = pointer.lastIndexOf('/', end - 1)) {
        onTheWay.add(pointer.slice(0, end));
        if (end === 0) break;
      }
    }
    const found: NotTaken[] = [];
    const visit = (value: Json, pointer: string, tokens: readonly string[]): void => {
      if (whole.has(pointer) || found.length >= most) return;
      if (pointer !== '' && !onTheWay.has(pointer)) {
        found.push({ place: placeOf({ source, pointer }), what: tokens.at(-1) ?? '', reason: reasonFor(tokens) });
        return;
      }
      if (!isObject(value) && !Array.isArray(value)) return;
      for (const [name, below] of Object.entries(value)) visit(below as Json, child(pointer, name), [...tokens, name]);
    };
    visit(source.data, '', []);
    return found;
  }
}
