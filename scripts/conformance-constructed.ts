/**
 * Runs the engine over pairs whose labels follow from how the pairs were made: a change to one keyword (narrower, equal
 * but written differently, incomparable) inside a schema that passes the change on, or inside a shipped contract.
 * Usage: node scripts/conformance-constructed.ts [pairs] [seed]. Exit code 1: a wrong verdict, or too few decided.
 */
import { compareSchemas } from '../src/compatibility/compare-schemas.ts';
import type { Verdict } from '../src/compatibility/compare-schemas.ts';
import { valueKey } from '../src/compatibility/algebra/value-type.ts';
import type { Dialect, JsonSchema } from '../src/json-schema/schema.ts';
import { changes } from './constructed/changes.ts';
import type { Change } from './constructed/changes.ts';
import { contexts, lift } from './constructed/contexts.ts';
import type { Context } from './constructed/contexts.ts';
import { eventContext, shippedEvents } from './constructed/contracts.ts';
import { Random } from './constructed/random.ts';

interface Row {
  directions: number;
  decided: number;
  wrong: number;
}

const count = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? 20_260_101);
const floor = 0.95;
const dialects: readonly Dialect[] = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'];

const random = new Random(seed);
const events = shippedEvents();
const rows = new Map<string, Row>();
const reasons = new Map<string, number>();
for (let made = 0; made < count;) if (measure()) made += 1;
process.exitCode = report() ? 0 : 1;

function measure(): boolean {
  const keyword = random.pick(Object.keys(changes));
  const onContract = random.next() < 0.25;
  const dialect = onContract ? 'draft-07' : random.pick(dialects);
  const row = changes[keyword];
  if (row === undefined || !row.in(dialect)) return false;
  const change = random.pick(row.make)(random, dialect);
  const context = onContract ? eventContext(random, random.pick(events)) : random.pick(contexts)(random, dialect);
  const left = lift(context.schema(change.left));
  const right = lift(context.schema(change.right));
  if (valueKey(left) === valueKey(right)) return false;
  const swapped = random.next() < 0.5;
  const [older, newer] = swapped ? [right, left] : [left, right];
  const verdicts = compareSchemas(older, newer, { dialect });
  const [leftInRight, rightInLeft] = swapped
    ? [verdicts.forward, verdicts.backward]
    : [verdicts.backward, verdicts.forward];
  const [forth, back] = labels(change, context);
  tally(keyword, forth, leftInRight, left, right, dialect);
  tally(keyword, back, rightInLeft, right, left, dialect);
  return true;
}

/** Whether what the left schema allows is allowed by the right one, and the reverse. */
function labels({ kind }: Change, { flips }: Context): readonly [boolean, boolean] {
  if (kind === 'equal') return [true, true];
  if (kind === 'incomparable') return [false, false];
  return flips ? [false, true] : [true, false];
}

function tally(
  keyword: string,
  label: boolean,
  verdict: Verdict,
  inner: JsonSchema,
  outer: JsonSchema,
  dialect: Dialect,
): void {
  const row = rows.get(keyword) ?? { directions: 0, decided: 0, wrong: 0 };
  rows.set(keyword, row);
  row.directions += 1;
  if (verdict.status === 'undecided') {
    reasons.set(verdict.reason, (reasons.get(verdict.reason) ?? 0) + 1);
    return;
  }
  row.decided += 1;
  if ((verdict.status === 'compatible') === label) return;
  row.wrong += 1;
  const got = verdict.status === 'incompatible' ? `witness ${JSON.stringify(verdict.witness)}` : 'compatible';
  console.log(`WRONG (${keyword}, ${dialect}): ${got}\n  ${JSON.stringify(inner)}\n  ${JSON.stringify(outer)}`);
}

function report(): boolean {
  const total: Row = { directions: 0, decided: 0, wrong: 0 };
  console.log(`${count} pairs, seed ${seed}, ${events.length} shipped events\n`);
  for (const [keyword, row] of [...rows].toSorted(([left], [right]) => left.localeCompare(right))) {
    console.log(`${keyword.padEnd(22)} ${line(row)}`);
    for (const key of ['directions', 'decided', 'wrong'] as const) total[key] += row[key];
  }
  console.log(`${'all'.padEnd(22)} ${line(total)}`);
  for (const [reason, times] of reasons) console.log(`undecided ${times}: ${reason}`);
  return total.wrong === 0 && total.decided >= floor * total.directions;
}

function line({ directions, decided, wrong }: Row): string {
  return `${String(directions).padStart(6)} directions, ${((100 * decided) / directions).toFixed(2).padStart(6)} % decided, ${wrong} wrong`;
}
