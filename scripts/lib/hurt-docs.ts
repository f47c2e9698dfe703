import { compareSchemas } from '../../src/compatibility/compare-schemas.ts';
import type { Verdict } from '../../src/compatibility/compare-schemas.ts';
import type { JsonSchema } from '../../src/json-schema/schema.ts';
import type { GeneratedDocs } from './generated-docs.ts';
import { withGeneratedPart } from './generated-docs.ts';

const file = 'docs/explanation/who-is-hurt.md';
const id: JsonSchema = { type: 'integer' };
const text: JsonSchema = { type: 'string' };
const closed = (...values: string[]): JsonSchema => ({ enum: values });
const open = (...values: string[]): JsonSchema => ({ anyOf: [{ enum: values }, text] });

function order(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[], more = {}): JsonSchema {
  return { type: 'object', properties: { id, ...properties }, required: ['id', ...required], ...more };
}

/** A field `name` that is always there, with one schema before and another after. */
function field(name: string, before: JsonSchema, after: JsonSchema): [JsonSchema, JsonSchema] {
  return [order({ [name]: before }, [name]), order({ [name]: after }, [name])];
}

const without = order({}, []);
const optional = order({ table: text }, []);
const required = order({ table: text }, ['table']);
const refusing = { additionalProperties: false };

const changes: readonly (readonly [change: string, older: JsonSchema, newer: JsonSchema])[] = [
  ['an optional field comes', without, optional],
  ['the same, in an object that allows no others', order({}, [], refusing), order({ table: text }, [], refusing)],
  ['a field comes that is always there', without, required],
  ['an optional field goes', optional, without],
  ['a required field goes', required, without],
  ['a required field becomes optional', required, optional],
  ['an optional field becomes required', optional, required],
  ['a field may be null', ...field('table', text, { type: ['string', 'null'] })],
  ['a field may no longer be null', ...field('table', { type: ['string', 'null'] }, text)],
  ['a number becomes a text', ...field('number', { type: 'integer' }, text)],
  ['an integer may have a fraction', ...field('price', { type: 'integer' }, { type: 'number' })],
  ['a value joins a closed set', ...field('status', closed('open', 'ready'), closed('open', 'ready', 'served'))],
  ['a value leaves a closed set', ...field('status', closed('open', 'ready', 'served'), closed('open', 'ready'))],
  ['a value joins an open set', ...field('status', open('open', 'ready'), open('open', 'ready', 'served'))],
  ['a closed set is opened', ...field('status', closed('open', 'ready'), open('open', 'ready'))],
  ['a text may be longer', ...field('note', { type: 'string', maxLength: 2 }, { type: 'string', maxLength: 3 })],
  ['a text gets a format', ...field('at', text, { type: 'string', format: 'date-time' })],
];

/** The table of the page on who is hurt by which change, as `counterfoil compare` decides it. */
export function hurtDocs(): GeneratedDocs {
  const rows = changes.map(([change, older, newer]) => {
    const { forward, backward } = compareSchemas(older, newer, { relation: 'deliveries', dialect: 'draft-07' });
    return `| ${change} | ${cell(forward)} | ${cell(backward)} |`;
  });
  const head = ['| change | old receivers, new deliveries | new receivers, old captures |', '|---|---|---|'];
  return new Map([[file, withGeneratedPart(file, 'changes', [...head, ...rows].join('\n'))]]);
}

function cell(verdict: Verdict): string {
  if (verdict.status === 'incompatible') return `breaks: \`${JSON.stringify(verdict.witness)}\``;
  return verdict.status === 'compatible' ? 'safe' : `undecided: ${verdict.reason}`;
}
