import { Argument, Command, Option } from 'commander';
import type { ExportFormat } from '../../api/captures.ts';
import { toJson } from '../../reporters/escape.ts';
import { addChoice, addSource, readCapturesFlags } from '../captures-options.ts';
import type { CapturesFlags } from '../captures-options.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { stoppable } from '../stoppable.ts';

interface Flags extends CapturesFlags {
  readonly out: string;
  readonly to: ExportFormat;
  readonly trust?: string;
  readonly format: 'pretty' | 'json';
}

/** `counterfoil captures export`: captures of a store, or of other files, as files. */
export function capturesExportCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('export')
    .summary('write captures to files')
    .description(
      'Writes captures as they are, personal data and all, to files that nobody else may read: one a line (which keeps all ' +
        'that a gateway knows of them), an HTTP archive, or a raw HTTP message each. `captures redact` writes what others ' +
        'may see.',
    )
    .addArgument(new Argument('[file...]', 'capture files, folders, or glob patterns').default([], 'the store'))
    .requiredOption('-o, --out <path>', 'file to write (a folder for http); it must not be there')
    .addOption(new Option('--to <format>', 'format to write').choices(['ndjson', 'har', 'http']).default('ndjson'))
    .option('--trust <file>', 'public keys of gateways (PEM): captures that one of them signed are attested');
  return addChoice(addSource(command))
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
Examples:
  counterfoil captures export --store captures.db --out march.ndjson --since 2026-03-01 --until 2026-04-01
  counterfoil captures export --store captures.db --out anna.har --to har --where /data/email=anna@corp.example
  counterfoil captures export recorded.har --out captures --to http`,
    )
    .action(async (files: string[], flags: Flags) => {
      const { exportCaptures } = await import('../../api/captures.ts');
      const options = readCapturesFlags(files, flags, io);
      const { out, to } = flags;
      const result = await stoppable((signal) => exportCaptures({ ...options, out, to, signal }));
      const { describeExport } = await import('../describe-captures.ts');
      io.stdout.write(flags.format === 'json' ? toJson(result) : describeExport(result, flags.out));
      const isWhole = result.problems.length + result.notWritten.length === 0;
      setExit(isWhole ? exitCodes.ok.code : exitCodes.input.code);
    });
}
