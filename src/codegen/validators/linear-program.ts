import type { Node } from '../../json-schema/patterns/parse.ts';
import { PatternRefused } from '../../json-schema/patterns/refused.ts';
import { quote } from '../printer/escape.ts';

/** A text may take this many steps for each of its characters. */
const mostSteps = 2_000;

/**
 * The program for `linear` of the runtime that finds a pattern, as an expression: an array of sets of one character
 * (regular expressions), assertions (texts), and lists of the steps that come next. Its end is a match.
 * Source: Thompson, "Regular Expression Search Algorithm", 1968.
 *
 * @throws {PatternRefused} when it takes too many steps
 */
export function linearProgram(pattern: Node): string {
  const steps: string[] = [];
  addNode(steps, pattern);
  return `[${steps.join(', ')}]`;
}

function addNode(steps: string[], node: Node): void {
  switch (node.kind) {
    case 'set':
      addStep(steps, String(new RegExp(node.source, 'u')));
      return;
    case 'assertion':
      addStep(steps, quote(node.source));
      return;
    case 'sequence':
      for (const part of node.parts) addNode(steps, part);
      return;
    case 'choice':
      addChoice(steps, node.options);
      return;
    case 'repeat':
      addRepeat(steps, node.body, node.min, node.max);
  }
}

function addChoice(steps: string[], options: readonly Node[]): void {
  const fork = addStep(steps, '');
  const starts: number[] = [];
  const ends: number[] = [];
  for (const option of options) {
    starts.push(steps.length);
    addNode(steps, option);
    ends.push(addStep(steps, ''));
  }
  steps[fork] = goTo(...starts);
  for (const end of ends) steps[end] = goTo(steps.length);
}

function addRepeat(steps: string[], body: Node, min: number, max: number): void {
  for (let count = 0; count < min; count += 1) addNode(steps, body);
  if (max === Infinity) {
    const start = addStep(steps, '');
    addNode(steps, body);
    addStep(steps, goTo(start));
    steps[start] = goTo(start + 1, steps.length);
    return;
  }
  const forks: number[] = [];
  for (let count = min; count < max; count += 1) {
    forks.push(addStep(steps, ''));
    addNode(steps, body);
  }
  for (const fork of forks) steps[fork] = goTo(fork + 1, steps.length);
}

function addStep(steps: string[], step: string): number {
  if (steps.length >= mostSteps)
    throw new PatternRefused(`It takes more than ${mostSteps} steps, because it repeats too much.`);
  return steps.push(step) - 1;
}

function goTo(...places: readonly number[]): string {
  return `[${places.join(', ')}]`;
}
