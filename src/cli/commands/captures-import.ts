import { Argument, Command, Option } from 'commander';
import { toJson } from '../../reporters/escape.ts';
import { formatOption, addContracts, originOption, readCapturesFlags } from '../captures-options.ts';
import type { CapturesFlags } from '../captures-options.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { progressLine } from '../progress.ts';
import { stoppable } from '../stoppable.ts';

interface Flags extends CapturesFlags {
  readonly store: string;
  readonly format: 'pretty' | 'json';
}

/** `counterfoil captures import`: captures from files into a store. */
export function capturesImportCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('import')
    .summary('read captures from files into a store')
    .description(
      'Reads HTTP archives, raw HTTP messages, captures one a line, lists of webhook.site and of the ngrok agent, and plain ' +
        'payloads into a store. A file is imported as a whole: nothing of one that is corrupt. Importing a file again adds ' +
        'what is missing.',
    )
    .addArgument(new Argument('<file...>', 'capture files, folders, or glob patterns'))
    .option(
      '--store <location>',
      'a SQLite file, or a postgres:// URL; made when there is none',
      'counterfoil-captures.db',
    )
    .option('--store-key-env <name>', 'environment variable with the key of a sealed store, in base64')
    .addOption(formatOption())
    .addOption(originOption());
  return addContracts(command, 'hold captures against this')
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil captures import recorded.har --contract asyncapi/cafe --secret cafe=CAFE_SECRET --origin live
  counterfoil captures import requests.json --input-format webhook-site --store postgres://db/captures`,
    )
    .action(async (files: string[], flags: Flags) => {
      const { importCaptures } = await import('../../api/captures.ts');
      const options = readCapturesFlags(files, flags, io);
      const progress = progressLine(io.stderr);
      const result = await stoppable((signal) =>
        importCaptures(files, {
          ...options,
          store: flags.store,
          signal,
          onProgress: (done, total) => progress.show({ stage: 'captures', done, total }),
        }),
      ).finally(() => progress.clear());
      const { describeImport } = await import('../describe-captures.ts');
      io.stdout.write(flags.format === 'json' ? toJson(result) : describeImport(result));
      setExit(result.files.some(({ error }) => error !== undefined) ? exitCodes.input.code : exitCodes.ok.code);
    });
}
