import { Command, Option } from 'commander';
import type { RegistryServer, ServeOptions } from '../../api/serve.ts';
import type { BufferedWriter } from '../../http/buffer-writes.ts';
import { escapeControls } from '../../reporters/escape.ts';
import { exitCodes } from '../exit-codes.ts';
import { useColour, type Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { readNumber, readSize } from '../quantities.ts';
import { readSecretOptions } from '../secret-options.ts';
import { serveBanner } from '../serve-banner.ts';
import type { ServeFlags } from '../serve-flags.ts';
import { readVariables } from '../serve-variables.ts';

/** `counterfoil serve`: the registry. */
export function serveCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('serve')
    .summary('serve schemas, contracts, clients and mocks to everyone')
    .description(
      "Serves a schema registry with Confluent's API, published contracts, npm packages of their clients, and mocks, all " +
        'from one store. The contracts of this folder, else the shipped ones, are published when it starts.',
    );
  addPlace(command);
  addAccess(command);
  addRest(command);
  return command
    .addHelpText(
      'after',
      `
Options can also stand in the environment: COUNTERFOIL_STORE, COUNTERFOIL_ANONYMOUS
and so on; docs/registry.md lists them.

Examples:
  counterfoil serve
  counterfoil serve --anonymous write --port 8081
  COUNTERFOIL_STORE=postgres://db/registry counterfoil serve --host 0.0.0.0 --url https://registry.example.com`,
    )
    .action(async (given: ServeFlags) => {
      const flags = readVariables(given, io.env);
      const options = readFlags(flags, io);
      const { write, flush } = await createWriter(io);
      const log = await createLog(flags.log ?? 'terminal', write, io);
      const { serve } = await import('../../api/serve.ts');
      const stopped = io.untilStopped?.();
      const server = await serve({ ...options, log, onProgress: tellProgress(io) });
      tell(server, flags, write);
      flush();
      await stopped;
      write(
        flags.log === 'json' ? '' : 'Ending: what is being answered is waited for; another signal ends it at once.\n',
      );
      flush();
      await server.close();
      flush();
      setExit(exitCodes.ok.code);
    });
}

function addPlace(command: Command): void {
  command
    .option('-p, --port <port>', 'port to listen on; 0 takes any that is free (default: the variable PORT, else 4030)')
    .option('--host <address>', 'address to listen on; 0.0.0.0 for all (default: 127.0.0.1)')
    .option(
      '--store <location>',
      'a SQLite file, or a postgres:// URL; made when there is none (default: counterfoil-registry.db)',
    )
    .addOption(
      repeatable(
        '--contract <contract>',
        'what is published at the start: an AsyncAPI document, a folder, or a shipped contract; none for nothing; without any, what counterfoil.yaml names, else the folder asyncapi, else all shipped ones',
      ),
    )
    .option('--url <url>', 'URL that clients know the registry by, when they do not reach it directly');
}

function addAccess(command: Command): void {
  command
    .addOption(
      new Option(
        '--anonymous <what>',
        'what may be done without a token (default: read on the loopback, none elsewhere)',
      ).choices(['none', 'read', 'write']),
    )
    .addOption(repeatable('--trust-proxy <address>', 'address or network of a proxy whose headers are believed'))
    .option('--trusted-header <name>', 'header in which a sign-on proxy names the person: X-Forwarded-User')
    .option('--groups-header <name>', "header in which it names the person's groups, divided by commas")
    .addOption(
      repeatable('--grant <who=role>', 'what such a person, or a group, may do: anna=admin, @team=writer:cafe,bank'),
    )
    .addOption(
      new Option('--trusted-role <role>', 'what all other such persons may do (default: reader)').choices([
        'reader',
        'writer',
        'admin',
        'none',
      ]),
    );
}

