import { Argument, Command, Option } from 'commander';
import type { FaultRates, SendSimulationOptions, SimulationSummary } from '../../api/simulate.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { readCount, readPositive, readVariable } from '../sending-options.ts';
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
  readonly timeout?: string;
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
    .option('--out <file>', 'write captures (.ndjson) instead of sending; - for the standard output')
    .option(
      '--url <url>',
      'URL registered with the vendor, when a signature covers another one than --to ' +
        '(default: --to; with --out http://127.0.0.1:3000/webhooks)',
    )
    .option('--visitors <count>', 'how many visitors are born', '100')
    .option('--seed <seed>', 'what everything is drawn from', '1')
    .option('--speed <factor>', 'how many times faster than real: 60x (default: without waiting)')
    .option('--rate <count>', 'most deliveries a second')
    .option('--parallel <count>', 'most deliveries under way at a time', '8')
    .option('--timeout <seconds>', 'how long to wait for an answer (default: as long as the vendor, or 30)')
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
  counterfoil simulate cafe --to http://127.0.0.1:3000/webhooks --visitors 100 --speed 60x --secret-env CAFE_SECRET
  counterfoil simulate cafe --to http://127.0.0.1:3000/webhooks --faults duplicates=2%,bad-signature=1% \\
    --secret-env CAFE_SECRET
  counterfoil simulate cafe --out cafe.simulated.ndjson --seed 7

Scenarios stand in scenarios.yaml beside the AsyncAPI document. The form of that file is published as
counterfoil/scenarios.schema.json, and counterfoil check holds it.`,
    )
    .action(async (contract: string, flags: Flags) => {
      const settings = readSettings(flags, io);
      const { to, out } = flags;
      if ((to === undefined) === (out === undefined)) {
        throw new CommandError('usage', 'simulate takes either --to or --out.', 'Say where deliveries shall go.');
      }
      if (out !== undefined) await write(contract, { ...settings, out }, flags, io);
      if (to !== undefined) setExit(exitCodeOf(await send(contract, { ...settings, url: to }, flags, io)));
    });
}

type Settings = ReturnType<typeof readSettings>;

async function write(contract: string, options: Settings & { readonly out: string }, { url }: Flags, io: Io) {
  const { out } = options;
  const { writeSimulation } = await import('../../api/simulate.ts');
  const { count, lacksSignatures } = await writeSimulation(contract, {
    ...options,
    ...(url === undefined ? {} : { url }),
    out: out === '-' ? (line) => io.stdout.write(line) : out,
  });
  io.stderr.write(`${count} deliveries in ${out === '-' ? 'the standard output' : out}\n`);
  if (lacksSignatures) {
    io.stderr.write('They are unsigned, though the vendor signs: no secret is given (--secret-env).\n');
  }
}

async function send(
  contract: string,
  options: Settings & { readonly url: string },
  flags: Flags,
  io: Io,
): Promise<SimulationSummary> {
  const { sendSimulation } = await import('../../api/simulate.ts');
  const progress = simulationProgress(io.stderr);
  const stop = new AbortController();
  void io.untilStopped?.().then(() => stop.abort());
  const onInterrupt: SendSimulationOptions['onInterrupt'] = ({ answers, timeout }) => {
    if (answers === 0) return;
    progress.clear();
    io.stderr.write(
      `Interrupted: nothing more is sent. Waiting for ${answers} ${answers === 1 ? 'answer' : 'answers'}, at most ` +
        `${timeout} s; interrupt again to end at once.\n`,
    );
  };
  try {
    const sending = { ...options, ...readSending(flags), signal: stop.signal, onInterrupt };
    const summary = await sendSimulation(contract, { ...sending, onOutcome: progress.show });
    progress.clear();
    io.stdout.write(
      flags.format === 'json' ? `${JSON.stringify(summary, undefined, 2)}\n` : describeSimulation(summary),
    );
    return summary;
  } finally {
    progress.clear();
  }
}

function exitCodeOf({ verdict }: SimulationSummary): number {
  return verdict === 'passed' ? exitCodes.ok.code : exitCodes.findings.code;
}

function readSettings({ visitors, seed, faults, secretEnv, oldSecretEnv }: Flags, io: Io) {
  return {
    cwd: io.cwd,
    seed,
    visitors: readCount('--visitors', visitors),
    ...(faults === undefined ? {} : { faults: readFaults(faults) }),
    ...(secretEnv === undefined ? {} : { secret: readVariable('--secret-env', secretEnv, io) }),
    ...(oldSecretEnv === undefined ? {} : { oldSecret: readVariable('--old-secret-env', oldSecretEnv, io) }),
  };
}

function readSending({ speed, rate, parallel, timeout, url, allowRemote }: Flags) {
  return {
    parallel: readCount('--parallel', parallel),
    ...(timeout === undefined ? {} : { timeout: readPositive('--timeout', timeout) }),
    ...(url === undefined ? {} : { registeredUrl: url }),
    ...(speed === undefined ? {} : { speed: readPositive('--speed', speed.replace(/x$/i, '')) }),
    ...(rate === undefined ? {} : { rate: readPositive('--rate', rate) }),
    ...(allowRemote === undefined ? {} : { allowedHosts: allowRemote }),
  };
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
  const kinds = rates.map(([kind]) => kind);
  const twice = kinds.find((kind, index) => kinds.indexOf(kind) !== index);
  if (twice !== undefined) {
    throw new CommandError('usage', `--faults names "${twice}" twice.`, 'Give each fault one rate.');
  }
  return Object.fromEntries(rates);
}
