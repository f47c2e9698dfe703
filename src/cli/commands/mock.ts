import { Argument, Command, Option } from 'commander';
import type { EngineName, Faults, Mock, MockLog, SpacesMode } from '../../api/mock.ts';
import type { BufferedWriter } from '../../http/buffer-writes.ts';
import { escapeControls } from '../../reporters/escape.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { useColour, type Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { readNumber } from '../quantities.ts';
import { readVendorSecrets } from '../secret-options.ts';
import type { VendorSecretOption } from '../secret-options.ts';

interface Flags {
  readonly port?: string;
  readonly host: string;
  readonly engine?: EngineName;
  readonly secret?: readonly string[];
  readonly profile: 'tolerant' | 'strict';
  readonly warnings: boolean;
  readonly limit: string;
  readonly keep: string;
  readonly url?: string;
  readonly delay?: string;
  readonly fail?: string;
  readonly spaces: SpacesMode;
  readonly maxSpaces: string;
  readonly operatorKey?: string;
  readonly log: 'terminal' | 'json';
}

/** `counterfoil mock`: a server that takes deliveries and judges them. */
export function mockCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('mock')
    .summary('take deliveries over HTTP, and say what they break')
    .description(
      'Serves receivers of contracts: answers 200 to what a contract accepts, and a problem that says what is wrong to ' +
        'everything else. GET / on it lists the endpoints, with a command line that sends each event.',
    )
    .addArgument(
      new Argument(
        '[contract...]',
        'AsyncAPI documents, folders, or shipped contracts; without any, what counterfoil.yaml names, else what was pulled and the folder asyncapi, else all shipped ones',
      ),
    )
    .option('-p, --port <port>', 'port to listen on; 0 takes any that is free (default: the variable PORT, else 4010)')
    .option('--host <address>', 'address to listen on; 0.0.0.0 for all', '127.0.0.1')
    .addOption(
      new Option('--engine <engine>', 'what judges (default: prism where it is installed, else fast)').choices([
        'prism',
        'fast',
      ]),
    )
    .addOption(
      repeatable(
        '--secret <vendor=VARIABLE>',
        'environment variable with the secret of a vendor, whose signatures are then checked',
      ),
    )
    .addOption(
      new Option('--profile <profile>', 'what becomes of what a contract does not describe: a warning, or a refusal')
        .choices(['tolerant', 'strict'])
        .default('tolerant'),
    )
    .option('--no-warnings', 'do not look for what a contract does not describe, which takes half of the time')
    .option('--limit <bytes>', 'largest body that is taken', '1048576')
    .option('--keep <count>', 'how many deliveries are kept', '1000')
    .option('--url <url>', 'URL that senders know the mock by, when they do not reach it directly')
    .option('--delay <seconds>', 'wait before each answer')
    .option('--fail <status[:share]>', 'answer this status instead, to all or a share: 503:25%')
    .addOption(
      new Option('--spaces <who>', 'who makes spaces below /s/: a call, also the first use of a name, or nobody')
        .choices(['call', 'auto', 'none'])
        .default('call'),
    )
    .option('--max-spaces <count>', 'how many spaces there can be', '100')
    .option('--operator-key <VARIABLE>', 'environment variable with a key, for which GET /__spaces tells their names')
    .addOption(
      new Option('--log <form>', 'how deliveries are told of').choices(['terminal', 'json']).default('terminal'),
    )
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil mock cafe
  counterfoil mock cafe --secret cafe=CAFE_SECRET --port 8080
  counterfoil mock --host 0.0.0.0 --spaces auto --log json`,
    )
    .action(async (contracts: readonly string[], flags: Flags) => {
      const given = readVendorSecrets(flags.secret ?? [], io.env);
      const port = readPort(flags.port, io.env['PORT']);
      const spaces = { mode: flags.spaces, most: readNumber('--max-spaces', flags.maxSpaces, 1, 10_000) };
      const limit = readNumber('--limit', flags.limit, 1, 1024 ** 3);
      const keep = readNumber('--keep', flags.keep, 1, 100_000);
      const faults = readFaults(flags);
      const { write, flush } = await createWriter(io);
      const log = await createLog(flags.log, write, io);
      const { startMock } = await import('../../api/mock.ts');
      const mock = await startMock({
        contracts,
        cwd: io.cwd,
        host: flags.host,
        port,
        ...secretsOf(given),
        profile: flags.profile,
        warnings: flags.warnings,
        limit,
        keep,
        faults,
        spaces,
        log,
        ...readOperatorKey(flags.operatorKey, io.env),
        processMetrics: true,
        ...(flags.engine === undefined ? {} : { engine: flags.engine }),
        ...(flags.url === undefined ? {} : { publicUrl: flags.url }),
      });
      const stopped = io.untilStopped?.();
      for (const line of greeting(mock, flags)) log.notice(line);
      await stopped;
      await mock.close();
      log.notice('Ended.');
      flush();
      setExit(exitCodes.ok.code);
    });
}

async function createWriter(io: Io): Promise<BufferedWriter> {
  const { bufferWrites } = await import('../../http/buffer-writes.ts');
  return bufferWrites((text) => void io.stdout.write(text));
}

async function createLog(form: Flags['log'], write: (text: string) => void, io: Io): Promise<MockLog> {
  if (form === 'json') return (await import('../../mock/log/json.ts')).createJsonLog(write);
  const { createTerminalLog } = await import('../../mock/log/terminal.ts');
  return createTerminalLog({ write, colour: useColour(io, io.stdout), escape: escapeControls });
}

function greeting({ url, engine, endpoints, superseded, unchecked }: Mock, { url: publicUrl }: Flags): string[] {
  // An address that stands for all can be listened on, but a browser may not open it.
  const here = url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
  const known = publicUrl?.replace(/\/+$/, '') ?? here;
  const place = here === url ? url : `all addresses, port ${new URL(url).port},`;
  return [
    `Listening on ${place} with the engine ${engine}. Open ${known === url ? 'it' : known} in a browser, or send deliveries to:`,
    ...endpoints.map(({ contract, path, events }) => `  ${known}${path}  ${contract}, ${events} events`),
    ...superseded.map((id) => `${id} is left out: a later version has the same paths.`),
    ...unchecked.map(
      (vendor) => `Signatures of ${vendor} are not checked: name a secret with --secret ${vendor}=VARIABLE.`,
    ),
  ];
}

function secretsOf(given: readonly VendorSecretOption[]): {
  readonly secrets: Readonly<Record<string, readonly string[]>>;
  readonly variables: Readonly<Record<string, string>>;
} {
  const byVendor = Map.groupBy(given, ({ vendor }) => vendor);
  return {
    secrets: Object.fromEntries([...byVendor].map(([vendor, own]) => [vendor, own.map(({ value }) => value)])),
    // The commands of the page are signed with the first.
    variables: Object.fromEntries([...byVendor].map(([vendor, [first]]) => [vendor, first?.variable ?? ''])),
  };
}

function readFaults({ delay, fail }: Flags): Faults {
  const [, status, share] = /^(\d{3})(?::(\d{1,3}(?:\.\d+)?)%)?$/.exec(fail ?? '') ?? [];
  if (fail !== undefined && status === undefined)
    throw new CommandError(
      'usage',
      `--fail takes a status code and a share, not "${fail}".`,
      'For example --fail 503:25%.',
    );
  return {
    ...(delay === undefined ? {} : { delay: readNumber('--delay', delay, 0, 120, false) }),
    ...(status === undefined ? {} : { status: readNumber('--fail', status, 200, 599) }),
    ...(share === undefined ? {} : { share: readNumber('--fail', share, 0, 100, false) / 100 }),
  };
}

function readOperatorKey(
  variable: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): { readonly operatorKey?: string } {
  if (variable === undefined) return {};
  const operatorKey = env[variable];
  if (operatorKey !== undefined && operatorKey !== '') return { operatorKey };
  throw new CommandError(
    'usage',
    `The environment variable ${variable} is not set.`,
    "Set it to a key of your choice. --operator-key takes the variable's name, not the key.",
  );
}

function readPort(flag: string | undefined, variable: string | undefined): number {
  if (flag !== undefined || variable === undefined || variable === '')
    return readNumber('--port', flag ?? '4010', 0, 65_535);
  return readNumber('The environment variable PORT', variable, 0, 65_535);
}
