import { extname } from 'node:path';
import { Argument, Command, Option } from 'commander';
import type { OpenApiExport } from '../../api/export-openapi.ts';
import { openApiFormats, type OpenApiFormat } from '../../mock/openapi/formats.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { writeText } from '../output.ts';

interface Flags {
  readonly out?: string;
  readonly format?: OpenApiFormat;
  readonly errors: boolean;
}

/** `counterfoil export openapi`: contracts for tools that read OpenAPI. */
export function exportOpenapiCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('openapi')
    .summary('write contracts as an OpenAPI document of the receivers')
    .description(
      'Writes contracts as one OpenAPI 3.1 document: a path for all events of each contract, and one for each event. ' +
        'Any mock or gateway that reads OpenAPI can take deliveries by it.',
    )
    .addArgument(
      new Argument(
        '[contract...]',
        'AsyncAPI documents, folders, or shipped contracts; without any, what counterfoil.yaml names, else what was pulled and the folder asyncapi',
      ),
    )
    .option('-o, --out <file>', 'file to write; its name says the format (default, and -: standard output)')
    .addOption(
      new Option('-f, --format <format>', 'format (default: by the name of --out, else yaml)').choices(openApiFormats),
    )
    .option('--no-errors', 'leave out the answers to refused deliveries: prism mock then says what is wrong itself')
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil export openapi cafe --out cafe.openapi.yaml
  counterfoil export openapi cafe --no-errors --out cafe.json && npx prism mock cafe.json`,
    )
    .action(async (targets: readonly string[], flags: Flags) => {
      const format = formatOf(flags);
      const [{ exportOpenApi, openApiText }, { namedOrConfigured }] = await Promise.all([
        import('../../api/export-openapi.ts'),
        import('../../api/targets.ts'),
      ]);
      const named = namedOrConfigured(targets, io.cwd);
      const result = await exportOpenApi(named, { cwd: io.cwd, errors: flags.errors });
      const text = openApiText(result.document, format);
      writeText(text, flags.out, summaryOf(result), io, 'document');
      for (const id of result.superseded) io.stderr.write(`${id} left out: a later version has the same paths\n`);
      setExit(exitCodes.ok.code);
    });
}

/**
 * The format that is asked for.
 *
 * @throws CommandError when name and format say different things, or the name says another format
 */
function formatOf({ out = '-', format }: Flags): OpenApiFormat {
  const ending = extname(out).toLowerCase();
  const named = endings[ending];
  if (format !== undefined && named !== undefined && format !== named) {
    throw new CommandError(
      'usage',
      `--out ${out} is a name for ${named}, and --format says ${format}.`,
      `Leave out --format, or name a file that ends in .${format}.`,
    );
  }
  if (format === undefined && named === undefined && ending !== '') {
    throw new CommandError(
      'usage',
      `--out ${out} does not say the format: it ends in ${ending}.`,
      'Name a file that ends in .yaml, .yml or .json, or say --format.',
    );
  }
  return format ?? named ?? 'yaml';
}

const endings: Readonly<Partial<Record<string, OpenApiFormat>>> = { '.yaml': 'yaml', '.yml': 'yaml', '.json': 'json' };

function summaryOf({ document, contracts }: OpenApiExport): string {
  return `${contracts.join(', ')}: ${Object.keys(document.paths ?? {}).length} paths`;
}
