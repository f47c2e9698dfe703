import { Argument, Command, Option } from 'commander';
import type { ReadinessResult } from '../../api/test-receiver.ts';
import { readinessFormats } from '../../reporters/readiness/formats.ts';
import type { ReadinessFormat } from '../../reporters/readiness/formats.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { textOptions, writeText } from '../output.ts';
import { readinessProgress } from '../readiness-progress.ts';
import { readCount, readHeaders, readPositive, readVariable } from '../sending-options.ts';

interface Flags {
  readonly to: string;
  readonly secretEnv?: string;
  readonly oldSecretEnv?: string;
  readonly url?: string;
  readonly header?: readonly string[];
  readonly case?: readonly string[];
  readonly limit?: string;
  readonly timeout?: string;
  readonly parallel: string;
  readonly burst: string;
  readonly seed: string;
  readonly allowRemote?: readonly string[];
  readonly format: ReadinessFormat;
  readonly output?: string;
  readonly config?: string | boolean;
}

/** More connections than that an operating system may not give to one program. */
const mostAtOnce = 500;

/** The largest limit of a body: twice as much is sent, from memory. */
const mostBytes = 256 * 1024 * 1024;

/** `counterfoil test`: is a receiver ready for a vendor? */
export function testCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('test')
    .summary('find out whether a receiver is ready for a vendor')
    .description(
      "Sends a receiver everything that a vendor may send, and what is not the vendor's: wrong signatures, malformed " +
        'bodies. Judges each answer, and prints the command that reproduces each failure. It passes when no case fails.',
    )
    .addArgument(new Argument('<contract>', 'an AsyncAPI document, a folder, or a shipped contract'))
    .requiredOption('--to <url>', 'receiver to send to')
    .option('--secret-env <name>', 'environment variable with the secret that the receiver knows')
    .option('--old-secret-env <name>', 'environment variable with the secret before, which it still takes')
    .option('--url <url>', 'URL registered with the vendor, when a signature covers another one than --to')
    .addOption(repeatable('--header <header>', "further header: 'Name: value', or 'Name: env:VARIABLE'"))
    .addOption(repeatable('--case <id>', 'ask this case alone'))
    .option('--limit <bytes>', 'most bytes of a body that the receiver takes (default: 1048576)')
    .option('--timeout <seconds>', 'how long to wait for an answer (default: as long as the vendor, or 10)')
    .option('--parallel <count>', 'most deliveries under way at a time', '4')
    .option('--burst <count>', 'how many deliveries come at once in the case burst', '50')
    .option('--seed <seed>', 'what samples are drawn by', '1')
    .addOption(repeatable('--allow-remote <host>', 'host that may be sent to beside this machine'))
    .addOption(new Option('-f, --format <format>', 'how to report').choices(readinessFormats).default('pretty'))
    .option('-o, --output <file>', 'write the report to a file instead; - for standard output')
    .option('--config <file>', 'configuration file (default: the nearest counterfoil.yaml upwards)')
    .option('--no-config', 'ignore counterfoil.yaml')
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil test cafe --to http://127.0.0.1:3000/webhooks --secret-env CAFE_SECRET
  counterfoil test cafe --to http://127.0.0.1:3000/webhooks --header 'X-Key: env:CAFE_KEY'
  counterfoil test cafe --to http://127.0.0.1:3000/webhooks --secret-env CAFE_SECRET --case duplicate --case late
  counterfoil test cafe --to http://127.0.0.1:3000/webhooks --secret-env CAFE_SECRET --format junit --output test.xml`,
    )
    .action(async (contract: string, flags: Flags) => {
      const options = readOptions(flags, io);
      const { testReceiver } = await import('../../api/test-receiver.ts');
      const progress = readinessProgress(io.stderr);
      const stop = new AbortController();
      const interrupt = (): void => stop.abort();
      process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
      try {
        const run = { ...options, contract, signal: stop.signal, onProgress: progress.show };
        const result = await testReceiver(run).finally(progress.clear);
        await write(result, flags, io);
        setExit(result.verdict === 'passed' ? exitCodes.ok.code : exitCodes.findings.code);
      } finally {
        process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      }
    });
}

function readOptions(flags: Flags, io: Io) {
  const { to, secretEnv, oldSecretEnv, url, header, limit, timeout, allowRemote } = flags;
  if (oldSecretEnv !== undefined && secretEnv === undefined) {
    throw new CommandError('usage', '--old-secret-env is of no use without --secret-env.', 'Name both variables.');
  }
  return {
    cwd: io.cwd,
    config: flags.config ?? true,
    to,
    seed: flags.seed,
    parallel: readCount('--parallel', flags.parallel, mostAtOnce),
    burst: readCount('--burst', flags.burst, mostAtOnce),
    headers: readHeaders(header ?? [], io),
    ...(flags.case === undefined ? {} : { cases: flags.case }),
    ...(secretEnv === undefined ? {} : { secret: readVariable('--secret-env', secretEnv, io), secretName: secretEnv }),
    ...(oldSecretEnv === undefined
      ? {}
      : { oldSecret: readVariable('--old-secret-env', oldSecretEnv, io), oldSecretName: oldSecretEnv }),
    ...(url === undefined ? {} : { url }),
    ...(limit === undefined ? {} : { limit: readCount('--limit', limit, mostBytes) }),
    ...(timeout === undefined ? {} : { timeout: readPositive('--timeout', timeout) }),
    ...(allowRemote === undefined ? {} : { allowedHosts: allowRemote }),
  };
}

async function write(result: ReadinessResult, { format, output }: Flags, io: Io): Promise<void> {
  const { readinessReporters } = await import('../../reporters/readiness/all.ts');
  const layout =
    output === undefined || output === '-' ? textOptions(io, io.stdout) : { colour: false, width: 80, unicode: true };
  const { failed, passed } = result.counts;
  const summary = `${result.verdict}: ${failed} cases failed, ${passed} passed`;
  writeText(readinessReporters[format](result, layout), output, summary, io);
}
