import { parsePattern } from '../patterns/parse.ts';
import type { Node } from '../patterns/parse.ts';
import { rangesOf } from '../patterns/ranges.ts';
import type { Random } from './random.ts';

/** Writes a text for a pattern; parts that may repeat without end repeat up to `stretch` times more than they must. */
export type PatternSource = (random: Random, stretch: number) => string;

/**
 * Texts that a pattern matches, unless it asserts more than `^` and `$` at its ends can: then some of them do not.
 * @throws {PatternRefused} as `compilePattern`
 */
export function patternTexts(source: string): PatternSource {
  const write = writerOf(parsePattern(source));
  return (random, stretch) => {
    const text: string[] = [];
    write(random, stretch, text);
    return text.join('');
  };
}

type Writer = (random: Random, stretch: number, text: string[]) => void;

/** Longer texts are of use to nobody; a pattern that demands more finds no sample. */
const longest = 20_000;

function writerOf(node: Node): Writer {
  switch (node.kind) {
    case 'set':
      return writerOfSet(node.source);
    case 'assertion':
      return () => undefined;
    case 'sequence': {
      const parts = node.parts.map(writerOf);
      return (random, stretch, text) => {
        for (const write of parts) write(random, stretch, text);
      };
    }
    case 'choice': {
      const options = node.options.map(writerOf);
      return (random, stretch, text) => random.pick(options)(random, stretch, text);
    }
    case 'repeat': {
      const body = writerOf(node.body);
      return (random, stretch, text) => {
        const count = random.int(node.min, Math.min(node.max, node.min + stretch));
        for (let index = 0; index < count && text.length < longest; index++) body(random, stretch, text);
      };
    }
  }
}

/** A set of one letter or sign is written as it is; of others, letters and digits are taken before other signs. */
function writerOfSet(source: string): Writer {
  const candidates = charactersOf(source);
  return (random, _, text) => {
    text.push(candidates.length === 0 ? '' : random.pick(candidates));
  };
}

function charactersOf(source: string): readonly string[] {
  const isMember = new RegExp(`^(?:${source})$`, 'u');
  const found = printable.filter((character) => isMember.test(character));
  const alphanumeric = found.filter((character) => /[a-z0-9]/i.test(character));
  if (alphanumeric.length > 0) return alphanumeric;
  if (found.length > 0) return found;
  return rangesOf(source)
    .slice(0, 20)
    .map(([start]) => String.fromCodePoint(start));
}

/** The printable characters of ASCII. */
const printable = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCodePoint(0x20 + index));
