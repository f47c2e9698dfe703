import { Argument, Command, Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { textOptions } from '../output.ts';

interface Flags {
  readonly vendor: string;
  readonly contractVersion: string;
  readonly selector?: string;
  readonly root?: readonly string[];
  readonly out: string;
  readonly format: 'pretty' | 'json';
}

/** `counterfoil import`: a contract from a document of another format. */
export function importCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('import')
    .summary('write a contract from an AsyncAPI, OpenAPI or JSON Schema document')
    .description(
      'Makes a contract of a document that is there already: AsyncAPI 2 and 3, the webhooks of OpenAPI 3.0 and 3.1, or a ' +
        'folder of JSON Schemas with examples. It says what was not taken over, and where that stands. Nothing is read from ' +
        'the network, and nothing is replaced.',
    )
    .addArgument(new Argument('<document>', 'the document, or a folder of JSON Schemas'))
    .requiredOption('--vendor <name>', 'name of the vendor, in lower case')
    .option('-o, --out <folder>', 'folder for asyncapi/<vendor>/<version> and schemas/<vendor>/<version>', '.')
    .addOption(repeatable('--root <folder>', 'a folder, beside that of the document, that its references may lead to'))
    .option('--contract-version <version>', 'version of the contract', '1.0.0')
    .option(
      '--selector <parts>',
      'where a delivery says which event it is: /type, or header:x-event,/action (default: found)',
    )
    .addOption(
      new Option('-f, --format <format>', 'how to tell what was done').choices(['pretty', 'json']).default('pretty'),
    )
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil import cafe.asyncapi.yaml --vendor cafe
  counterfoil import openapi.json --vendor cafe --selector header:x-cafe-event
  counterfoil import cafe-schemas --vendor cafe   order.schema.json with order.example.json or examples/order/*.json`,
    )
    .action(async (document: string, flags: Flags) => {
      const { importContract } = await import('../../api/import.ts');
      const { describeImported, importedAsJson } = await import('../describe-imported.ts');
      const { progressLine } = await import('../progress.ts');
      const progress = progressLine(io.stderr);
      const result = await importContract(document, {
        vendor: flags.vendor,
        version: flags.contractVersion,
        out: flags.out,
        cwd: io.cwd,
        onProgress: progress.show,
        ...(flags.root === undefined ? {} : { roots: flags.root }),
        ...(flags.selector === undefined ? {} : { selector: flags.selector.split(',').map((part) => part.trim()) }),
      }).finally(progress.clear);
      io.stdout.write(
        flags.format === 'json' ? importedAsJson(result) : describeImported(result, io.cwd, textOptions(io, io.stdout)),
      );
      setExit(result.check?.verdict === 'fail' ? exitCodes.findings.code : exitCodes.ok.code);
    });
}
