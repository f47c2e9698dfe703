import { at, parsePointer } from '../json-schema/pointer.ts';
import type { Json } from '../util/json.ts';
import type { Base, Bench } from './bench.ts';
import { changeAt } from './edit.ts';
import { apart, probe } from './probe.ts';
import type { CasePlan, NotApplicable, Probe } from './probe.ts';
import { variationsOf } from './variations.ts';
import type { VariationKind } from './variations.ts';

type Plan = CasePlan | NotApplicable;

export function documentedExamples(bench: Bench): Plan {
  if (bench.examples.length === 0) return { skipped: 'the contract documents no example' };
  return apart(bench.examples.map((base) => ofBase(bench, base)));
}

export function samples(bench: Bench): Plan {
  return apart(bench.samples.map((base) => ofBase(bench, base)));
}

function ofBase(bench: Bench, { event, payload, name }: Base): Probe {
  return probe(bench, { event, payload: bench.fresh(event, payload) }, name);
}

const nothingToVary: Readonly<Record<VariationKind, string>> = {
  'optional-absent': 'the contract has no optional field',
  'null-value': 'the contract allows null nowhere',
  'unknown-property': 'the contract allows no further property',
  'unknown-value': 'the contract has no open set',
};

/** Each payload that differs from what is known in one place, and that the vendor may send all the same. */
export function variations(kind: VariationKind): (bench: Bench) => Plan {
  return (bench) => {
    const bases = [...bench.examples, ...bench.samples];
    const sent = new Set<string>();
    const probes = bench.prepared.contract.events.flatMap((event) => {
      const payloads = bases.filter((base) => base.event === event).map(({ payload }) => payload);
      return variationsOf(bench.prepared, event, kind, payloads).flatMap(({ name, payload }) => {
        // Two events' payloads can be the same without their selector's header: they are told apart by it.
        const text = `${event.name}\n${JSON.stringify(payload)}`;
        if (sent.has(text)) return [];
        sent.add(text);
        return [probe(bench, { event, payload: bench.fresh(event, payload) }, name)];
      });
    });
    return probes.length === 0 ? { skipped: nothingToVary[kind] } : apart(probes);
  };
}

const unknownEventName = 'no.such.event';

export function unknownEvent(bench: Bench): Plan {
  const { selector, events } = bench.prepared.contract;
  if (selector.length === 0) return { skipped: 'nothing in a delivery says which event it is' };
  if (events.some(({ match }) => match.every((values) => values === undefined))) {
    return { skipped: 'an event of the contract stands for all others' };
  }
  return apart(
    bench.freshOfEach().map(({ event, payload }) => {
      const changed = selector.reduce<Json>((former, part) => {
        if (part.kind === 'header' || typeof at(former, part.pointer) === 'undefined') return former;
        return changeAt(
          former,
          parsePointer(part.pointer),
          () => unknownEventName,
          () => false,
        );
      }, payload);
      const match = event.match.map(() => [unknownEventName]);
      return { ...probe(bench, { event: { ...event, match }, payload: changed }, 'renamed to an unknown event') };
    }),
  );
}

/** The same JSON in other words; what it means is the same. */
export function otherSpellings(bench: Bench): Plan {
  const probes = bench.freshOfEach().flatMap(({ event, payload }) =>
    Object.entries(spellings).map(([name, spell]) => {
      const fresh = bench.fresh(event, payload);
      return probe(bench, { event, payload: fresh }, name, { body: new TextEncoder().encode(spell(fresh)) });
    }),
  );
  return apart(probes);
}

/** Ways to write the same JSON. */
export const spellings = {
  'with blanks and line breaks': (payload: Json) => `${JSON.stringify(payload, undefined, 2)}\n`,
  'with escapes for letters and slashes': (payload: Json) => escaped(JSON.stringify(payload)),
} as const;

/** All that a JSON text may escape, besides what it must: some characters of its texts as escapes. */
function escaped(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"/gs, (quoted) =>
    quoted.replaceAll(/\\.|[aeiou/]|[^ -~]/gs, (letter) => {
      if (letter.startsWith('\\')) return letter;
      return letter === '/' ? String.raw`\/` : unitEscapes(letter);
    }),
  );
}

function unitEscapes(letter: string): string {
  return Array.from(
    { length: letter.length },
    (_, index) => `\\u${letter.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
