import { Argument, Command, Option } from 'commander';
import { escapeControls, toJson } from '../../reporters/escape.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { readNumber } from '../quantities.ts';
import { addStore, columns, moment, storeOptions } from '../registry-store-options.ts';
import type { StoreFlags } from '../registry-store-options.ts';

interface AuditFlags extends StoreFlags {
  readonly limit: string;
  readonly before?: string;
  readonly format: 'pretty' | 'json';
}

/** `counterfoil registry`: what is done to the store of a registry as a whole. */
export function registryCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('registry')
    .summary('back up, restore and audit the store of a registry')
    .description('Works on the store of a registry, whether or not a server runs on it.');
  for (const make of [exportCommand, importCommand, auditCommand])
    command.addCommand(make(io, setExit).helpOption('-h, --help', 'print help'));
  return command;
}

function exportCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('export')
    .summary('write all that a registry holds, as a backup')
    .description(
      'Writes everything but the tokens as lines of JSON, as it is at one moment. The same content gives the same bytes, ' +
        'whichever kind of store it is in.',
    )
    .option('-o, --out <file>', 'file to write, which must not be there; - for the standard output', '-');
  return addStore(command)
    .addHelpText(
      'after',
      `
Examples:
  counterfoil registry export --out registry.ndjson
  counterfoil registry export --store postgres://db/registry | gzip > registry.ndjson.gz`,
    )
    .action(async ({ out, ...flags }: StoreFlags & { readonly out: string }) => {
      const { exportRegistry } = await import('../../api/registry-store.ts');
      const progress = lineCounter(io);
      const to = out === '-' ? (line: string) => void io.stdout.write(line) : out;
      const lines = await exportRegistry(to, { ...storeOptions(flags, io), onProgress: progress.show }).finally(
        progress.clear,
      );
      if (out !== '-') io.stderr.write(`${lines} lines in ${escapeControls(out)}\n`);
      setExit(exitCodes.ok.code);
    });
}

function importCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('import')
    .summary('fill an empty store with a backup')
    .description(
      'Reads what `registry export` wrote into a store that holds nothing yet, of either kind. Ids, versions and times are ' +
        'kept. When it fails, the store is empty as before.',
    )
    .addArgument(new Argument('<file>', 'file to read; - for the standard input'));
  return addStore(command)
    .addHelpText(
      'after',
      `
Examples:
  counterfoil registry import registry.ndjson --store new.db
  gunzip < registry.ndjson.gz | counterfoil registry import - --store postgres://db/registry`,
    )
    .action(async (file: string, flags: StoreFlags) => {
      const { importRegistry } = await import('../../api/registry-store.ts');
      const progress = lineCounter(io);
      const input = file === '-' ? io.stdin : file;
      const lines = await importRegistry(input, { ...storeOptions(flags, io), onProgress: progress.show }).finally(
        progress.clear,
      );
      io.stderr.write(`${lines} lines imported\n`);
      setExit(exitCodes.ok.code);
    });
}

function auditCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('audit')
    .summary('who has changed what')
    .description('Lists the changes to a registry, newest first: when, who, what, and what it was done to.')
    .option('--limit <count>', 'how many at most', '100')
    .option('--before <moment>', 'only what happened before: 2026-03-01, 2026-03-01T12:00:00Z');
  return addStore(command)
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      '\nExamples:\n  counterfoil registry audit --limit 20\n  counterfoil registry audit --before 2026-03-01 --format json',
    )
    .action(async ({ limit, before, format, ...flags }: AuditFlags) => {
      const { readAudit } = await import('../../api/registry-store.ts');
      const query = {
        limit: readNumber('--limit', limit, 1, 100_000),
        ...(before === undefined ? {} : { before: readMoment(before) }),
      };
      const lines = await readAudit(query, storeOptions(flags, io));
      const rows = lines.map(({ at, actor, action, target }) =>
        [moment(at), actor, action, target].map((cell) => escapeControls(cell)),
      );
      io.stdout.write(format === 'json' ? toJson(lines) : columns(rows));
      setExit(exitCodes.ok.code);
    });
}

function readMoment(text: string): number {
  const value = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(value)) return value;
  throw new CommandError('usage', `--before takes a day or a moment in UTC, not "${text}".`, 'For example 2026-03-01.');
}

const often = 200;

/** Counts lines on a terminal. */
function lineCounter(io: Io): { show(lines: number): void; clear(): void } {
  let shown = false;
  return {
    show(lines) {
      if (io.stderr.isTTY !== true || lines % often !== 0) return;
      io.stderr.write(`\r\u001B[2K${lines.toLocaleString('en')} lines`);
      shown = true;
    },
    clear() {
      if (shown) io.stderr.write('\r\u001B[2K');
    },
  };
}
