import { Argument, Command } from 'commander';
import type { BuiltCatalog } from '../../api/catalog.ts';
import { displayPath } from '../../util/display-path.ts';
import { readStoreKey } from '../captures-options.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { progressLine } from '../progress.ts';

interface Flags {
  readonly out: string;
  readonly base?: string;
  readonly mock?: string;
  readonly captures?: readonly string[];
  readonly storeKeyEnv?: string;
}

/** `counterfoil catalog build`: the catalog as a static site. */
export function catalogBuildCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('build')
    .summary('write the catalog as a static site')
    .description(
      'Writes a page for each vendor, contract and event, and for each pair of versions. The site needs no server, loads nothing ' +
        'from elsewhere, and works from a file share and under any path. Files that no build wrote are never overwritten.',
    )
    .addArgument(
      new Argument(
        '[contract...]',
        'AsyncAPI documents, folders, or shipped contracts; without any, what counterfoil.yaml names, else what was pulled and the folder asyncapi',
      ),
    )
    .requiredOption('-o, --out <folder>', 'folder for the site')
    .addOption(
      repeatable(
        '--captures <captures>',
        'show whether these conform: files, patterns or stores (default: those of counterfoil.yaml)',
      ),
    )
    .option('--store-key-env <name>', 'environment variable with the key of a sealed store, in base64')
    .option('--base <path>', 'path that the site will lie under, such as /contracts/: for links of the page 404.html')
    .option('--mock <url>', 'where the mock of these contracts is (default: http://127.0.0.1:4010)')
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil catalog build --out site                    open site/index.html
  counterfoil catalog build cafe --out public --base /docs/webhooks/
  counterfoil catalog build --captures captures.db --out site`,
    )
    .action(async (targets: readonly string[], flags: Flags) => {
      const { buildCatalog } = await import('../../api/catalog.ts');
      const { out, base, mock, captures, storeKeyEnv } = flags;
      const progress = progressLine(io.stderr);
      const built = await buildCatalog(targets, {
        out,
        cwd: io.cwd,
        today: io.today,
        env: io.env,
        onProgress: progress.show,
        ...(base === undefined ? {} : { base }),
        ...(mock === undefined ? {} : { mockUrl: mock }),
        ...(captures === undefined ? {} : { captures }),
        ...(storeKeyEnv === undefined ? {} : { storeKey: readStoreKey(storeKeyEnv, io) }),
      }).finally(progress.clear);
      io.stdout.write(describe(built, io));
      setExit(exitCodes.ok.code);
    });
}

function describe(
  { out, contracts, comparisons, pages, written, removed, withoutValidators }: BuiltCatalog,
  io: Io,
): string {
  const folder = displayPath(out, io.cwd);
  const changes = [
    `${written === 0 ? 'nothing' : counted(written, 'file')} written`,
    ...(removed === 0 ? [] : [`${counted(removed, 'file')} removed`]),
  ];
  return [
    `${folder}: ${counted(pages, 'page')} of ${counted(contracts.length, 'contract')}, ${counted(comparisons, 'comparison')}; ${changes.join(', ')}`,
    ...withoutValidators.map((id) => `${id}: its validators cannot run in a page, so payloads cannot be tried there`),
    `Open ${folder}/index.html`,
    '',
  ].join('\n');
}

function counted(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
