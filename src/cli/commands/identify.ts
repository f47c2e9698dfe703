import { Argument, Command, Option } from 'commander';
import { identify } from '../../api/identify.ts';
import type { IdentifyRun } from '../../checks/run-identify.ts';
import { describeIdentified } from '../../reporters/identify.ts';
import { exitCodes } from '../exit-codes.ts';
import { repeatable } from '../options.ts';
import type { Io } from '../io.ts';
import { textOptions } from '../output.ts';
import { readInput } from '../read-input.ts';

interface Flags {
  readonly contract?: readonly string[];
  readonly format: 'pretty' | 'json';
}

/** `counterfoil identify`: what is this body? */
export function identifyCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('identify')
    .summary('say which vendor, contract and event a body belongs to')
    .description(
      'Says what a pasted text is: which vendor, contract versions and event accept it, what deviates and where, and ' +
        'which event is nearest when none does. The text may be a payload, a raw HTTP request, a curl command, an HTTP ' +
        'archive, or captures one a line.',
    )
    .addArgument(new Argument('[file]', 'file to read, - for standard input').default('-', 'standard input'))
    .addOption(
      repeatable(
        '--contract <contract>',
        'contract to ask: a document, folder, or shipped one (default: all shipped ones)',
      ),
    )
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
Examples:
  pbpaste | counterfoil identify                        the clipboard (xclip -o, wl-paste, Get-Clipboard)
  counterfoil identify request.http
  counterfoil identify body.json --contract asyncapi/   your own contracts`,
    )
    .action(async (file: string, { contract, format }: Flags) => {
      const input = await readInput(file, 'the body', io);
      const run = await identify(input, { cwd: io.cwd, ...(contract === undefined ? {} : { contracts: contract }) });
      io.stdout.write(
        format === 'json'
          ? `${JSON.stringify(run, undefined, 2)}\n`
          : describeIdentified(run, textOptions(io, io.stdout)),
      );
      setExit(exitCodeOf(run));
    });
}

/** An answer that a contract could not take part in is not whole, so it is never "fine". */
function exitCodeOf({ problems, deliveries, findings }: IdentifyRun): number {
  const isUnread = problems.length > 0 || deliveries.length === 0;
  if (isUnread || findings.some(({ rule }) => rule.startsWith('input/'))) return exitCodes.input.code;
  const isFine = findings.length === 0 && deliveries.every(({ verdict }) => verdict === 'accepted');
  return isFine ? exitCodes.ok.code : exitCodes.findings.code;
}
