/**
 * A step of a program: a set of one character that comes next, an assertion about the place, or the steps to go on with.
 * After the last step the pattern is found.
 */
type Step = RegExp | '^' | '$' | '\\b' | '\\B' | readonly number[];

/**
 * A pattern that a backtracking engine could take for ever to find: all ways to match are followed at the same time, so
 * that the time is linear in the length of the text.
 */
export function linear(program: readonly Step[]): { test(text: string): boolean } {
  return { test: (text) => isFound(program, [...text]) };
}

function isFound(program: readonly Step[], characters: readonly string[]): boolean {
  let places = new Set<number>();
  for (let index = 0; index <= characters.length; index++) {
    const next = new Set<number>();
    // What is added while the set is gone through is gone through as well.
    places.add(0);
    for (const place of places) {
      const step = program[place];
      if (step === undefined) return true;
      if (step instanceof RegExp) {
        if (index < characters.length && step.test(characters[index] as string)) next.add(place + 1);
      } else if (typeof step !== 'string') for (const other of step) places.add(other);
      else if (holds(step, characters, index)) places.add(place + 1);
    }
    places = next;
  }
  return false;
}

function holds(assertion: string, characters: readonly string[], index: number): boolean {
  if (assertion === '^') return index === 0;
  if (assertion === '$') return index === characters.length;
  const isBoundary = isWord(characters[index - 1]) !== isWord(characters[index]);
  return isBoundary === (assertion === '\\b');
}

function isWord(character = ''): boolean {
  return /^\w/.test(character);
}
