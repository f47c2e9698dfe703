/**
 * A deterministic machine that reads a text code point by code point. States are numbers; `start` is where it begins.
 */
export interface Machine {
  readonly start: number;
  /** Code points between two neighbouring borders are never told apart. */
  readonly borders: readonly number[];
  /** Code points of the same class are never told apart. */
  classOf(char: number): number;
  next(state: number, char: number): number;
  accepts(state: number): boolean;
  /** Whether every continuation from the state is accepted (`true`), none is (`false`), or it depends (undefined). */
  settled(state: number): boolean | undefined;
}

/** Whether the machine accepts the text. */
export function reads(machine: Machine, text: string): boolean {
  let state = machine.start;
  for (const letter of text) state = machine.next(state, letter.codePointAt(0) as number);
  return machine.accepts(state);
}

/** The machine that accepts what `machine` does not. */
export function inverse(machine: Machine): Machine {
  return {
    start: machine.start,
    borders: machine.borders,
    classOf: (char) => machine.classOf(char),
    next: (state, char) => machine.next(state, char),
    accepts: (state) => !machine.accepts(state),
    settled: (state) => {
      const settled = machine.settled(state);
      return settled === undefined ? undefined : !settled;
    },
  };
}

/** Accepts texts of `min` to `max` code points. */
export function lengthMachine(min: number, max: number): Machine {
  const full = max === Infinity ? min : max + 1;
  return {
    start: 0,
    borders: [],
    classOf: () => 0,
    next: (state) => Math.min(state + 1, full),
    accepts: (state) => state >= min && state <= max,
    settled: (state) => (state > max ? false : state >= min && max === Infinity ? true : undefined),
  };
}

/** Accepts exactly the given texts. */
export function wordsMachine(words: Iterable<string>): Machine {
  const dead = 0;
  const nodes: Map<number, number>[] = [new Map(), new Map()];
  const ends = new Set<number>();
  const chars = new Set<number>();
  for (const word of words) {
    let state = 1;
    for (const letter of word) {
      const char = letter.codePointAt(0) as number;
      chars.add(char);
      const known = nodes[state]?.get(char) ?? nodes.push(new Map()) - 1;
      nodes[state]?.set(char, known);
      state = known;
    }
    ends.add(state);
  }
  return {
    start: 1,
    borders: [...chars].flatMap((char) => [char, char + 1]),
    classOf: (char) => (chars.has(char) ? char : -1),
    next: (state, char) => nodes[state]?.get(char) ?? dead,
    accepts: (state) => ends.has(state),
    settled: (state) => (state === dead ? false : undefined),
  };
}

/** Accepts what all machines accept. */
export function allOf(machines: readonly Machine[]): Machine {
  const states: (readonly number[])[] = [];
  const known = new Map<string, number>();
  const classes = new Map<string, number>();
  const enter = (state: readonly number[]): number => intern(known, state.join(), () => states.push(state) - 1);
  return {
    start: enter(machines.map((machine) => machine.start)),
    borders: [...new Set(machines.flatMap((machine) => machine.borders))],
    classOf: (char) => intern(classes, machines.map((machine) => machine.classOf(char)).join(), () => classes.size),
    next: (from, char) => enter(machines.map((machine, index) => machine.next(states[from]?.[index] as number, char))),
    accepts: (state) => machines.every((machine, index) => machine.accepts(states[state]?.[index] as number)),
    settled: (state) => {
      const all = new Set(machines.map((machine, index) => machine.settled(states[state]?.[index] as number)));
      if (all.has(false)) return false;
      return all.has(undefined) ? undefined : true;
    },
  };
}

function intern(known: Map<string, number>, key: string, make: () => number): number {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
