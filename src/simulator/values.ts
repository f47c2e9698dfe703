import { personalTexts, characters } from '../json-schema/sample/words.ts';
import type { Random } from '../json-schema/sample/random.ts';
import { firstName, lastName, word } from '../json-schema/sample/words.ts';
import type { TextSource } from '../json-schema/sample/words.ts';
import { isObject, own } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { readPointer } from './pointers.ts';
import { ScenarioError } from './scope.ts';
import type { Value } from './scope.ts';
import { formatTime, momentOf } from './times.ts';
import type { TimeForm } from './times.ts';

const longestText = 100_000;
const alphanumeric = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const texts: Readonly<Record<string, TextSource>> = {
  ...personalTexts,
  'first-name': firstName,
  'last-name': lastName,
  word,
};

/**
 * Makes a value with expressions ready. An object whose only key begins with `$` is an expression (docs/scenarios.md lists
 * them); in every other object a member without a value is left out.
 * @throws {ScenarioError} when an expression is not known or its argument means nothing
 */
export function compileValue(value: Json): Value {
  const made = isConstant(value) ? undefined : compile(value);
  return made ?? (() => value);
}

function compile(value: Json): Value | undefined {
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map(compileValue);
    return (scope) => items.map((item) => item(scope)).filter((item) => item !== undefined);
  }
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  const [first] = entries;
  if (first !== undefined && entries.length === 1 && first[0].startsWith('$')) return expression(first[0], first[1]);
  const members = entries.map(([name, member]) => [name, compileValue(member)] as const);
  return (scope) => {
    const object: Record<string, Json> = {};
    for (const [name, member] of members) {
      const made = member(scope);
      if (made !== undefined) object[name] = made;
    }
    return object;
  };
}

function isConstant(value: Json): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).every(isConstant);
  return !isObject(value) || Object.entries(value).every(([key, member]) => !key.startsWith('$') && isConstant(member));
}

function expression(name: string, argument: Json): Value {
  const make = own(expressions, name);
  if (make === undefined) {
    throw new ScenarioError(`"${name}" is no expression; there are ${Object.keys(expressions).join(', ')}.`);
  }
  return make(argument);
}

/** Expressions by name. Each takes its argument as it stands in the file. */
const expressions: Readonly<Record<string, (argument: Json) => Value>> = {
  $from: (argument) => {
    const read = readPointer(pointerIn(argument, '$from'));
    return ({ roots }) => read(roots);
  },
  $time: compileTime,
  $elapsed: (argument) => {
    const pointer = pointerIn(argument, '$elapsed');
    const read = readPointer(pointer);
    return ({ roots, now }) => Math.max(0, Math.floor((now - momentOf(read(roots), pointer)) / 1000));
  },
  $id: (argument) => {
    const length = lengthIn(argument, '$id');
    return ({ random }) => characters(random, alphanumeric, length);
  },
  $uuid: () => (scope) => uuid(scope.random),
  $int: (argument) => {
    const [least, most] = listIn(argument, '$int');
    if (typeof least !== 'number' || typeof most !== 'number') throw new ScenarioError('$int takes [least, most].');
    return ({ random }) => random.int(least, most);
  },
  $pick: (argument) => {
    const values = listIn(argument, '$pick').map(compileValue);
    if (values.length === 0) throw new ScenarioError('$pick takes a list with something in it.');
    return (scope) => scope.random.pick(values)(scope);
  },
  $made: (argument) => {
    const make = typeof argument === 'string' ? own(texts, argument) : undefined;
    if (make === undefined) throw new ScenarioError(`$made takes one of ${Object.keys(texts).join(', ')}.`);
    return ({ random }) => make(random);
  },
  $text: (argument) => {
    const parts = listIn(argument, '$text').map(compileValue);
    return (scope) => bounded(parts.map((part) => textOf(part(scope))).join(''), '$text');
  },
  $json: (argument) => {
    const value = compileValue(argument);
    return (scope) => bounded(JSON.stringify(value(scope)), '$json');
  },
  $entries: (argument) => {
    const pairs = listIn(argument, '$entries').map((pair) => listIn(pair, '$entries').map(compileValue));
    return (scope) => Object.fromEntries(pairs.map(([key, value]) => [textOf(key?.(scope)), value?.(scope) ?? null]));
  },
  $position: () => (scope) => scope.position,
  $add: (argument) => {
    const [pointer = '', amount] = listIn(argument, '$add');
    if (typeof amount !== 'number') throw new ScenarioError('$add takes [pointer, number].');
    const read = readPointer(pointerIn(pointer, '$add'));
    return ({ roots }) => Number(read(roots) ?? 0) + amount;
  },
  $multiply: (argument) => {
    const [value = 0, factor] = listIn(argument, '$multiply');
    if (typeof factor !== 'number') throw new ScenarioError('$multiply takes [value, number].');
    const made = compileValue(value);
    return (scope) => Number(made(scope) ?? 0) * factor;
  },
  $count: compileCount,
};

