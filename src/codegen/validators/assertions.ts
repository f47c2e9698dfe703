import { numberFormatFunctions, stringFormatFunctions } from '../schemas/format-functions.ts';
import { toLiteral } from '../schemas/literal.ts';
import { quote } from '../printer/escape.ts';
import type { Json } from '../../util/json.ts';
import type { Body, Value } from './emitter.ts';
import { patternConstant } from './patterns.ts';
import { plainJsonPattern } from './plain-json.ts';
import type { Assertion } from './rule.ts';
import { always, and, atom, not, or } from './test.ts';
import type { Test } from './test.ts';

/** More values than these are looked up in a set. */
const mostComparisons = 8;

/** Whether a number is as all of `assertions` demand. */
export function numberTest(body: Body, assertions: readonly Assertion[], { text }: Value): Test {
  const { emitter } = body;
  return and(
    ...assertions.map(({ keyword, demand }) => {
      const limit = typeof demand === 'number' ? toLiteral(demand) : '';
      switch (keyword) {
        case 'minimum':
          return atom(`${text} >= ${limit}`, `${text} < ${limit}`);
        case 'exclusiveMinimum':
          return atom(`${text} > ${limit}`, `${text} <= ${limit}`);
        case 'maximum':
          return atom(`${text} <= ${limit}`, `${text} > ${limit}`);
        case 'exclusiveMaximum':
          return atom(`${text} < ${limit}`, `${text} >= ${limit}`);
        case 'multipleOf':
          return atom(`${emitter.support('isMultiple')}(${text}, ${limit})`);
        default:
          return formatTest(body, numberFormatFunctions, demand, text);
      }
    }),
  );
}

/** Whether a text is as all of `assertions` demand. */
export function stringTest(body: Body, assertions: readonly Assertion[], value: Value): Test {
  const { emitter } = body;
  const { text } = value;
  return and(
    ...assertions.map(({ keyword, demand }) => {
      switch (keyword) {
        case 'minLength':
          return atLeast(body, text, demand as number);
        case 'maxLength':
          return atMost(body, text, demand as number);
        case 'pattern':
          return atom(`${patternConstant(emitter, demand as string, value.hint)}.test(${text})`);
        case 'jsonText':
          return jsonTest(body, demand as string, value);
        default:
          return formatTest(body, stringFormatFunctions, demand, text);
      }
    }),
  );
}

/** Whether a text is JSON that is valid under the schema with a key. */
function jsonTest(body: Body, key: string, { text, path, hint }: Value): Test {
  const { emitter } = body;
  const plain = plainJsonPattern(emitter, emitter.schemaOf(key));
  const isContent = body.call(emitter.functionOf(key), [...path, '*']);
  const holds = atom(`${emitter.support('holdsJson')}(${text}, ${isContent})`);
  return plain === undefined ? holds : or(atom(`${emitter.constant(`${hint} text`, plain)}.test(${text})`), holds);
}

/** Whether a value is one of `values`. */
export function valuesTest({ emitter }: Body, values: readonly Json[], { text, hint }: Value): Test {
  const isScalar = (value: Json): boolean => typeof value !== 'object' || value === null;
  const scalars = values.filter(isScalar);
  const others = values.filter((value) => !isScalar(value));
  const comparisons = scalars.map((value) => comparison(text, value));
  const isListed =
    scalars.length > mostComparisons
      ? [atom(`${emitter.constant(`${hint} values`, `new Set(${setOf(scalars)})`)}.has(${text})`)]
      : comparisons;
  return or(
    ...isListed,
    ...others.map((value) => {
      const constant = emitter.constant(`${hint} value`, toLiteral(value));
      return atom(`${emitter.support('isEqual')}(${text}, ${constant})`);
    }),
  );
}

function setOf(values: readonly Json[]): string {
  return `[${values.map(scalarLiteral).join(', ')}]`;
}

function comparison(text: string, value: Json): Test {
  return atom(`${text} === ${scalarLiteral(value)}`, `${text} !== ${scalarLiteral(value)}`);
}

function scalarLiteral(value: Json): string {
  return typeof value === 'string' ? quote(value) : toLiteral(value);
}

/** Characters are code points: a text has at most as many as UTF-16 units, and at least half as many. */
function atLeast({ emitter }: Body, text: string, count: number): Test {
  if (count === 0) return always;
  if (count === 1) return atom(`${text} !== ''`, `${text} === ''`);
  const counted = `${emitter.support('lengthOf')}(${text})`;
  return or(
    atom(`${text}.length >= ${2 * count}`, `${text}.length < ${2 * count}`),
    atom(`${counted} >= ${count}`, `${counted} < ${count}`),
  );
}

function atMost({ emitter }: Body, text: string, count: number): Test {
  if (count === 0) return not(atLeast({ emitter } as Body, text, 1));
  const counted = `${emitter.support('lengthOf')}(${text})`;
  return or(
    atom(`${text}.length <= ${count}`, `${text}.length > ${count}`),
    atom(`${counted} <= ${count}`, `${counted} > ${count}`),
  );
}

function formatTest({ emitter }: Body, functions: ReadonlyMap<string, string>, format: Json, text: string): Test {
  return atom(`${emitter.support(functions.get(format as string) ?? '')}(${text})`);
}
