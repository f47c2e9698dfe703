import { Undecided } from '../undecided.ts';
import { anyChar, complement, digits, lineEnds, propertyChars, single, spaces, union, wordChars } from './char-set.ts';
import type { CharSet } from './char-set.ts';
import type { PatternTree } from './pattern-tree.ts';

/** Groups inside one another that are followed; more is nobody's pattern. */
const deepest = 100;

/**
 * The tree of a pattern. Source: ECMA-262, section Patterns, with the flag u.
 * @throws {Undecided} when the pattern is not an expression, or holds what is not a regular language: references back,
 *   looks behind, word boundaries
 */
export function parsePattern(source: string): PatternTree {
  try {
    void new RegExp(source, 'u');
  } catch {
    throw new Undecided(`the pattern ${JSON.stringify(source)} is not a regular expression with the flag u`);
  }
  return new PatternParser(source).parse();
}

const controls: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
  ['0', 0],
]);

const classes: ReadonlyMap<string, CharSet> = new Map([
  ['d', digits],
  ['D', complement(digits)],
  ['w', wordChars],
  ['W', complement(wordChars)],
  ['s', spaces],
  ['S', complement(spaces)],
]);

/** Reads an expression that the engine has already found well-formed. */
class PatternParser {
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  parse(): PatternTree {
    return this.#choice();
  }

  #choice(): PatternTree {
    this.#depth += 1;
    if (this.#depth > deepest) throw this.#unable('nests too deeply');
    const options = [this.#sequence()];
    while (this.#skip('|')) options.push(this.#sequence());
    this.#depth -= 1;
    return options.length === 1 ? (options[0] as PatternTree) : { kind: 'choice', options };
  }

  #sequence(): PatternTree {
    const parts: PatternTree[] = [];
    while (this.#at < this.#source.length && !this.#sees('|') && !this.#sees(')')) parts.push(this.#quantified());
    return parts.length === 1 ? (parts[0] as PatternTree) : { kind: 'sequence', parts };
  }

  #quantified(): PatternTree {
    const part = this.#term();
    const range = this.#quantifier();
    if (range === undefined) return part;
    this.#skip('?');
    return { kind: 'repeat', part, min: range[0], max: range[1] };
  }

  #quantifier(): readonly [number, number] | undefined {
    if (this.#skip('*')) return [0, Infinity];
    if (this.#skip('+')) return [1, Infinity];
    if (this.#skip('?')) return [0, 1];
    const found = /^\{(\d+)(,?)(\d*)\}/.exec(this.#source.slice(this.#at, this.#at + 40));
    if (found === null) return undefined;
    this.#at += found[0].length;
    const min = Number(found[1]);
    if (found[2] === '') return [min, min];
    return [min, found[3] === '' ? Infinity : Number(found[3])];
  }

  #term(): PatternTree {
    if (this.#skip('^')) return { kind: 'start' };
    if (this.#skip('$')) return { kind: 'end' };
    if (this.#skip('(')) return this.#group();
    if (this.#skip('.')) return { kind: 'char', set: except(lineEnds) };
    if (this.#skip('[')) return { kind: 'char', set: this.#set() };
    if (this.#skip('\\')) return { kind: 'char', set: within(this.#escape()) };
    return { kind: 'char', set: within(single(this.#char())) };
  }

  #group(): PatternTree {
    const ahead = this.#skip('?=') ? true : this.#skip('?!') ? false : undefined;
    if (ahead === undefined) this.#groupHead();
    const part = this.#choice();
    this.#skip(')');
    return ahead === undefined ? part : { kind: 'ahead', part, holds: ahead };
  }

  #groupHead(): void {
    if (this.#skip('?:')) return;
    if (this.#sees('?<=') || this.#sees('?<!')) throw this.#unable('looks behind');
    if (this.#skip('?<')) this.#at = this.#source.indexOf('>', this.#at) + 1;
    else if (this.#sees('?')) throw this.#unable('changes its flags');
  }

  #set(): CharSet {
    const negated = this.#skip('^');
    const sets: CharSet[] = [];
    while (!this.#skip(']')) {
      const from = this.#setMember();
      const first = from[0];
      if (this.#sees('-') && !this.#sees('-]') && first !== undefined && first[0] === first[1] && from.length === 1) {
        this.#at += 1;
        sets.push([[first[0], this.#setMember()[0]?.[0] ?? first[0]]]);
      } else {
        sets.push(from);
      }
    }
    const members = union(sets);
    return negated ? except(members) : within(members);
  }

  #setMember(): CharSet {
    if (!this.#skip('\\')) return single(this.#char());
    if (this.#skip('b')) return single(8);
    if (this.#skip('-')) return single(0x2d);
    return this.#escape();
  }

  #escape(): CharSet {
    const name = this.#source[this.#at] as string;
    const set = classes.get(name);
    if (set !== undefined) {
      this.#at += 1;
      return set;
    }
    if (name === 'p' || name === 'P') return this.#property();
    if (name === 'b' || name === 'B') throw this.#unable('asks for word boundaries');
    if (/[1-9k]/.test(name)) throw this.#unable('refers back to a group');
    return single(this.#escapedChar(name));
  }

  #escapedChar(name: string): number {
    const rest = this.#source.slice(this.#at, this.#at + 12);
    const pair = /^u([dD][89abAB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})/.exec(rest);
    if (pair !== null) {
      this.#at += pair[0].length;
      return String.fromCharCode(
        Number.parseInt(pair[1] as string, 16),
        Number.parseInt(pair[2] as string, 16),
      ).codePointAt(0) as number;
    }
    const hex = /^(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2}))/.exec(rest);
    if (hex !== null) {
      this.#at += hex[0].length;
      return Number.parseInt((hex[1] ?? hex[2] ?? hex[3]) as string, 16);
    }
    if (name === 'c') {
      this.#at += 2;
      return this.#source.charCodeAt(this.#at - 1) % 32;
    }
    const control = controls.get(name);
    if (control === undefined) return this.#char();
    this.#at += 1;
    return control;
  }

  #property(): CharSet {
    const end = this.#source.indexOf('}', this.#at) + 1;
    const escape = `\\${this.#source.slice(this.#at, end)}`;
    this.#at = end;
    return propertyChars(escape);
  }

  #char(): number {
    const char = this.#source.codePointAt(this.#at) as number;
    this.#at += char > 0xffff ? 2 : 1;
    return char;
  }

  #sees(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  #skip(text: string): boolean {
    const seen = this.#sees(text);
    if (seen) this.#at += text.length;
    return seen;
  }

  #unable(what: string): Undecided {
    return new Undecided(`the pattern ${JSON.stringify(this.#source)} ${what}`);
  }
}

function within(set: CharSet): CharSet {
  return complement(union([complement(set), complement(anyChar)]));
}

function except(set: CharSet): CharSet {
  return complement(union([set, complement(anyChar)]));
}
