import { Argument, Command, Option } from 'commander';
import type { TokenEntry } from '../../registry/domain/store.ts';
import { escapeControls, toJson } from '../../reporters/escape.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { readDuration } from '../quantities.ts';
import { addStore, columns, moment, storeOptions } from '../registry-store-options.ts';
import type { StoreFlags } from '../registry-store-options.ts';

interface CreateFlags extends StoreFlags {
  readonly role: 'reader' | 'writer' | 'admin';
  readonly vendor?: readonly string[];
  readonly name?: string;
  readonly expires?: string;
  readonly format: 'pretty' | 'json';
}

interface ListFlags extends StoreFlags {
  readonly format: 'pretty' | 'json';
}

/** `counterfoil token`: who may use a registry. */
export function tokenCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('token')
    .summary('make, list and revoke tokens of a registry')
    .description(
      'Works on the store of a registry, whether or not a server runs on it. A server knows a new token at once, and one ' +
        'that was revoked no longer than five seconds.',
    );
  for (const make of [createCommand, listCommand, revokeCommand])
    command.addCommand(make(io, setExit).helpOption('-h, --help', 'print help'));
  return command;
}

function createCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('create')
    .summary('make a token')
    .description(
      'Prints the secret of a new token on the standard output, and all else on standard error. It is shown this once: the ' +
        'store keeps no more than its hash.',
    )
    .addOption(
      new Option('--role <role>', 'reader reads what is private, writer also writes, admin also configures and removes')
        .choices(['reader', 'writer', 'admin'])
        .makeOptionMandatory(),
    )
    .addOption(repeatable('--vendor <vendor>', 'vendor that it is for; all when none is named'))
    .option('--name <name>', 'name for the audit and the list')
    .option('--expires <time>', 'how long it can be used: 12h, 90d (default: for ever)');
  return addStore(command)
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
Examples:
  counterfoil token create --role writer --vendor cafe --name ci --expires 90d
  export COUNTERFOIL_TOKEN=$(counterfoil token create --role writer --name laptop)`,
    )
    .action(async ({ role, vendor, name, expires, format, ...flags }: CreateFlags) => {
      const { createToken } = await import('../../api/registry-store.ts');
      const wish = {
        role,
        ...(vendor === undefined ? {} : { vendors: vendor }),
        ...(name === undefined ? {} : { name }),
        ...(expires === undefined ? {} : { lifetime: readDuration('--expires', expires) }),
      };
      const { token, secret } = await createToken(wish, storeOptions(flags, io));
      if (format === 'json') io.stdout.write(toJson({ ...token, secret }));
      else {
        io.stderr.write(`${describe(token)}\nIts secret is shown this once:\n`);
        io.stdout.write(`${secret}\n`);
      }
      setExit(exitCodes.ok.code);
    });
}

function listCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('list').summary('list tokens').description('Lists tokens, without their secrets.');
  return addStore(command)
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(['pretty', 'json']).default('pretty'))
    .addHelpText('after', '\nExamples:\n  counterfoil token list\n  counterfoil token list --format json')
    .action(async ({ format, ...flags }: ListFlags) => {
      const { listTokens } = await import('../../api/registry-store.ts');
      const tokens = await listTokens(storeOptions(flags, io));
      const rows = tokens.map((token) => [token.id, token.name, token.role, vendorsOf(token), stateOf(token)]);
      const table = columns([['ID', 'NAME', 'ROLE', 'VENDORS', 'STATE'], ...rows]);
      const none = 'There is no token. counterfoil token create makes one.\n';
      io.stdout.write(format === 'json' ? toJson(tokens) : tokens.length === 0 ? none : table);
      setExit(exitCodes.ok.code);
    });
}

function revokeCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('revoke')
    .summary('end a token')
    .description('Ends a token. It stays in the list, and can never be used again.')
    .addArgument(new Argument('<id>', 'id of the token, as `token list` has it'));
  return addStore(command)
    .addHelpText('after', '\nExamples:\n  counterfoil token revoke 4f1c0a9be27d')
    .action(async (id: string, flags: StoreFlags) => {
      const { revokeToken } = await import('../../api/registry-store.ts');
      const token = await revokeToken(id, storeOptions(flags, io));
      io.stdout.write(`${escapeControls(token.name)} is revoked.\n`);
      setExit(exitCodes.ok.code);
    });
}

function describe(token: TokenEntry): string {
  const { id, name, role, expires } = token;
  const until = expires === undefined ? 'does not expire' : `expires ${moment(expires)} UTC`;
  return `Token ${name} (${id}): ${role} for ${vendorsOf(token)}, ${until}.`;
}

function vendorsOf({ vendors }: TokenEntry): string {
  return vendors === undefined ? 'all vendors' : vendors.join(', ');
}

function stateOf({ expires, revoked }: TokenEntry): string {
  if (revoked !== undefined) return `revoked ${moment(revoked)}`;
  if (expires === undefined) return 'good';
  return expires <= Date.now() ? `expired ${moment(expires)}` : `good until ${moment(expires)}`;
}
