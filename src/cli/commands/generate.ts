import { Argument, Command, Option } from 'commander';
import { languages, type Language } from '../../codegen/languages.ts';
import { displayPath } from '../../util/display-path.ts';
import type { GenerateResult } from '../../api/generate.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { progressLine } from '../progress.ts';

interface Flags {
  readonly out: string;
  readonly lang: Language;
  readonly package?: string | boolean;
  readonly license?: string;
  readonly check?: boolean;
}

/** `counterfoil generate`: clients from contracts. */
export function generateCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('generate')
    .summary('generate types, validators and a receiver from contracts')
    .description(
      'Writes a client for each contract: types, validators and a receiver that verifies signatures, in a folder of its ' +
        'own below --out. Clients depend on nothing, this program included. The same contract gives the same bytes.',
    )
    .addArgument(
      new Argument(
        '[contract...]',
        'AsyncAPI documents, folders, or shipped contracts; without any, what counterfoil.yaml names, else what was pulled and the folder asyncapi',
      ),
    )
    .requiredOption('-o, --out <folder>', 'folder for the clients')
    .addOption(new Option('-l, --lang <language>', 'language of the clients').choices(languages).default('ts'))
    .option('--package [scope]', 'make npm packages, named <scope>/<vendor> (default scope: @counterfoil)')
    .option('--license <expression>', 'licence of the packages, as an SPDX expression (default: UNLICENSED)')
    .option('--check', 'write nothing; exit with 1 when the folder is not what would be written')
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil generate cafe --out src/webhooks          a client to import from src/webhooks/cafe-v1/index.js
  counterfoil generate --out src/webhooks --check       in CI: is what is committed up to date?
  counterfoil generate cafe --package @acme --out dist  a package @acme/cafe to publish
  counterfoil generate cafe --lang python --out clients`,
    )
    .action(async (targets: readonly string[], flags: Flags) => {
      const [{ generate }, { namedOrConfigured }] = await Promise.all([
        import('../../api/generate.ts'),
        import('../../api/targets.ts'),
      ]);
      const progress = progressLine(io.stderr);
      const result = await generate(namedOrConfigured(targets, io.cwd), {
        out: flags.out,
        language: flags.lang,
        cwd: io.cwd,
        check: flags.check ?? false,
        onProgress: progress.show,
        ...packageFlags(flags),
      }).finally(progress.clear);
      io.stdout.write(describe(result, flags, io));
      setExit(flags.check === true && result.differences.length > 0 ? exitCodes.findings.code : exitCodes.ok.code);
    });
}

function packageFlags({ package: scope, license }: Flags): { package?: { scope?: string; license?: string } } {
  if (scope === undefined && license === undefined) return {};
  return {
    package: { ...(typeof scope === 'string' ? { scope } : {}), ...(license === undefined ? {} : { license }) },
  };
}

function describe({ clients, superseded, differences, out }: GenerateResult, { check }: Flags, io: Io): string {
  const folder = displayPath(out, io.cwd);
  const lines: string[] = [];
  const width = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
  const idWidth = width(clients.map(({ contract }) => contract));
  const pathWidth = folder.length + 1 + width(clients.map((client) => client.folder));
  for (const client of clients) {
    const changed = differences.filter(({ path }) => path.startsWith(`${client.folder}/`));
    const state = changed.length === 0 ? 'up to date' : `${changed.length} ${check === true ? 'to change' : 'changed'}`;
    lines.push(
      `${client.contract.padEnd(idWidth)}  ${`${folder}/${client.folder}`.padEnd(pathWidth)}  ${counted(client.events, 'event')}, ${counted(client.files.length, 'file')}, ${state}`,
    );
    lines.push(...client.problems.map(({ pointer, message }) => `  ${pointer}: ${message}`));
    if (check === true) lines.push(...changed.map(({ path, kind }) => `  ${kind}: ${path}`));
  }
  lines.push(...superseded.map((id) => `${id} left out: a later version goes into the same folder`));
  if (check === true && differences.length > 0)
    lines.push(
      `What is in ${folder} is not what the contracts say: run counterfoil generate without --check, and commit.`,
    );
  return `${lines.join('\n')}\n`;
}

function counted(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
