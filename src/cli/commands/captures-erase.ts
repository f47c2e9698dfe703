import { Argument, Command, Option } from 'commander';
import { toJson } from '../../reporters/escape.ts';
import { addSource, readCapturesFlags } from '../captures-options.ts';
import type { CapturesFlags } from '../captures-options.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';

interface Flags extends CapturesFlags {
  readonly where: readonly string[];
  readonly texts?: readonly string[];
  readonly yes?: boolean;
  readonly format: 'pretty' | 'json';
}

/** `counterfoil captures erase`: what a person may demand. */
export function capturesEraseCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('erase')
    .summary('remove all captures that hold certain values')
    .description(
      'Finds the captures with a value, also in JSON within texts, and removes them as a whole: from the store, or from ' +
        'files, whose other captures keep their bytes. In other texts, such as proposals of drift, the values themselves ' +
        'are taken out. Without --yes it says what it would do.',
    )
    .addArgument(new Argument('[file...]', 'capture files, folders, or glob patterns').default([], 'the store'))
    .addOption(
      repeatable(
        '--where <pointer=value>',
        'which: /data/email=anna@corp.example; *=value for anywhere. Several must all fit',
      ).makeOptionMandatory(),
    )
    .addOption(repeatable('--texts <path>', 'folder or file of other texts, such as proposals and reports'))
    .option('--yes', 'remove what is found');
  return addSource(command)
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
Examples:
  counterfoil captures erase --store captures.db --where '*=anna@corp.example' --texts proposals
  counterfoil captures erase captures --where /data/email=anna@corp.example --yes`,
    )
    .action(async (files: string[], flags: Flags) => {
      const { eraseCaptures } = await import('../../api/captures.ts');
      const { texts, yes = false } = flags;
      const options = readCapturesFlags(files, flags, io);
      const result = await eraseCaptures({ ...options, erase: yes, ...(texts === undefined ? {} : { texts }) });
      const { describeErase } = await import('../describe-captures.ts');
      io.stdout.write(flags.format === 'json' ? toJson(result) : describeErase(result, yes));
      setExit(result.problems.length + result.failed.length === 0 ? exitCodes.ok.code : exitCodes.input.code);
    });
}
