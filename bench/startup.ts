/** How long the program takes to say its version and its help, against a Node program that does nothing. */
import { pairs, report, run } from './lib/measure.ts';

export async function startup(): Promise<void> {
  const nothing = (): number => run('bench/programs/nothing.mjs').milliseconds;
  for (const option of ['--version', '--help']) {
    const start = (): number => run('bin/counterfoil.js', option).milliseconds;
    report(`${option} / a Node program that does nothing`, await pairs(15, start, nothing), 'reported');
  }
}
