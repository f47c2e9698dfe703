import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Argument, Command } from 'commander';
import type { ExportResult } from '../../api/export-json-schema.ts';
import { displayPath } from '../../util/display-path.ts';
import { CommandError } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { isWithin } from '../output.ts';
import { progressLine } from '../progress.ts';

interface Flags {
  readonly bundle?: boolean;
  readonly out?: string;
}

/** `counterfoil export json-schema`: payload schemas for validators and code generators. */
export function exportJsonSchemaCommand(io: Io): Command {
  return new Command('json-schema')
    .summary('write the payload schemas of a contract as JSON Schema')
    .description(
      'Writes the payload schemas of a contract as JSON Schema that needs no other file: for validators and code ' +
        'generators of any language. What an event says about a model is merged, and models that events share are ' +
        'definitions. The same contract gives the same bytes.',
    )
    .addArgument(new Argument('<contract>', 'AsyncAPI document, a folder with one, or a shipped contract'))
    .option('--bundle', 'one document with all events and models, in place of one for each event')
    .option(
      '-o, --out <path>',
      'folder to write to, or the file of a bundle (default for a bundle, and -: standard output)',
    )
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil export json-schema cafe --out schemas             a file for each event
  counterfoil export json-schema cafe --bundle > cafe.json      one file for all`,
    )
    .action(async (target: string, flags: Flags) => {
      const { bundle = false } = flags;
      const out = flags.out === '-' ? undefined : flags.out;
      if (!bundle && out === undefined) {
        throw new CommandError(
          'usage',
          'There is a file for each event, and no folder to write them to.',
          'Name a folder with --out, or ask for one document with --bundle.',
        );
      }
      if (out !== undefined) checkFolder(resolve(io.cwd, out), io);
      const { exportJsonSchema } = await import('../../api/export-json-schema.ts');
      const progress = progressLine(io.stderr);
      const result = await exportJsonSchema(target, {
        bundle,
        cwd: io.cwd,
        onProgress: progress.show,
        ...(out === undefined ? {} : { out }),
      }).finally(progress.clear);
      io.stdout.write(describe(result, io));
    });
}

/**
 * Folders that are missing are made below the working folder; elsewhere they are more likely misspelt.
 *
 * @throws CommandError when the folder that a place is in is not there
 */
function checkFolder(place: string, { cwd }: Io): void {
  const folder = dirname(place);
  if (isWithin(place, cwd) || existsSync(folder)) return;
  throw new CommandError(
    'usage',
    `The schemas cannot be written to ${place}: there is no folder ${folder}.`,
    'Name a place in a folder that is there.',
  );
}

function describe({ contract, files, folder, differences }: ExportResult, io: Io): string {
  const [only] = files;
  if (folder === undefined) return only?.content ?? '';
  const place = displayPath(only !== undefined && files.length === 1 ? join(folder, only.path) : folder, io.cwd);
  const what = files.length === 1 ? '1 file' : `${files.length} files`;
  return `${contract}  ${place}  ${what}, ${differences.length === 0 ? 'up to date' : `${differences.length} changed`}\n`;
}