/** `now`, or `{of, plus, round, form}`: the moment at `of` (now when absent), `plus` seconds later, rounded up to `round` seconds. */
function compileTime(argument: Json): Value {
  const { of, plus, round, form, ...others } = isObject(argument) ? argument : ({} as JsonObject);
  if ((!isObject(argument) && argument !== 'now') || Object.keys(others).length > 0) {
    throw new ScenarioError('$time takes "now" or an object with of, plus, round and form.');
  }
  const pointer = of === undefined ? undefined : pointerIn(of, '$time');
  const read = pointer === undefined ? undefined : readPointer(pointer);
  const later = plus === undefined ? undefined : compileValue(plus);
  const step = typeof round === 'number' && round > 0 ? round * 1000 : 1;
  const written = timeForm(form);
  return (scope) => {
    const start = read === undefined ? scope.now : momentOf(read(scope.roots), pointer ?? '');
    const time = start + Number(later?.(scope) ?? 0) * 1000;
    return formatTime(Math.ceil(time / step) * step, written);
  };
}

function timeForm(form: Json | undefined): TimeForm {
  if (form === undefined) return 'milliseconds';
  if (form === 'milliseconds' || form === 'seconds' || form === 'minutes') return form;
  throw new ScenarioError('The form of a $time is milliseconds, seconds or minutes.');
}

/** A name, or `{of, from, digits}`: the next number of the counter `of`, from 1 or `from`; with `digits`, a text so long. */
function compileCount(argument: Json): Value {
  const { of, from, digits } = isObject(argument) ? argument : { of: argument };
  if (typeof of !== 'string') throw new ScenarioError('$count takes the name of a counter.');
  const first = typeof from === 'number' ? from : 1;
  const length = digits === undefined ? 0 : lengthIn(digits, '$count');
  return ({ counters }) => {
    const count = counters.get(of) ?? first;
    counters.set(of, count + 1);
    return length > 0 ? String(count).padStart(length, '0') : count;
  };
}

/** A text that is made of itself doubles with every step. */
function bounded(text: string, name: string): string {
  if (text.length <= longestText) return text;
  throw new ScenarioError(`A ${name} has grown beyond ${longestText} characters.`);
}

/** What a value contributes to a text: nothing when it is not there. */
function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A UUID of version 4. Source: RFC 9562, section 5.4. */
function uuid(random: Random): string {
  const hex = (count: number): string => characters(random, '0123456789abcdef', count);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${characters(random, '89ab', 1)}${hex(3)}-${hex(12)}`;
}

function pointerIn(argument: Json, name: string): string {
  if (typeof argument !== 'string' || !argument.startsWith('/')) {
    throw new ScenarioError(`${name} takes a JSON Pointer such as /ticket/id.`);
  }
  return argument;
}

function lengthIn(argument: Json, name: string): number {
  if (typeof argument === 'number' && Number.isInteger(argument) && argument > 0 && argument <= 100) return argument;
  throw new ScenarioError(`The length in ${name} is a whole number from 1 to 100.`);
}

function listIn(argument: Json, name: string): readonly Json[] {
  if (!Array.isArray(argument)) throw new ScenarioError(`${name} takes a list.`);
  return argument as readonly Json[];
}
