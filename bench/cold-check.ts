/** How long `counterfoil check` takes from nothing, against a program that only calls the official parser once. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pairs, report, run } from './lib/measure.ts';

const document = 'asyncapi/waitwhile/1.0.0/asyncapi.yaml';
const peer = join(import.meta.dirname, 'peers/node_modules/@asyncapi/cli/bin/run');

export async function coldCheck(): Promise<void> {
  const check = (): number => run('bin/counterfoil.js', 'check').milliseconds;
  const parser = (): number => run('bench/programs/official-parser.mjs', document).milliseconds;
  report(
    'check of the repository / official parser on one document',
    await pairs(15, check, parser),
    'target: at most 0.70',
  );
  const version = (): number => run('bin/counterfoil.js', '--version').milliseconds;
  const nothing = (): number => run('bench/programs/nothing.mjs').milliseconds;
  report('--version / a Node program that does nothing', await pairs(15, version, nothing), 'reported');
  if (existsSync(peer)) {
    const cli = (): number => run(peer, 'validate', document).milliseconds;
    report('check of the repository / AsyncAPI CLI on one document', await pairs(5, check, cli), 'reported');
  } else {
    console.log('check of the repository / AsyncAPI CLI: not measured; npm ci in bench/peers installs it');
  }
}
