/** How long clients take to generate from nothing, against a program that only calls the official parser once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pairs, report, run } from './lib/measure.ts';
import { writeContracts } from './lib/generated-contracts.ts';

const document = 'asyncapi/waitwhile/1.0.0/asyncapi.yaml';

export async function generateClients(): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), 'counterfoil-bench-'));
  const large = join(import.meta.dirname, '.data/contracts-1x300');
  writeContracts(large, 1, 300);
  const parser = (): number => run('bench/programs/official-parser.mjs', document).milliseconds;
  let longest = 0;
  const generate = (from: string) => (): number => {
    const { milliseconds } = run('bin/counterfoil.js', 'generate', from, '--out', out);
    longest = Math.max(longest, milliseconds);
    return milliseconds;
  };
  const seconds = (): string => {
    const text = `longest: ${(longest / 1000).toFixed(2)} s`;
    longest = 0;
    return text;
  };
  try {
    report(
      'clients of the shipped contracts / official parser on one document',
      await pairs(9, generate('asyncapi'), parser),
      `target: 1.5 s; ${seconds()}`,
    );
    report(
      'client of 300 events / official parser on one document',
      await pairs(5, generate(large), parser),
      `target: 10 s; ${seconds()}`,
    );
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
