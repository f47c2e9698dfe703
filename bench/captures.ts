/** How fast captures are checked, against a loop that only reads the lines and parses each and its body. */
import { join } from 'node:path';
import { benchSecret, benchUrl, writeCaptures } from './lib/captures-file.ts';
import { pairs, report, run } from './lib/measure.ts';

const count = 100_000;
const folder = join(import.meta.dirname, '.data');

interface Output {
  readonly milliseconds: number;
  readonly count: number;
  readonly passed?: number;
  readonly verified?: number;
  readonly megabytes: number;
}

export async function captures(): Promise<void> {
  const all = join(folder, `captures-all-${count}.ndjson`);
  const signed = join(folder, `captures-signed-${count}.ndjson`);
  await writeCaptures(all, count, 'all');
  await writeCaptures(signed, count, 'signed');
  let most = 0;
  const measure = (program: string, ...args: string[]): number => {
    const output = JSON.parse(run(program, ...args).output) as Output;
    if (output.count !== count || (output.passed ?? count) !== count)
      throw new Error(`${program}: ${JSON.stringify(output)}`);
    if (args.length > 1 && output.verified !== count)
      throw new Error(`Not every signature was verified: ${JSON.stringify(output)}`);
    if (output.passed !== undefined) most = Math.max(most, output.megabytes);
    return output.milliseconds;
  };
  const parse = (file: string) => () => measure('bench/programs/parse-lines.ts', file);
  // Speed is the other way round than time: lines per second, ours over theirs.
  report(
    'captures: speed / reading and parsing alone',
    await pairs(9, parse(all), () => measure('bench/programs/check-captures.ts', all)),
    'target: at least 0.70',
  );
  report(
    'captures, every signature verified: speed / parsing alone',
    await pairs(9, parse(signed), () => measure('bench/programs/check-captures.ts', signed, benchSecret, benchUrl)),
    'target: at least 0.45',
  );
  console.log(
    `${'captures: greatest memory of the process'.padEnd(58)} ${most.toFixed(0)} MB`.padEnd(84),
    'target: under 250 MB',
  );
}
