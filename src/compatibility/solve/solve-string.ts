import type { Json } from '../../util/json.ts';
import type { Formula } from '../algebra/formula.ts';
import { findText } from '../languages/find-text.ts';
import { formatShapes, formless } from '../languages/format-shapes.ts';
import { inverse, lengthMachine, wordsMachine } from '../languages/machine.ts';
import type { Machine } from '../languages/machine.ts';
import { Undecided } from '../undecided.ts';
import { allReasons, found, none, unsure } from './outcome.ts';
import type { Demand, Outcome } from './outcome.ts';
import type { Questions } from './questions.ts';

/** Further shortest texts that are tried when a format or an unreadable pattern refuses the first. */
const furtherTexts = 12;

/** Length up to which texts are made longer. */
const mostPadding = 10_000;

/** What the demands say of a string, taken apart. */
interface Parts {
  min: number;
  max: number;
  readonly excluded: string[];
  readonly machines: Machine[];
  readonly samples: string[];
  /** What a JSON text in the string must satisfy, and must not. */
  readonly contents: Formula[];
  readonly noContents: Formula[];
  /** Why the machines do not say everything. */
  doubt: string | undefined;
}

/** A string that satisfies all demands: the machines say what is necessary, the evaluator what is enough. */
export function solveString(solver: Questions, demands: readonly Demand[]): Outcome {
  const parts = takeApart(solver, demands);
  if (parts.min > parts.max) return none(allReasons(demands));
  const content = solveContent(solver, parts);
  if (content?.status === 'none') return none(allReasons(demands));
  const fits = (text: string): boolean => demands.every(({ atom }) => solver.evaluator.satisfies(text, atom));
  const plain = parts.machines.length === 0 && parts.contents.length === 0 && parts.samples.length === 0;
  const easy = plain ? easyTexts(parts.min).find(fits) : undefined;
  if (easy !== undefined) return found(easy);
  const machines = machinesOf(parts);
  const shortest = findText(machines, (steps) => solver.spend(steps));
  if (shortest === undefined) return none(allReasons(demands));
  const texts = content?.status === 'found' ? contentTexts(content.value) : [];
  const short = [shortest, ...texts, ...parts.samples];
  const long =
    parts.min > 0 && parts.min <= mostPadding
      ? [...texts, ...parts.samples].flatMap((text) => padded(text, parts.min))
      : [];
  const known = [...short, ...long].find(fits);
  return known === undefined ? tryFurther(solver, parts, machines, shortest, fits) : found(known);
}

function tryFurther(
  solver: Questions,
  parts: Parts,
  machines: readonly Machine[],
  shortest: string,
  fits: (text: string) => boolean,
): Outcome {
  const tried = [shortest];
  while (tried.length <= furtherTexts) {
    const text = findText([...machines, inverse(wordsMachine(tried))], (steps) => solver.spend(steps));
    if (text === undefined) break;
    if (fits(text)) return found(text);
    tried.push(text);
  }
  return unsure(parts.doubt ?? 'no text was found');
}

function takeApart(solver: Questions, demands: readonly Demand[]): Parts {
  const parts: Parts = {
    min: 0,
    max: Infinity,
    excluded: [],
    machines: [],
    samples: [],
    contents: [],
    noContents: [],
    doubt: undefined,
  };
  for (const { atom } of demands) addDemand(solver, parts, atom.constraint);
  return parts;
}

function addDemand(solver: Questions, parts: Parts, constraint: Demand['atom']['constraint']): void {
  switch (constraint.kind) {
    case 'size':
      if (constraint.side === 'min') parts.min = Math.max(parts.min, constraint.value);
      else parts.max = Math.min(parts.max, constraint.value);
      break;
    case 'values':
      parts.excluded.push(
        ...[...constraint.values.values()].filter((value): value is string => typeof value === 'string'),
      );
      break;
    case 'pattern':
      addPattern(solver, parts, constraint.source, constraint.holds);
      break;
    case 'format':
      addFormat(solver, parts, constraint.format, constraint.holds);
      break;
    case 'content':
      (constraint.holds ? parts.contents : parts.noContents).push(constraint.formula);
      break;
    default:
      break;
  }
}

function addPattern(solver: Questions, parts: Parts, source: string, isFound: boolean): void {
  const machine = solver.patterns.machine(source);
  if (machine instanceof Undecided) parts.doubt ??= machine.message;
  else parts.machines.push(isFound ? machine : inverse(machine));
}

function addFormat(solver: Questions, parts: Parts, format: string, holds: boolean): void {
  parts.doubt ??= `what texts of the format ${JSON.stringify(format)} have in common with the rest is not known`;
  if (!holds) parts.samples.push(...formless);
  const shape = formatShapes.get(format);
  if (!holds || shape === undefined) return;
  parts.samples.push(...shape.samples);
  const within = shape.within === undefined ? undefined : solver.patterns.machine(shape.within);
  if (within !== undefined && !(within instanceof Undecided)) parts.machines.push(within);
}

/** When the string must hold JSON: what that JSON can be. */
function solveContent(solver: Questions, parts: Parts): Outcome | undefined {
  if (parts.contents.length === 0) return undefined;
  parts.doubt ??= 'what JSON texts have in common with the rest is not known';
  return solver.solve(
    solver.formulas.and([...parts.contents, ...parts.noContents.map((formula) => solver.formulas.not(formula))]),
  );
}

function contentTexts(value: Json): string[] {
  return [JSON.stringify(value), JSON.stringify(value, undefined, 1), ` ${JSON.stringify(value)}`];
}

function machinesOf(parts: Parts): Machine[] {
  const machines = [...parts.machines];
  if (parts.min > 0 || parts.max < Infinity) machines.push(lengthMachine(parts.min, parts.max));
  if (parts.excluded.length > 0) machines.push(inverse(wordsMachine(parts.excluded)));
  return machines;
}

/** A text made longer: spaces around JSON change nothing, and a letter more rarely gives a text a format. */
function padded(text: string, length: number): string[] {
  return text.length >= length ? [] : [text.padEnd(length), text.padEnd(length, 'a')];
}

/** Texts of the least length, for demands that only count. */
function easyTexts(length: number): string[] {
  if (length === 0) return ['', 'a', 'b'];
  return length > 1_000_000 ? [] : ['a', 'b', 'c', 'x', 'y', 'z', '0'].map((letter) => letter.repeat(length));
}
