import type { Json } from '../../util/json.ts';
import { TooManySteps } from '../explain.ts';
import { at } from '../pointer.ts';
import type { SchemaBundle } from '../schema.ts';
import { findUndocumented } from '../strict.ts';
import type { Validator } from '../validate.ts';
import { show } from '../violation.ts';
import { SampleTooLarge } from './draw.ts';
import { createPlanner } from './planner.ts';
import { createRandom } from './random.ts';

export interface SampleOptions {
  /** The same seed makes the same sample; 1 when absent. */
  readonly seed?: number | string;
  /** Properties and items that need not be there: all, none, or this share of them, from 0 to 1; 0.5 when absent. */
  readonly optional?: 'all' | 'none' | number;
  /** Probability of null where something else can be, too, from 0 to 1; 0.1 when absent. */
  readonly nulls?: number;
  /**
   * What the sample is held against before it is returned; `strict` when absent. `tolerant` takes half the time: samples
   * are made for the strict profile all the same, but nothing proves it.
   */
  readonly profile?: 'tolerant' | 'strict';
}

/** Makes samples of one schema. */
export interface Sampler {
  /**
   * A value that has what the schema demands, and nothing that it does not describe. It depends on the schema and the
   * options alone, and shares nothing with other samples.
   * @throws {SampleError} when none was found
   * @throws {RangeError} when an option is out of its range
   */
  sample(options?: SampleOptions): Json;
}

/** No sample was found: the schema cannot be fulfilled, or not by chance. The message says what stood in the way. */
export class SampleError extends Error {
  override readonly name = 'SampleError';
}

/** So many samples are thrown away before the search is given up. */
const mostAttempts = 100;

/** What is said of a sample that would not end; after so many of them the search is given up. */
const [endless, mostEndless] = ['the value grows without end', 3];

/** A sample of more values than this gets only what it must have. */
const budget = 2000;

/**
 * A sampler for the schema `name` of the bundle that `validator` was made for. What the schemas say is read when it is
 * first needed and kept.
 * @throws {SchemaCompileError} when the schema cannot be used
 */
export function createSampler(validator: Validator, bundle: SchemaBundle, name: string): Sampler {
  const compiled = validator.compile(name);
  const root = {
    schema: compiled.target.schema,
    written: at({ definitions: bundle.definitions }, compiled.target.pointer),
  };
  const plan = createPlanner(compiled.targets, bundle).planOf([root]);
  const wrong = (value: Json, profile: Settings['profile']): string | undefined => {
    const [first] = compiled.violations(value);
    if (first !== undefined) return `${first.pointer || 'the value'} ${first.message}`;
    return profile === 'strict' ? undocumented(validator, name, value) : undefined;
  };
  return {
    sample(options = {}) {
      const { seed, optional, nulls, profile } = settingsOf(options);
      const complaints = new Map<string, number>();
      for (let attempt = 0; attempt < mostAttempts && plan.isPossible(); attempt++) {
        const random = createRandom(`${name}\n${seed}\n${attempt}`);
        const made = attemptTo(() => plan.make({ random, optional, nulls, path: [], left: budget }, ''));
        const complaint = 'wrong' in made ? made.wrong : wrong(made.value, profile);
        if (complaint === undefined && 'value' in made) return made.value;
        complaints.set(complaint ?? '', (complaints.get(complaint ?? '') ?? 0) + 1);
        if ((complaints.get(endless) ?? 0) >= mostEndless) break;
      }
      throw new SampleError(explain(name, complaints));
    },
  };
}

type Settings = Required<Omit<SampleOptions, 'optional'>> & { readonly optional: number };

function settingsOf({ seed = 1, optional = 0.5, nulls = 0.1, profile = 'strict' }: SampleOptions): Settings {
  const share = optional === 'all' ? 1 : optional === 'none' ? 0 : optional;
  for (const [option, value] of Object.entries({ optional: share, nulls })) {
    if (!(value >= 0 && value <= 1)) throw new RangeError(`The option "${option}" is ${value}; it goes from 0 to 1.`);
  }
  return { seed, optional: share, nulls, profile };
}

function attemptTo(work: () => Json): { readonly value: Json } | { readonly wrong: string } {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof SampleTooLarge || error instanceof RangeError) return { wrong: endless };
    throw error;
  }
}

/** What the strict profile says about a valid value; undefined when it says nothing. */
function undocumented(validator: Validator, name: string, value: Json): string | undefined {
  try {
    const [first] = findUndocumented(validator, name, value);
    if (first === undefined) return undefined;
    const place = first.pointer + (first.inner ?? '');
    return first.kind === 'property'
      ? `${place} must be there, and is not described`
      : `${place} has the value ${show(first.value)}, which is not among the known ones`;
  } catch (error) {
    if (error instanceof TooManySteps) return error.message;
    throw error;
  }
}

function explain(name: string, complaints: ReadonlyMap<string, number>): string {
  const worst = [...complaints].toSorted(([, a], [, b]) => b - a).slice(0, 3);
  if (worst.length === 0)
    return `No sample of "${name}" can be made: its schemas contradict one another, or demand too much.`;
  const list = worst.map(([complaint, count]) => `  ${complaint} (${count} times)`).join('\n');
  return `No sample of "${name}" was found. What stood in the way:\n${list}`;
}