function addRest(command: Command): void {
  command
    .option('--scope <scope>', 'npm scope of the clients (default: @counterfoil)')
    .option('--no-mocks', 'serve no mocks')
    .addOption(
      new Option('--mock-engine <engine>', 'what judges deliveries to mocks')
        .choices(['fast', 'prism'])
        .default('fast'),
    )
    .addOption(
      repeatable(
        '--secret <vendor=VARIABLE>',
        'environment variable with the secret of a vendor, whose signatures mocks then check',
      ),
    )
    .option('--limit <size>', 'largest body that is taken (default: 4MiB)')
    .option(
      '--rate <count>',
      'requests a minute that an address or a token may make; off for any number (default: off on the loopback, 6000 elsewhere)',
    )
    .addOption(
      new Option('--log <form>', 'lines for people, or JSON lines for machines (default: terminal)').choices([
        'terminal',
        'json',
      ]),
    );
}

function readFlags(flags: ServeFlags, io: Io): ServeOptions {
  const { host, store, contract, url, anonymous, trustProxy, trustedHeader, groupsHeader, grant, trustedRole } = flags;
  return {
    cwd: io.cwd,
    port: readPort(flags.port, io.env['PORT']),
    mocks: flags.mocks,
    mockEngine: flags.mockEngine,
    secrets: readSecretOptions(flags.secret ?? [], io.env),
    processMetrics: true,
    ...(host === undefined ? {} : { host }),
    ...(store === undefined ? {} : { store }),
    ...(contract === undefined ? {} : { contracts: contract.length === 1 && contract[0] === 'none' ? [] : contract }),
    ...(url === undefined ? {} : { publicUrl: url }),
    ...(anonymous === undefined ? {} : { anonymous }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
    ...(trustedHeader === undefined ? {} : { trustedHeader }),
    ...(groupsHeader === undefined ? {} : { groupsHeader }),
    ...(grant === undefined ? {} : { grants: grant }),
    ...(trustedRole === undefined ? {} : { trustedRole }),
    ...(flags.scope === undefined ? {} : { scope: flags.scope }),
    ...(flags.limit === undefined ? {} : { limit: readSize('--limit', flags.limit) }),
    ...(flags.rate === undefined ? {} : { rate: readRate(flags.rate) }),
  };
}

function readPort(flag: string | undefined, variable: string | undefined): number {
  if (flag !== undefined || variable === undefined || variable === '')
    return readNumber('--port', flag ?? '4030', 0, 65_535);
  return readNumber('The environment variable PORT', variable, 0, 65_535);
}

function readRate(text: string): number {
  return text === 'off' ? Infinity : readNumber('--rate', text, 1, 10_000_000);
}

async function createWriter(io: Io): Promise<BufferedWriter> {
  const { bufferWrites } = await import('../../http/buffer-writes.ts');
  return bufferWrites((text) => void io.stdout.write(text));
}

async function createLog(
  form: 'terminal' | 'json',
  write: (text: string) => void,
  io: Io,
): Promise<(line: string) => void> {
  if (form === 'json') return write;
  const { terminalLines } = await import('../../serve/log/terminal.ts');
  return terminalLines({ write, colour: useColour(io, io.stdout), escape: escapeControls });
}

/** The first start of a store takes some seconds, in which nothing else is to be seen. */
function tellProgress(io: Io): NonNullable<ServeOptions['onProgress']> {
  if (io.stderr.isTTY !== true) return () => {};
  return ({ done, total }) =>
    void io.stderr.write(`\r\u001B[2K${done < total ? `Publishing contracts: ${done} of ${total}` : ''}`);
}

function tell(server: RegistryServer, flags: ServeFlags, write: (text: string) => void): void {
  const lines = serveBanner(server, flags);
  // Machines get one line that is JSON, as all others are.
  if (flags.log === 'json')
    write(
      `${JSON.stringify({ level: 30, time: new Date().toISOString(), url: server.url, store: server.store, anonymous: server.anonymous, contracts: server.contracts, msg: 'listening' })}\n`,
    );
  else for (const line of lines) write(`${escapeControls(line)}\n`);
}
