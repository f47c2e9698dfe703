import { Option } from 'commander';
import type { Command } from 'commander';
import type { CapturesOptions } from '../api/captures-open.ts';
import { captureFormats } from '../deliveries/formats/all.ts';
import { CommandError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { repeatable } from './options.ts';
import { readVendorSecrets } from './secret-options.ts';

/** What all commands about captures are told in the same way. */
export interface CapturesFlags {
  readonly store?: string;
  readonly storeKeyEnv?: string;
  readonly inputFormat?: string;
  readonly origin?: 'live' | 'documented' | 'simulated';
  readonly contract?: readonly string[];
  readonly secret?: readonly string[];
  readonly url?: string;
  readonly trust?: string;
  readonly vendor?: string;
  readonly event?: string;
  readonly since?: string;
  readonly until?: string;
  readonly where?: readonly string[];
}

/** Adds the options that say where captures are and how their files are read. */
export function addSource(command: Command): Command {
  return command
    .option(
      '--store <location>',
      'a store instead of files: a SQLite file, or a postgres:// URL (default: counterfoil-captures.db, when it is there)',
    )
    .option('--store-key-env <name>', 'environment variable with the key of a sealed store, in base64')
    .addOption(formatOption())
    .addOption(originOption());
}

/** The format of files whose names do not tell it. */
export function formatOption(): Option {
  return new Option('--input-format <format>', 'format of the files (default: told by name and content)').choices(
    captureFormats.map(({ name }) => name),
  );
}

/** Where captures come from. */
export function originOption(): Option {
  return new Option('--origin <origin>', 'where captures come from that do not say it').choices([
    'live',
    'documented',
    'simulated',
  ]);
}

/** Adds the options that say what captures are held against. */
export function addContracts(command: Command, purpose: string): Command {
  return command
    .addOption(repeatable('--contract <contract>', `${purpose}: an AsyncAPI document, a folder, or a shipped contract`))
    .addOption(
      repeatable(
        '--secret <vendor=VARIABLE>',
        'environment variable with the secret of a vendor, to verify signatures',
      ),
    )
    .option('--url <url>', 'URL registered with the vendor, for signatures that cover it')
    .option('--trust <file>', 'public keys of gateways (PEM): captures that one of them signed are attested');
}

/** Adds the options that choose among captures. */
export function addChoice(command: Command): Command {
  return command
    .option('--vendor <vendor>', 'only captures of this vendor, as they were recorded')
    .option('--event <event>', 'only captures of this event, as they were recorded')
    .option('--since <time>', 'only captures received from then on: a day, a time, or a duration (7d)')
    .option('--until <time>', 'only captures received before then')
    .addOption(repeatable('--where <pointer=value>', 'only captures with this value there; *=value for anywhere'));
}

/** Options of the library out of those of the command line. */
export function readCapturesFlags(files: readonly string[], flags: CapturesFlags, io: Io): CapturesOptions {
  const { store, storeKeyEnv, inputFormat, origin, contract, secret, url, trust, vendor, event, since, until, where } =
    flags;
  return {
    cwd: io.cwd,
    today: io.today,
    files,
    ...(store === undefined ? {} : { store }),
    ...(storeKeyEnv === undefined ? {} : { storeKey: readStoreKey(storeKeyEnv, io) }),
    ...(inputFormat === undefined ? {} : { format: inputFormat }),
    ...(origin === undefined ? {} : { origin }),
    ...(contract === undefined ? {} : { contracts: contract }),
    ...(secret === undefined ? {} : { secrets: secretsOf(secret, io) }),
    ...(url === undefined ? {} : { url }),
    ...(trust === undefined ? {} : { trust }),
    ...(vendor === undefined ? {} : { vendor }),
    ...(event === undefined ? {} : { event }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(where === undefined ? {} : { where }),
  };
}

/** Secrets by vendor, each with the name of its variable as id. */
function secretsOf(options: readonly string[], io: Io): NonNullable<CapturesOptions['secrets']> {
  const secrets = new Map<string, { id: string; value: string }[]>();
  for (const { vendor, variable, value } of readVendorSecrets(options, io.env))
    secrets.set(vendor, [...(secrets.get(vendor) ?? []), { id: variable, value }]);
  return Object.fromEntries(secrets);
}

/** The key of a sealed store in an environment variable. */
export function readStoreKey(variable: string, io: Io): Uint8Array {
  const key = Buffer.from(io.env[variable] ?? '', 'base64');
  if (key.byteLength === 32) return key;
  throw new CommandError(
    'usage',
    `The environment variable ${variable} holds no key: 32 bytes in base64.`,
    'Set it to the key that the store was made with.',
  );
}
