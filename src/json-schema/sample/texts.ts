import { isFormat } from '../formats.ts';
import { compilePattern } from '../patterns.ts';
import type { Json } from '../../util/json.ts';
import { own } from '../../util/json.ts';
import type { AppliedObject } from './applied.ts';
import { largest } from './draw.ts';
import type { Draw, Maker, Plan, Planner } from './draw.ts';
import { formatTexts, shapes } from './format-texts.ts';
import { patternTexts } from './pattern-texts.ts';
import { personalKind } from './personal.ts';
import { characters, personalTexts, textsNamed, word } from './words.ts';
import type { TextSource } from './words.ts';
import { createRandom } from './random.ts';

/** Writes a text on the `attempt`th try. */
type Source = (draw: Draw, attempt: number) => string;

type Accepts = (text: string) => boolean;

/** How often one way of writing a text is tried before the next. */
const mostAttempts = 30;

/** Makes short printable texts: JSON where it is demanded, else what format, kind, name or pattern suggest. */
export function createTextMaker(schemas: readonly AppliedObject[], planner: Planner): Maker {
  const stated = (keyword: string): Json[] => schemas.flatMap(({ schema }) => own(schema, keyword) ?? []);
  const accepts = acceptor(schemas, stated, planner);
  const contents = stated('jsonText').map((key) => planner.references.follow(key as string));
  const content = contents.length === 0 ? undefined : planner.planOf(contents);
  const [least, most] = [
    Math.max(0, ...(stated('minLength') as number[])),
    Math.min(...(stated('maxLength') as number[])),
  ];
  const sourcesByName = new Map<string, readonly Source[]>();
  const sourcesFor = (name: string): readonly Source[] => {
    if (content !== undefined) return [jsonSource(content)];
    const found = sourcesByName.get(name) ?? sourcesOf(name);
    sourcesByName.set(name, found);
    return found;
  };
  const sourcesOf = (name: string): readonly Source[] => {
    const kind = personalKind(schemas);
    const named = textsNamed(name);
    const suggested = [
      ...stated('format').map((format) => formatTexts.get(format as string)),
      // A first name is a name, but a property called so can be more exact.
      kind === 'name' ? named : undefined,
      kind === undefined ? undefined : own(personalTexts, kind),
      named,
      word,
      ...shapes,
    ].filter((source) => source !== undefined);
    const useful = suggested.filter((source) => isUseful(source, accepts)).slice(0, 1);
    const patterns = stated('pattern').map((pattern) => patternSource(pattern as string, least));
    const sources = [...useful.map(simple), ...patterns];
    return sources.length > 0 ? sources : [...suggested.slice(0, 1).map(simple), filler(least, most)];
  };
  return {
    isPossible: () => least <= Math.min(most, largest) && (content === undefined || content.isPossible()),
    height: (seen) => content?.height(seen) ?? 0,
    make: (draw, name) => write(sourcesFor(name), accepts, draw),
  };
}

function write(sources: readonly Source[], accepts: Accepts, draw: Draw): string {
  let text = '';
  for (const source of sources) {
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      text = source(draw, attempt);
      if (accepts(text)) return text;
    }
  }
  return text;
}

function acceptor(schemas: readonly AppliedObject[], stated: (keyword: string) => Json[], planner: Planner): Accepts {
  const least = Math.max(0, ...(stated('minLength') as number[]));
  const most = Math.min(Infinity, ...(stated('maxLength') as number[]));
  const patterns = stated('pattern').map((pattern) => compilePattern(pattern as string));
  const formats = stated('format') as string[];
  const excluding = schemas.filter(({ schema }) => 'not' in schema);
  return (text) =>
    hasLength(text, least, most) &&
    patterns.every((pattern) => pattern.test(text)) &&
    formats.every((format) => isFormat(format, text)) &&
    excluding.every(({ schema }) => planner.holds(schema, text));
}

/** Lengths count characters, not UTF-16 units. */
function hasLength(text: string, least: number, most: number): boolean {
  if (least === 0 && most === Infinity) return true;
  const length = Array.from(text).length;
  return length >= least && length <= most;
}

/** Whether a source nearly always writes what is accepted. */
function isUseful(source: TextSource, accepts: Accepts): boolean {
  return Array.from({ length: 8 }, (_, seed) => createRandom(`text ${seed}`)).every((random) =>
    accepts(source(random)),
  );
}

function simple(source: TextSource): Source {
  return ({ random }) => source(random);
}

/** Short texts first; longer ones when these are not accepted. */
function patternSource(pattern: string, least: number): Source {
  const write = patternTexts(pattern);
  return ({ random }, attempt) => write(random, attempt < 10 ? 3 : Math.max(3, least) * (attempt < 20 ? 1 : 4));
}

/** Text of an allowed length. */
function filler(least: number, most: number): Source {
  const longest = Math.min(most, Math.max(least + 4, 8));
  return ({ random }) =>
    characters(random, 'abcdefghijklmnopqrstuvwxyz', random.int(Math.min(longest, Math.max(least, 1)), longest));
}

function jsonSource(content: Plan): Source {
  return (draw) => JSON.stringify(content.make(draw, ''));
}
