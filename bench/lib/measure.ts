import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Wall time of a whole process in milliseconds, and what it printed. */
export function run(program: string, ...args: string[]): { milliseconds: number; output: string } {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64e6,
  });
  const milliseconds = performance.now() - start;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return { milliseconds, output: stdout };
}

export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Measures two things in turn, A B A B ..., after one round that does not count, and compares them pair by pair: the
 * machine may be busy with something else, but then for both.
 */
export async function pairs(
  rounds: number,
  a: () => number | Promise<number>,
  b: () => number | Promise<number>,
): Promise<Ratio> {
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const ratio = (await a()) / (await b());
    if (round > 0) ratios.push(ratio);
  }
  const sorted = ratios.toSorted((left, right) => left - right);
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    least: sorted[0] ?? Number.NaN,
    most: sorted.at(-1) ?? Number.NaN,
  };
}

/** One line of a bench's report. */
export function report(what: string, { median, least, most }: Ratio, target: string): void {
  const figures = `${median.toFixed(2)}  (${least.toFixed(2)} to ${most.toFixed(2)})`;
  console.log(`${what.padEnd(58)} ${figures.padEnd(24)} ${target}`);
}
