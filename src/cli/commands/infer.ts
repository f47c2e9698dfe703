import { Argument, Command, Option } from 'commander';
import type { InferredContract } from '../../api/infer.ts';
import type { Origin } from '../../deliveries/capture.ts';
import { readStoreKey } from '../captures-options.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { textOptions } from '../output.ts';
import { readVariable } from '../sending-options.ts';

interface Flags {
  readonly vendor: string;
  readonly selector?: string;
  readonly secretEnv?: string;
  readonly url?: string;
  readonly contractVersion: string;
  readonly origin?: Origin;
  readonly storeKeyEnv?: string;
  readonly out: string;
  readonly force?: boolean;
  readonly format: 'pretty' | 'json';
}

/** `counterfoil infer`: a first contract from captures. */
export function inferCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('infer')
    .summary('write a first contract from captures')
    .description(
      'Finds out from captures which events a vendor sends and what they hold, and writes a contract to start from: ' +
        'events, shared models, required and optional properties, formats, known values, personal data, examples ' +
        '(redacted), and with a secret how deliveries are signed. It says what it is unsure of.',
    )
    .addArgument(
      new Argument(
        '<capture...>',
        'capture files, folders of them, or quoted glob patterns; stores: a file, a postgres:// URL',
      ),
    )
    .requiredOption('--vendor <name>', 'name of the vendor, in lower case')
    .requiredOption('-o, --out <folder>', 'folder for asyncapi/<vendor>/<version> and schemas/<vendor>/<version>')
    .option(
      '--selector <parts>',
      'where a delivery says which event it is: /type, or header:x-event,/action (default: found)',
    )
    .option('--secret-env <name>', 'environment variable with the secret: the signature scheme is found by trial')
    .option('--url <url>', 'URL registered with the vendor, when a signature covers another one than the captures have')
    .option('--contract-version <version>', 'version of the contract', '1.0.0')
    .addOption(
      new Option('--origin <origin>', 'origin of captures that do not state theirs').choices([
        'live',
        'documented',
        'simulated',
      ]),
    )
    .option('--store-key-env <name>', 'environment variable with the key of a sealed store, in base64')
    .option('--force', 'replace the contract that is there already, both folders whole')
    .addOption(
      new Option('-f, --format <format>', 'how to tell what was found').choices(['pretty', 'json']).default('pretty'),
    )
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil infer 'captures/*.ndjson' --vendor cafe --out .
  counterfoil infer captures.har --vendor cafe --secret-env CAFE_SECRET --url https://example.com/hooks --out .
  counterfoil infer counterfoil-captures.db --vendor cafe --out .
  counterfoil infer captures.ndjson --vendor cafe --selector header:x-cafe-event,/action --out .`,
    )
    .action(async (captures: readonly string[], flags: Flags) => {
      const { infer } = await import('../../api/infer.ts');
      const { describeInferred, inferredAsJson } = await import('../describe-inferred.ts');
      const result: InferredContract = await infer(captures, {
        vendor: flags.vendor,
        version: flags.contractVersion,
        out: flags.out,
        force: flags.force ?? false,
        cwd: io.cwd,
        ...(flags.selector === undefined ? {} : { selector: flags.selector.split(',').map((part) => part.trim()) }),
        ...(flags.secretEnv === undefined ? {} : { secret: readVariable('--secret-env', flags.secretEnv, io) }),
        ...(flags.storeKeyEnv === undefined ? {} : { storeKey: readStoreKey(flags.storeKeyEnv, io) }),
        ...(flags.url === undefined ? {} : { url: flags.url }),
        ...(flags.origin === undefined ? {} : { origin: flags.origin }),
      });
      io.stdout.write(
        flags.format === 'json'
          ? inferredAsJson(result)
          : describeInferred(result, flags.out, textOptions(io, io.stdout)),
      );
      setExit(exitCodes.ok.code);
    });
}
