/**
 * Damages the shipped contracts and a file of captures, again and again, and checks them: nothing may throw, every finding
 * has a known rule and a place.
 * Usage: node scripts/soak-check.ts [rounds] [seed]. Exit code 1: something threw, or a contract was lost and the run passed.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalog } from '../src/checks/catalog.ts';
import { planChecks } from '../src/checks/plan.ts';
import { runChecks } from '../src/checks/run-checks.ts';
import { writeCaptures } from '../bench/lib/captures-file.ts';

const root = join(import.meta.dirname, '..');
const rounds = Number(process.argv[2] ?? 1000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const captureCount = 50;
const rules = new Set(catalog.map(({ id }) => id));

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const random = randomFrom(seed);
const below = (limit: number): number => Math.floor(random() * limit);
const inserts = [
  '{',
  '}',
  '[',
  ']',
  ':',
  '- ',
  '"',
  "'",
  '&a ',
  '*a',
  '\u0000',
  '\u001B[31m',
  '\t',
  '$ref: ',
  '__proto__',
  '9e999',
  '\uD800',
  '\r',
  ' '.repeat(50),
];

function damage(text: string): string {
  const at = below(text.length);
  const length = below(30);
  switch (below(5)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + (inserts[below(inserts.length)] ?? '') + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at, at + length) + text.slice(at);
    case 3:
      return text.slice(0, at);
    default: {
      const lines = text.split('\n');
      const [line] = lines.splice(below(lines.length), 1);
      lines.splice(below(lines.length), 0, line ?? '');
      return lines.join('\n');
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-soak-'));
let wrong = 0;
const verdicts = { pass: 0, fail: 0 };
console.log(`${rounds} rounds, seed ${seed}`);
try {
  for (const part of ['asyncapi', 'schemas']) cpSync(join(root, part), join(folder, part), { recursive: true });
  await writeCaptures(join(folder, 'captures.ndjson'), captureCount, 'all');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const originals = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  for (let round = 1; round <= rounds; round += 1) {
    // Captures are damaged in every other round, so that both halves are met about as often.
    const file = round % 2 === 0 ? join(folder, 'captures.ndjson') : (files[below(files.length)] ?? '');
    const original = originals.get(file) ?? '';
    writeFileSync(file, damage(original));
    try {
      const profile = random() < 0.5 ? 'strict' : 'tolerant';
      const result = await runChecks(
        await planChecks(['asyncapi'], { captures: ['captures.ndjson'], profile }, folder),
      );
      verdicts[result.verdict] += 1;
      const odd = result.findings.filter(({ rule, place }) => !rules.has(rule) || place.file === '');
      if (odd.length > 0) throw new Error(`findings without rule or place: ${JSON.stringify(odd[0])}`);
      if (result.contracts.length < 4 && result.verdict === 'pass')
        throw new Error('a contract is lost and the run passes');
    } catch (error) {
      wrong += 1;
      console.log(
        `WRONG in round ${round}, ${file}:\n${readFileSync(file, 'utf8').slice(0, 2000)}\n${error instanceof Error ? error.stack : String(error)}`,
      );
    }
    writeFileSync(file, original);
    if (round % 250 === 0) console.log(`${round}: ${JSON.stringify(verdicts)}, ${wrong} wrong`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = wrong === 0 ? 0 : 1;
