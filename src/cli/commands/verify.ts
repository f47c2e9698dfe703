import { Argument, Command, Option } from 'commander';
import { verifyCapture } from '../../api/verify-capture.ts';
import type { VerifyRun } from '../../checks/verify-result.ts';
import { toJson } from '../../reporters/escape.ts';
import { describeVerified } from '../../reporters/verify.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { textOptions } from '../output.ts';
import { readInput } from '../read-input.ts';

interface Flags {
  readonly url?: string;
  readonly secretEnv: readonly string[];
  readonly contract?: readonly string[];
  readonly format: 'pretty' | 'json';
}

/** `counterfoil verify`: why does my signature not match? */
export function verifyCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('verify')
    .summary('say why the signature of a recorded delivery does not match')
    .description(
      'Verifies the signature of each delivery in a capture: a raw HTTP request, a curl command, an HTTP archive, or ' +
        'captures one a line. When it does not match, tries what commonly happens to URL, body, secret and signature ' +
        'on the way, and names the variation that matches.',
    )
    .addArgument(new Argument('<capture>', 'file to read, - for standard input'))
    .option('--url <url>', 'URL as it is registered with the vendor, when the signature covers it')
    .addOption(
      repeatable('--secret-env <variable>', 'environment variable that holds the secret').makeOptionMandatory(),
    )
    .addOption(
      repeatable(
        '--contract <contract>',
        'contract that says how deliveries are signed: a document, folder, or shipped one (default: the shipped one that fits)',
      ),
    )
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil verify failed.http --secret-env CAFE_SECRET --url https://hooks.example.com/cafe
  counterfoil verify failed.http --secret-env CAFE_SECRET --contract asyncapi/cafe   your own contract
  pbpaste | counterfoil verify - --secret-env CAFE_SECRET                            a curl command`,
    )
    .action(async (file: string, flags: Flags) => {
      const secrets = flags.secretEnv.map((variable) => ({ id: variable, value: secretIn(variable, io) }));
      const input = await readInput(file, 'the request', io);
      const { url, contract: contracts } = flags;
      const run = await verifyCapture(input, {
        cwd: io.cwd,
        file,
        secrets,
        ...(url === undefined ? {} : { url }),
        ...(contracts === undefined ? {} : { contracts }),
      });
      io.stdout.write(flags.format === 'json' ? toJson(run) : describeVerified(run, textOptions(io, io.stdout)));
      setExit(exitCodeOf(run));
    });
}

/**
 * Whoever takes the option for the secret itself must not find it in a log: only what looks like a variable's name is
 * repeated.
 */
function secretIn(variable: string, io: Io): string {
  const value = io.env[variable];
  if (value !== undefined && value.trim() !== '') return value;
  const name = /^[A-Z_][A-Z\d_]{0,40}$/.test(variable) ? variable : 'that --secret-env names';
  throw new CommandError(
    'usage',
    `The environment variable ${name} is ${value === undefined ? 'not set' : 'empty'}.`,
    "Set it to the secret that the vendor shows for this endpoint. --secret-env takes the variable's name, not the secret.",
  );
}

/** What could not be read or verified weighs more than a signature that does not match. */
function exitCodeOf({ problems, deliveries, findings }: VerifyRun): number {
  const isUnread = problems.length > 0 || deliveries.length === 0 || findings.length > 0;
  if (isUnread || deliveries.some(({ result }) => result.status === 'unverified')) return exitCodes.input.code;
  const isFine = deliveries.every(({ result }) => result.status === 'fits');
  return isFine ? exitCodes.ok.code : exitCodes.findings.code;
}
