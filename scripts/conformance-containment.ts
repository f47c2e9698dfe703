/**
 * Runs the engine over labelled pairs: one JSON object a line, `{id, draft, s1, s2, s1_sub_s2, s2_sub_s1}`, `format`
 * as annotation. The pairs are not part of this repository; their file is given as argument or by
 * COUNTERFOIL_CONTAINMENT. Exit code 1: a label is contradicted that the list of disputed labels does not name, an
 * entry of that list is stale, or too few pairs are decided.
 */
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { compareSchemas } from '../src/compatibility/compare-schemas.ts';
import type { Verdict } from '../src/compatibility/compare-schemas.ts';
import { valueKey } from '../src/compatibility/algebra/value-type.ts';
import type { Dialect, JsonSchema } from '../src/json-schema/schema.ts';
import disputed from './conformance-containment.disputed.json' with { type: 'json' };

interface Pair {
  readonly id: string;
  readonly draft: Dialect;
  readonly s1: JsonSchema;
  readonly s2: JsonSchema;
  readonly s1_sub_s2: boolean | null;
  readonly s2_sub_s1: boolean | null;
}

interface Tally {
  directions: number;
  decided: number;
  confirmed: number;
  unlabelled: number;
  trivial: number;
}

/** Share of directions that must be decided. */
const floors: Readonly<Record<string, number>> = { 'draft-07': 0.995, '2020-12': 0.97 };

const path = process.argv[2] ?? process.env['COUNTERFOIL_CONTAINMENT'];
if (path === undefined || !existsSync(path)) {
  console.log('No labelled pairs: give their file as argument or in COUNTERFOIL_CONTAINMENT. Nothing was measured.');
  process.exit(0);
}

const tallies = new Map<string, Tally>();
const undecided = new Map<string, string[]>();
const contradicted = new Map<string, string>();
for await (const line of createInterface({ input: createReadStream(path) })) {
  if (line.trim() !== '') measure(JSON.parse(line) as Pair);
}
process.exitCode = report() ? 0 : 1;

function measure(pair: Pair): void {
  const { backward, forward } = compareSchemas(pair.s1, pair.s2, { dialect: pair.draft, formats: 'annotate' });
  count(pair, 's1 in s2', pair.s1, pair.s2, pair.s1_sub_s2, backward);
  count(pair, 's2 in s1', pair.s2, pair.s1, pair.s2_sub_s1, forward);
}

function count(
  pair: Pair,
  direction: string,
  inner: JsonSchema,
  outer: JsonSchema,
  label: boolean | null,
  verdict: Verdict,
): void {
  const tally = tallies.get(pair.draft) ?? { directions: 0, decided: 0, confirmed: 0, unlabelled: 0, trivial: 0 };
  tallies.set(pair.draft, tally);
  const name = `${pair.id} (${direction})`;
  tally.directions += 1;
  if (isTrivial(inner, outer)) tally.trivial += 1;
  if (verdict.status === 'undecided') {
    undecided.set(verdict.reason, [...(undecided.get(verdict.reason) ?? []), name]);
    return;
  }
  tally.decided += 1;
  if (label === null) tally.unlabelled += 1;
  else if (label === (verdict.status === 'compatible')) tally.confirmed += 1;
  else
    contradicted.set(
      name,
      verdict.status === 'incompatible' ? `witness ${JSON.stringify(verdict.witness)}` : 'proven for all',
    );
}

/** Decided without an engine: the same schema, a side that says nothing, or a finite left side to try out. */
function isTrivial(inner: JsonSchema, outer: JsonSchema): boolean {
  return outer === true || inner === false || valueKey(inner) === valueKey(outer) || isFinite(inner);
}

function isFinite(schema: JsonSchema): boolean {
  if (typeof schema === 'boolean') return !schema;
  if (Object.hasOwn(schema, 'const') || Object.hasOwn(schema, 'enum')) return true;
  const options = schema['anyOf'];
  return Array.isArray(options) && options.every((option) => isFinite(option as JsonSchema));
}

function report(): boolean {
  let good = true;
  for (const [draft, tally] of tallies) {
    const share = tally.decided / tally.directions;
    const floor = floors[draft] ?? 0;
    if (share < floor) good = false;
    console.log(
      `${draft}: ${tally.decided} of ${tally.directions} directions decided (${(100 * share).toFixed(2)} %, floor ${100 * floor} %): ` +
        `${tally.confirmed} as labelled, ${tally.unlabelled} without a label; ${tally.trivial} of all are trivial`,
    );
  }
  for (const [reason, names] of undecided) console.log(`undecided, ${reason}:\n  ${names.join('\n  ')}`);
  const reasons = new Map(Object.entries(disputed));
  for (const [name, evidence] of contradicted) {
    const reason = reasons.get(name);
    if (reason === undefined) good = false;
    console.log(
      `${reason === undefined ? 'WRONG' : 'disputed label'}: ${name}: ${evidence}${reason === undefined ? '' : `; ${reason}`}`,
    );
  }
  for (const name of reasons.keys()) {
    if (contradicted.has(name)) continue;
    good = false;
    console.log(`stale dispute: ${name}`);
  }
  const wrong = [...contradicted.keys()].filter((name) => !reasons.has(name)).length;
  console.log(`${wrong} wrong, ${contradicted.size - wrong} labels disputed`);
  return good;
}
