import { Argument, Command, Option } from 'commander';
import type { FaultRates, SimulationSummary } from '../../api/simulate.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { simulationProgress } from '../simulation-progress.ts';
import { describeSimulation } from '../simulation-table.ts';

interface Flags {
  readonly to?: string;
  readonly out?: string;
  readonly url?: string;
  readonly visitors: string;
  readonly speed?: string;
  readonly rate?: string;
  readonly parallel: string;
  readonly seed: string;
  readonly faults?: string;
  readonly secretEnv?: string;
  readonly oldSecretEnv?: string;
  readonly allowRemote?: readonly string[];
  readonly format: 'pretty' | 'json';
}

/** `counterfoil simulate`: plays the vendor. */
export function simulateCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('simulate')
    .summary('play a vendor: deliveries of many visitors, faults included')
    .description(
      'Plays the scenarios of a contract, on a virtual clock: sends what the vendor would send to a receiver, or writes ' +
        'it as captures. The same seed makes the same deliveries. It passes when everything is accepted but for what ' +
        'has a planted fault that a receiver refuses.',
    )
    .addArgument(new Argument('<contract>', 'an AsyncAPI document, a folder, or a shipped contract'))
    .option('--to <url>', 'receiver to send to')
    .option('--out <file>', 'write captures (.ndjson) instead of sending')
    .option('--url <url>', 'with --out: URL that deliveries are signed for')
    .option('--visitors <count>', 'how many visitors are born', '100')
    .option('--seed <seed>', 'what everything is drawn from', '1')
    .option('--speed <factor>', 'how many times faster than real: 60x (default: without waiting)')
    .option('--rate <count>', 'most deliveries a second')
    .option('--parallel <count>', 'most deliveries under way at a time', '8')
    .option(
      '--faults <list>',
      'planted faults with their rates: duplicates=2%,reorder=1%; also late, old-secret, bad-signature, no-signature, malformed',
    )
    .option('--secret-env <name>', 'environment variable with the secret')
    .option('--old-secret-env <name>', 'environment variable with the secret before, for the fault old-secret')
    .addOption(repeatable('--allow-remote <host>', 'host that may be sent to beside this machine'))
    .addOption(new Option('-f, --format <format>', 'how to sum up').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil simulate cafe --to http://127.0.0.1:3000/webhooks --visitors 100 --speed 60x
  counterfoil simulate cafe --to http://127.0.0.1:3000/webhooks --faults duplicates=2%,bad-signature=1% --secret-env CAFE_SECRET
  counterfoil simulate cafe --out cafe.simulated.ndjson --seed 7

Scenarios stand in scenarios.yaml beside the AsyncAPI document. The form of that file is published as
counterfoil/scenarios.schema.json, and counterfoil check holds it.`,
    )
    .action(async (contract: string, flags: Flags) => {
      const settings = readSettings(flags, io);
      const { to, out } = flags;
      const { sendSimulation, writeSimulation } = await import('../../api/simulate.ts');
      if (out !== undefined && to === undefined) {
        const { url } = flags;
        const written = await writeSimulation(contract, { ...settings, out, ...(url === undefined ? {} : { url }) });
        io.stderr.write(`${written} deliveries in ${out}\n`);
        return;
      }
      if (to === undefined || out !== undefined) {
        throw new CommandError('usage', 'simulate takes either --to or --out.', 'Say where deliveries shall go.');
      }
      const progress = simulationProgress(io.stderr);
      const stop = new AbortController();
      void io.untilStopped?.().then(() => stop.abort());
      try {
        const sending = { ...settings, ...readSending(flags), url: to, signal: stop.signal };
        const summary = await sendSimulation(contract, { ...sending, onOutcome: progress.show });
        progress.clear();
        io.stdout.write(
          flags.format === 'json' ? `${JSON.stringify(summary, undefined, 2)}\n` : describeSimulation(summary),
        );
        setExit(exitCodeOf(summary));
      } finally {
        progress.clear();
      }
    });
}

function exitCodeOf({ verdict }: SimulationSummary): number {
  return verdict === 'passed' ? exitCodes.ok.code : exitCodes.findings.code;
}

function readSettings({ visitors, seed, faults, secretEnv, oldSecretEnv }: Flags, io: Io) {
  return {
    cwd: io.cwd,
    seed,
    visitors: readNumber('--visitors', visitors),
    ...(faults === undefined ? {} : { faults: readFaults(faults) }),
    ...(secretEnv === undefined ? {} : { secret: readSecret(secretEnv, io) }),
    ...(oldSecretEnv === undefined ? {} : { oldSecret: readSecret(oldSecretEnv, io) }),
  };
}

function readSending({ speed, rate, parallel, allowRemote }: Flags) {
  return {
    parallel: Math.max(1, readNumber('--parallel', parallel)),
    ...(speed === undefined ? {} : { speed: readNumber('--speed', speed.replace(/x$/i, '')) }),
    ...(rate === undefined ? {} : { rate: readNumber('--rate', rate) }),
    ...(allowRemote === undefined ? {} : { allowedHosts: allowRemote }),
  };
}

function readNumber(option: string, text: string): number {
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(text) && Number(text) > 0) return Number(text);
  throw new CommandError('usage', `${option} takes a number over 0, not "${text}".`, `For example ${option} 10.`);
}

function readFaults(text: string): FaultRates {
  const rates = text.split(',').map((part): [string, number] => {
    const [, kind = '', rate = '', percent] = /^([a-z-]+)=(\d+(?:\.\d+)?)(%)?$/.exec(part.trim()) ?? [];
    if (kind !== '') return [kind, percent === undefined ? Number(rate) : Number(rate) / 100];
    throw new CommandError(
      'usage',
      `--faults takes <fault>=<rate>, not "${part}".`,
      'For example duplicates=2%,late=1%.',
    );
  });
  return Object.fromEntries(rates);
}

function readSecret(variable: string, io: Io): string {
  const value = io.env[variable];
  if (value !== undefined && value !== '') return value;
  throw new CommandError('usage', `The environment variable ${variable} is not set.`, 'Set it to the secret.');
}
