import { Undecided } from '../undecided.ts';
import { Alphabet } from './alphabet.ts';
import { hasChar } from './char-set.ts';
import type { CharSet } from './char-set.ts';
import { allOf, inverse } from './machine.ts';
import type { Machine } from './machine.ts';
import type { PatternTree } from './pattern-tree.ts';

/** States of the machine before it is made deterministic; a pattern with more is not followed. */
const most = 20_000;

interface Node {
  /** Where the node leads by reading a code point of the set. */
  step: { readonly set: CharSet; readonly to: number } | undefined;
  /** Where it leads without reading: always, or only at the text's start or end. */
  readonly jumps: { readonly to: number; readonly only: 'start' | 'end' | undefined }[];
}

/** Thompson's construction: a machine with choices, whose last node is the match. */
class Network {
  readonly nodes: Node[] = [];
  readonly match: number;
  readonly entry: number;

  /** @throws {Undecided} when the pattern looks ahead inside, or its repetitions make it too large */
  constructor(tree: PatternTree) {
    this.match = this.#add();
    this.entry = this.#build(tree, this.match);
  }

  /** Adds what reads `tree` and then goes on at `then`; returns where it begins. */
  #build(tree: PatternTree, then: number): number {
    switch (tree.kind) {
      case 'char': {
        const node = this.#add();
        (this.nodes[node] as Node).step = { set: tree.set, to: then };
        return node;
      }
      case 'sequence':
        return tree.parts.reduceRight((next, part) => this.#build(part, next), then);
      case 'choice':
        return this.#add(...tree.options.map((option) => this.#build(option, then)));
      case 'start':
      case 'end': {
        const node = this.#add();
        this.nodes[node]?.jumps.push({ to: then, only: tree.kind });
        return node;
      }
      case 'repeat':
        return this.#repeat(tree.part, tree.min, tree.max, then);
      case 'ahead':
        throw new Undecided('a pattern looks ahead after its start');
    }
  }

  #repeat(part: PatternTree, min: number, max: number, then: number): number {
    let entry = then;
    if (max === Infinity) {
      entry = this.#add(then);
      const again = this.#build(part, entry);
      this.nodes[entry]?.jumps.push({ to: again, only: undefined });
    } else {
      for (let count = min; count < max; count += 1) entry = this.#add(then, this.#build(part, entry));
    }
    for (let count = 0; count < min; count += 1) entry = this.#build(part, entry);
    return entry;
  }

  #add(...targets: readonly number[]): number {
    if (this.nodes.length >= most) throw new Undecided('a pattern is too large');
    return this.nodes.push({ step: undefined, jumps: targets.map((to) => ({ to, only: undefined })) }) - 1;
  }
}

/** A state of the deterministic machine: the nodes it may be in. */
interface State {
  /** Nodes that read a code point. */
  readonly readers: readonly number[];
  readonly accepts: boolean;
  /** The match is behind: whatever follows, the text matches. */
  readonly over: boolean;
  readonly next: Map<number, number>;
}

/**
 * The machine that accepts the texts in which the pattern is found.
 * @param spend is told of each step taken
 * @throws {Undecided} when the pattern is too large, or looks ahead anywhere but at its start
 */
export function patternMachine(tree: PatternTree, spend: (steps: number) => void): Machine {
  const ahead = splitAhead(tree);
  if (ahead !== undefined) {
    const machines = ahead.map(({ part, holds }) => {
      const machine = patternMachine(part, spend);
      return holds ? machine : inverse(machine);
    });
    return allOf(machines);
  }
  if (tree.kind === 'choice' && tree.options.some(looksAhead)) {
    return inverse(allOf(tree.options.map((option) => inverse(patternMachine(option, spend)))));
  }
  return plainMachine(new Network(tree), spend);
}

/** `^(?=A)(?!B)C` is found where `^A` is found, `^B` is not, and `^C` is. Undefined for any other tree. */
function splitAhead(tree: PatternTree): { part: PatternTree; holds: boolean }[] | undefined {
  if (tree.kind !== 'sequence' || tree.parts[0]?.kind !== 'start') return undefined;
  const rest = tree.parts.slice(1);
  const count = rest.findIndex((part) => part.kind !== 'ahead');
  const heads = count === -1 ? rest : rest.slice(0, count);
  if (heads.length === 0) return undefined;
  const fromStart = (parts: readonly PatternTree[]): PatternTree => ({
    kind: 'sequence',
    parts: [{ kind: 'start' }, ...parts],
  });
  const split = heads.flatMap((head) =>
    head.kind === 'ahead' ? [{ part: fromStart([head.part]), holds: head.holds }] : [],
  );
  return [...split, { part: fromStart(rest.slice(heads.length)), holds: true }];
}

function looksAhead(tree: PatternTree): boolean {
  switch (tree.kind) {
    case 'ahead':
      return true;
    case 'sequence':
      return tree.parts.some(looksAhead);
    case 'choice':
      return tree.options.some(looksAhead);
    case 'repeat':
      return looksAhead(tree.part);
    default:
      return false;
  }
}

/** The subset construction, done as far as texts are read. */
function plainMachine(network: Network, spend: (steps: number) => void): Machine {
  spend(network.nodes.length >> 3);
  const alphabet = new Alphabet(network.nodes.flatMap((node) => (node.step === undefined ? [] : [node.step.set])));
  const states: State[] = [];
  const known = new Map<string, number>();
  const again = closure(network, [network.entry], false, true);
  const once = !again.has(network.match) && ![...again].some((node) => network.nodes[node]?.step !== undefined);

  const enter = (from: readonly number[], atStart: boolean): number => {
    const inner = closure(network, from, atStart, false);
    const readers = [...inner]
      .filter((node) => network.nodes[node]?.step !== undefined)
      .toSorted((left, right) => left - right);
    const over = inner.has(network.match);
    const accepts = over || closure(network, from, atStart, true).has(network.match);
    const key = `${over ? 'over' : readers.join()}:${accepts}`;
    const state = known.get(key) ?? states.push({ readers, accepts, over, next: new Map() }) - 1;
    known.set(key, state);
    spend(2 + (inner.size >> 3));
    return state;
  };

  return {
    start: enter([network.entry], true),
    borders: alphabet.borders,
    classOf: (char) => alphabet.classOf(char),
    accepts: (state) => (states[state] as State).accepts,
    settled: (state) => {
      const { over, readers, accepts } = states[state] as State;
      if (over) return true;
      return once && readers.length === 0 && !accepts ? false : undefined;
    },
    next: (from, char) => {
      const state = states[from] as State;
      if (state.over) return from;
      const group = alphabet.classOf(char);
      const known = state.next.get(group);
      if (known !== undefined) return known;
      const to = state.readers.flatMap((node) => {
        const step = network.nodes[node]?.step;
        return step !== undefined && hasChar(step.set, char) ? [step.to] : [];
      });
      const next = enter(once ? to : [...to, network.entry], false);
      state.next.set(group, next);
      return next;
    },
  };
}

function closure(network: Network, from: readonly number[], atStart: boolean, atEnd: boolean): Set<number> {
  const reached = new Set<number>(from);
  for (const node of reached) {
    for (const { to, only } of network.nodes[node]?.jumps ?? []) {
      if (only === undefined || (only === 'start' ? atStart : atEnd)) reached.add(to);
    }
  }
  return reached;
}
