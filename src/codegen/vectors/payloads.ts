import type { Contract, ContractEvent, Example } from '../../asyncapi/model.ts';
import { at, child, parsePointer } from '../../json-schema/pointer.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import type { Models } from '../projection/model.ts';
import { knownTextsIn } from './known-texts.ts';
import type { Expected } from './vector.ts';
import { createVerdicts } from './verdicts.ts';
import type { FindViolations } from './verdicts.ts';

/** A payload with what it must be found to be. */
export interface PayloadCase {
  readonly name: string;
  readonly event: ContractEvent;
  /** Values for the selector's headers in place of the event's own. */
  readonly selectors?: readonly string[];
  readonly body: string;
  readonly expected: Omit<Expected, 'authentication' | 'secret'>;
}

/** Documented payloads, and payloads that differ from them in one thing. */
export function payloadCases(contract: Contract, models: Models): PayloadCase[] {
  return new PayloadWriter(contract, models).cases();
}

const unknownText = 'a value that nobody knows';

class PayloadWriter {
  readonly #contract: Contract;
  readonly #models: Models;
  readonly #violations: FindViolations;
  /** Events that the selector does not tell apart. */
  readonly #alike: ReadonlyMap<string, readonly ContractEvent[]>;

  constructor(contract: Contract, models: Models) {
    this.#contract = contract;
    this.#models = models;
    this.#violations = createVerdicts(contract);
    this.#alike = Map.groupBy(contract.events, ({ match }) => JSON.stringify(match));
  }

