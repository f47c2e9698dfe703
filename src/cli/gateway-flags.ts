import { Option } from 'commander';
import type { Command } from 'commander';
import type { GatewayOptions, PersonalData, Refused, VendorSecret } from '../api/gateway.ts';
import { CommandError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { repeatable } from './options.ts';
import { readDuration, readNumber, readSize } from './quantities.ts';
import { readVendorSecrets } from './secret-options.ts';

/** The options of `counterfoil gateway` as they were written. */
export interface GatewayFlags {
  readonly forward?: string;
  readonly port?: string;
  readonly host: string;
  readonly adminPort: string;
  readonly contract?: readonly string[];
  readonly store: string;
  readonly key?: string;
  readonly encryptKeyEnv?: string;
  readonly fsync: 'on' | 'off';
  readonly secret?: readonly string[];
  readonly secretFile?: string;
  readonly url?: string;
  readonly refuse?: readonly string[];
  readonly onStoreFailure: 'forward' | 'refuse';
  readonly onReceiverFailure: 'pass' | 'hold';
  readonly hostHeader: 'keep' | 'receiver';
  readonly receiverTimeout: string;
  readonly storeTimeout: string;
  readonly keepSignatures?: boolean;
  readonly secretHeader?: readonly string[];
  readonly secretParameter?: readonly string[];
  readonly personalData: string;
  readonly maxAge: string;
  readonly maxSize: string;
  readonly limit: string;
  readonly rate?: string;
  readonly memory: string;
  readonly diskReserve: string;
  readonly log: 'terminal' | 'json';
  readonly filter?: string;
  readonly details?: boolean;
}

/** Adds the options of `counterfoil gateway`. */
export function addGatewayOptions(command: Command): void {
  addTraffic(command);
  addRecording(command);
  addLimits(command);
}

function addTraffic(command: Command): void {
  command
    .option('--forward <url>', "the receiver's URL; the path of each delivery is put after its path")
    .option('-p, --port <port>', 'port to listen on; 0 takes any that is free (default: the variable PORT, else 4020)')
    .option('--host <address>', 'address to listen on; 0.0.0.0 for all', '127.0.0.1')
    .option('--admin-port <port>', 'port of /healthz and /metrics, on 127.0.0.1; 0 takes any, off none', '4021')
    .addOption(
      repeatable(
        '--contract <contract>',
        'what deliveries are held against: an AsyncAPI document, a folder, or a shipped contract; without any, what counterfoil.yaml names, else what was pulled and the folder asyncapi, else all shipped ones',
      ),
    )
    .addOption(
      repeatable(
        '--secret <vendor=VARIABLE>',
        'environment variable with the secret of a vendor, to verify signatures',
      ),
    )
    .option('--secret-file <file>', 'lines <vendor>=<secret>; read anew when it changes, and on SIGHUP')
    .option('--url <url>', 'URL that vendors know the gateway by, for signatures that cover it')
    .addOption(
      repeatable(
        '--refuse <what>',
        'refuse what breaks its contract or signature (invalid), or is of no known event (unknown)',
      ),
    )
    .addOption(
      new Option('--on-receiver-failure <way>', 'pass the failure on to the vendor, or hold deliveries for later')
        .choices(['pass', 'hold'])
        .default('pass'),
    )
    .addOption(
      new Option('--on-store-failure <way>', 'what becomes of deliveries that cannot be recorded')
        .choices(['forward', 'refuse'])
        .default('forward'),
    )
    .addOption(
      new Option('--host-header <whose>', "which Host the receiver gets: the vendor's, or its own")
        .choices(['keep', 'receiver'])
        .default('keep'),
    )
    .option('--receiver-timeout <seconds>', 'how long the receiver is waited for', '30');
}

function addRecording(command: Command): void {
  command
    .option(
      '--store <location>',
      'a SQLite file, or a postgres:// URL; made when there is none',
      'counterfoil-captures.db',
    )
    .addOption(
      new Option('--fsync <when>', 'off acknowledges before the disk has it: a power cut loses the last moments')
        .choices(['on', 'off'])
        .default('on'),
    )
    .option('--key <file>', 'key that records are signed with; made when there is none (default: beside the store)')
    .option('--encrypt-key-env <VARIABLE>', 'environment variable with 32 bytes in base64 that records are sealed with')
    .option('--keep-signatures', 'store signature headers: without a timestamp, one can be replayed for ever')
    .addOption(repeatable('--secret-header <name>', 'a header that holds a credential, and is never stored'))
    .addOption(
      repeatable('--secret-parameter <name>', 'a query parameter that holds a credential, and is never stored'),
    )
    .option('--personal-data <way>', 'keep, redact (at once), or redact-after=<time>', 'redact-after=7d')
    .option('--max-age <time>', 'how long records are kept; off for ever', '30d')
    .option('--max-size <size>', 'how many bytes of records are kept; off for any number', '10GiB');
}

function addLimits(command: Command): void {
  command
    .option('--limit <size>', 'largest body that is taken', '5MiB')
    .option('--rate <count>', 'most deliveries a second (default: any number)')
    .option('--memory <size>', 'bytes of bodies in memory before further senders wait', '128MiB')
    .option('--disk-reserve <size>', 'free space that the disk keeps', '256MiB')
    .option('--store-timeout <seconds>', 'how long a delivery waits for the store', '5')
    .addOption(
      new Option('--log <form>', 'a table for people, or JSON lines for machines')
        .choices(['terminal', 'json'])
        .default('terminal'),
    )
    .option('--filter <conditions>', "show only these deliveries: 'event=visit.* verdict!=accepted status=5*'")
    .option('--details', 'show below each delivery its id, the secret that fits, and what deviates');
}

/**
 * Reads the options.
 *
 * @throws {CommandError} when one has a value that it cannot have
 */
export function readGatewayFlags(flags: GatewayFlags, io: Io): GatewayOptions {
  const { forward, contract, key, secretFile, url, rate } = flags;
  const adminPort = flags.adminPort === 'off' ? undefined : readNumber('--admin-port', flags.adminPort, 0, 65_535);
  const encryptionKey = readKey(flags.encryptKeyEnv, io.env);
  return {
    cwd: io.cwd,
    host: flags.host,
    port: readPort(flags.port, io.env['PORT']),
    store: flags.store,
    fsync: flags.fsync,
    secrets: readSecrets(flags.secret ?? [], io.env),
    refuse: (flags.refuse ?? []).map(readRefused),
    onStoreFailure: flags.onStoreFailure,
    onReceiverFailure: flags.onReceiverFailure,
    hostHeader: flags.hostHeader,
    receiverTimeout: readNumber('--receiver-timeout', flags.receiverTimeout, 0.1, 600, false),
    storeTimeout: readNumber('--store-timeout', flags.storeTimeout, 0.1, 600, false),
    keepSignatures: flags.keepSignatures ?? false,
    secretHeaders: flags.secretHeader ?? [],
    secretParameters: flags.secretParameter ?? [],
    personalData: readPersonalData(flags.personalData),
    maxAge: flags.maxAge === 'off' ? Infinity : readDuration('--max-age', flags.maxAge),
    maxBytes: flags.maxSize === 'off' ? Infinity : readSize('--max-size', flags.maxSize),
    limit: readSize('--limit', flags.limit),
    memory: readSize('--memory', flags.memory),
    reserve: readSize('--disk-reserve', flags.diskReserve),
    processMetrics: true,
    ...(adminPort === undefined ? {} : { adminPort }),
    ...(forward === undefined ? {} : { forward }),
    ...(contract === undefined ? {} : { contracts: contract }),
    ...(key === undefined ? {} : { keyFile: key }),
    ...(encryptionKey === undefined ? {} : { encryptionKey }),
    ...(secretFile === undefined ? {} : { secretFile }),
    ...(url === undefined ? {} : { publicUrl: url }),
    ...(rate === undefined ? {} : { rate: readNumber('--rate', rate, 0.1, 1_000_000, false) }),
  };
}

function readPort(flag: string | undefined, variable: string | undefined): number {
  if (flag !== undefined || variable === undefined || variable === '')
    return readNumber('--port', flag ?? '4020', 0, 65_535);
  return readNumber('The environment variable PORT', variable, 0, 65_535);
}

/** The name of the variable is the secret's id in records. */
function readSecrets(options: readonly string[], env: Io['env']): VendorSecret[] {
  return readVendorSecrets(options, env).map(({ vendor, variable, value }) => ({ vendor, id: variable, value }));
}

function readRefused(text: string): Refused {
  if (text === 'invalid' || text === 'unknown') return text;
  throw new CommandError('usage', `--refuse takes invalid or unknown, not "${text}".`, 'Give it twice for both.');
}

function readKey(variable: string | undefined, env: Io['env']): Uint8Array | undefined {
  if (variable === undefined) return undefined;
  const text = env[variable] ?? '';
  const bytes = Buffer.from(text, 'base64');
  if (bytes.byteLength === 32 && /^[\w+/-]+=?$/.test(text)) return bytes;
  const what = text === '' ? 'is not set' : 'does not hold 32 bytes in base64';
  throw new CommandError(
    'usage',
    `The environment variable ${variable} ${what}.`,
    'openssl rand -base64 32 makes a key; keep it, since nobody can read the store without.',
  );
}

function readPersonalData(text: string): PersonalData {
  if (text === 'keep' || text === 'redact') return text;
  const [, time] = /^redact-after=(.+)$/.exec(text) ?? [];
  if (time !== undefined) return { redactAfter: readDuration('--personal-data redact-after', time) };
  throw new CommandError(
    'usage',
    `--personal-data takes keep, redact or redact-after=<time>, not "${text}".`,
    'For example --personal-data redact-after=7d.',
  );
}
