/**
 * How fast drift is found, against a loop that only reads the lines and parses each and its body, over 1,000,000 captures
 * of the simulator; and what a second worker gives. It measures what was built last. `node bench/drift.ts`, or `node bench/drift.ts 100000` for fewer.
 */
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import type * as Library from '../src/index.ts';
import { writeSimulation } from '../src/index.ts';
import { pairs, report, run } from './lib/measure.ts';

const folder = join(import.meta.dirname, '.data');
const vendors = ['ombori@1.0.0', 'ombori@2.0.0', 'qminder', 'waitwhile'];
/** About how many deliveries there are for a visitor of each vendor. */
const perVisitor = 13.7;

/** Measures; a process of its own for each figure, so that none finds the other's code compiled. */
export async function drift(count = 1_000_000): Promise<void> {
  const file = join(folder, `drift-${count}.ndjson`);
  await write(file, count);
  console.log(`${(statSync(file).size / 1e9).toFixed(2)} GB, ${availableParallelism()} cores`);
  let most = 0;
  const parse = (): number => figures('bench/programs/parse-lines.ts', file).milliseconds;
  const find = (workers: number) => (): number => {
    const { milliseconds, megabytes } = figures('bench/drift.ts', file, String(workers));
    most = Math.max(most, megabytes);
    return milliseconds;
  };
  // Speed is the other way round than time: lines per second, ours over theirs.
  report('drift: speed / reading and parsing alone', await pairs(3, parse, find(1)), 'target: at least 0.50');
  report('drift: two workers / one', await pairs(3, find(1), find(2)), 'target: at least 1.60');
  console.log(
    `${'drift: greatest memory of the process'.padEnd(58)} ${most.toFixed(0)} MB`.padEnd(84),
    'target: under 400 MB',
  );
}

function figures(program: string, ...args: string[]): { milliseconds: number; megabytes: number } {
  return JSON.parse(run(program, ...args).output) as { milliseconds: number; megabytes: number };
}

async function write(file: string, count: number): Promise<void> {
  if (existsSync(file)) return;
  mkdirSync(folder, { recursive: true });
  const part = `${file}.part`;
  rmSync(part, { force: true });
  for (const vendor of vendors) {
    const out = join(folder, 'drift-one.ndjson');
    await writeSimulation(vendor, { out, visitors: Math.ceil(count / perVisitor), seed: 9 });
    await pipeline(createReadStream(out), createWriteStream(part, { flags: 'a' }));
    rmSync(out);
  }
  renameSync(part, file);
}

/** One run of the search, from the loading of the contracts to the report: the milliseconds and the memory. */
async function measureOne(file: string, workers: number): Promise<void> {
  // What is shipped, not what Node strips of types as it goes.
  const built = (await import(new URL('../dist/index.js', import.meta.url).href)) as typeof Library;
  const start = performance.now();
  const { captures } = await built.drift([file], { contracts: vendors, workers });
  const milliseconds = performance.now() - start;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ milliseconds, megabytes, captures }));
}

if (import.meta.main) {
  const [first, workers] = process.argv.slice(2);
  if (first !== undefined && workers !== undefined) await measureOne(first, Number(workers));
  else await drift(first === undefined ? undefined : Number(first));
}