  cases(): PayloadCase[] {
    const documented = this.#contract.events.flatMap((event) => event.examples.map((example) => ({ event, example })));
    const found = documented.map(({ event, example }) =>
      this.#case(`documented: ${event.name}, ${example.name}`, event, example.payload),
    );
    const ofEvents = Map.groupBy(documented, ({ event }) => event);
    for (const [event, [first]] of ofEvents)
      if (first !== undefined) found.push(...this.#changed(event, first.example));
    const [first] = documented;
    if (first !== undefined) found.push(...this.#ofAny(first.event, first.example));
    return found.filter((one) => one !== undefined);
  }

  /** Undefined when not every receiver would find the same. */
  #case(name: string, event: ContractEvent, payload: Json): PayloadCase | undefined {
    const alike = this.#alike.get(JSON.stringify(event.match)) ?? [];
    const body = JSON.stringify(payload);
    for (const other of alike) {
      const violations = this.#violations(other, payload);
      if (violations === undefined) return undefined;
      // Of events that the selector does not tell apart, the first counts that accepts the payload.
      if (violations.length === 0) return { name, event, body, expected: { payload: 'valid', event: other.name } };
      if (alike.length > 1) continue;
      const pointers = [...new Set(violations.map(({ pointer }) => pointer))];
      return { name, event, body, expected: { payload: 'invalid', event: event.name, pointers } };
    }
    return { name, event, body, expected: { payload: 'unknown-event' } };
  }

  /** An unknown value, an absent property, a value of another type. */
  #changed(event: ContractEvent, { payload }: Example): (PayloadCase | undefined)[] {
    const model = this.#models.events.get(event.name) ?? '';
    const [open] = knownTextsIn(this.#models, model, payload);
    const found: (PayloadCase | undefined)[] = [];
    if (open !== undefined) {
      const changed = replace(payload, open, unknownText);
      found.push(this.#case(`${event.name}: a value of ${open} that nobody knows`, event, changed));
    }
    const [absent, other] = [this.#absent(event, payload), this.#otherType(event, payload)];
    if (absent !== undefined) found.push(this.#case(`${event.name}: without ${absent.place}`, event, absent.payload));
    if (other !== undefined) found.push(this.#case(`${event.name}: a boolean at ${other.place}`, event, other.payload));
    return found.filter((one) => one?.expected.payload !== 'unknown-event');
  }

  #absent(event: ContractEvent, payload: Json): Change | undefined {
    const changes = placesIn(payload).map((place) => ({ place, payload: remove(payload, place) }));
    return changes.findLast(({ payload: changed }) => this.#breaks(event, changed, 'required'));
  }

  #otherType(event: ContractEvent, payload: Json): Change | undefined {
    const changes = placesIn(payload).map((place) => ({ place, payload: replace(payload, place, true) }));
    return changes.findLast(({ payload: changed }) => this.#breaks(event, changed, 'type'));
  }

  /** Whether a payload is still recognised, and broken in one way that every validator sees. */
  #breaks(event: ContractEvent, payload: Json, keyword: string): boolean {
    const isNamed = this.#contract.selector.every(
      (part, index) =>
        part.kind === 'header' || event.match[index] === undefined || at(payload, part.pointer) !== undefined,
    );
    const violations = (isNamed ? this.#violations(event, payload) : undefined) ?? [];
    return violations.length === 1 && violations[0]?.keyword === keyword && violations[0].inner === undefined;
  }

  /** What has nothing to do with a certain event. */
  #ofAny(event: ContractEvent, { payload }: Example): (PayloadCase | undefined)[] {
    const text = JSON.stringify(payload);
    const noJson = { payload: 'not-json' } as const;
    const more = isObject(payload) ? { ...payload, 'new-property': [1, null] } : payload;
    const respelled = (name: string, body: string): PayloadCase | undefined => {
      const same = this.#case(name, event, payload);
      return same && { ...same, body };
    };
    return [
      this.#case('a property that the contract does not know', event, more),
      respelled('spaces, and a line break at the end', `${JSON.stringify(payload, undefined, 2)}\n`),
      respelled('letters written as escapes', escaped(text)),
      { name: 'an empty body', event, body: '', expected: noJson },
      { name: 'half of a body', event, body: text.slice(0, text.length / 2), expected: noJson },
      ...this.#unknownEvent(event, payload),
    ];
  }

  #unknownEvent(event: ContractEvent, payload: Json): PayloadCase[] {
    const { selector, events } = this.#contract;
    const isOpen = selector.length === 0 || events.some(({ match }) => match.every((values) => values === undefined));
    if (isOpen) return [];
    const pointers = selector.flatMap((part) => (part.kind === 'pointer' ? [part.pointer] : []));
    const changed = pointers.reduce((former, pointer) => replace(former, pointer, 'no.such.event'), payload);
    const selectors = selector.map(() => 'no.such.event');
    const name = 'an event that the contract does not know';
    return [{ name, event, selectors, body: JSON.stringify(changed), expected: { payload: 'unknown-event' } }];
  }
}

interface Change {
  readonly place: string;
  readonly payload: Json;
}

/** Pointers to all members of objects, not through lists. */
function placesIn(value: Json, pointer = ''): string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const place = child(pointer, name);
    return [place, ...placesIn(member, place)];
  });
}

function remove(value: Json, pointer: string): Json {
  return change(value, parsePointer(pointer), undefined);
}

function replace(value: Json, pointer: string, by: Json): Json {
  return change(value, parsePointer(pointer), by);
}

function change(value: Json, [token, ...rest]: readonly string[], by: Json | undefined): Json {
  if (token === undefined) return by ?? null;
  if (Array.isArray(value))
    return value.map((item: Json, index) => (String(index) === token ? change(item, rest, by) : item));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, member]): [string, Json][] => {
    if (name !== token) return [[name, member]];
    return rest.length === 0 && by === undefined ? [] : [[name, change(member, rest, by)]];
  });
  return Object.fromEntries(entries);
}

/** The same JSON with letters of its texts as escapes. */
function escaped(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"/gs, (quoted) =>
    quoted.replaceAll(/\\.|[aeiou]|[^ -~]/gs, (letter) =>
      letter.startsWith('\\') ? letter : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
}
