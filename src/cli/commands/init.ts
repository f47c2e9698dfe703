import { Command, Option } from 'commander';
import type { InitResult, InitWay } from '../../api/init.ts';
import type { CiHost } from '../../init/texts.ts';
import type { InitAnswers } from '../ask-init.ts';
import { count } from '../../reporters/words.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';

interface Flags {
  readonly vendor?: string;
  readonly captures?: readonly string[];
  readonly from?: string;
  readonly client?: string;
  readonly ci?: CiHost;
  readonly yes?: boolean;
}

/** `counterfoil init`: a project from nothing to a passing check. */
export function initCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('init')
    .summary('set a project up: a first contract, the configuration, a client, a CI job')
    .description(
      'Sets a project up, from a contract that comes with counterfoil (--vendor alone), from recorded deliveries (--captures) ' +
        'or from a document (--from), and checks it. Says what each written file is for, and replaces nothing. On a terminal ' +
        'without options it asks.',
    )
    .option('--vendor <name>', 'name of the vendor, in lower case')
    .addOption(
      repeatable('--captures <files>', 'capture files, a folder, or a quoted pattern: the contract is inferred'),
    )
    .option('--from <document>', 'AsyncAPI, OpenAPI or JSON Schema: the contract is imported')
    .option('--client <folder>', 'generate a TypeScript client there')
    .addOption(new Option('--ci <host>', 'write a job that runs counterfoil ci').choices(['github', 'gitlab']))
    .option('-y, --yes', 'ask nothing')
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe, or one that comes with counterfoil):
  counterfoil init                                   asks
  counterfoil init --vendor cafe --client src/webhooks --ci github
  counterfoil init --vendor cafe --captures 'captures/*.ndjson'
  counterfoil init --vendor cafe --from openapi.yaml`,
    )
    .action(async (flags: Flags) => {
      const wanted = readFlags(flags) ?? (await ask(flags, io));
      if (wanted === undefined) {
        setExit(exitCodes.usage.code);
        return;
      }
      const [{ init }, { progressLine }] = await Promise.all([import('../../api/init.ts'), import('../progress.ts')]);
      const progress = progressLine(io.stderr);
      const result = await init({ ...wanted, cwd: io.cwd, onProgress: progress.show }).finally(progress.clear);
      io.stdout.write(describe(result, wanted));
      setExit(result.check.verdict === 'pass' ? exitCodes.ok.code : exitCodes.findings.code);
    });
}

/** What the options say; undefined when they do not say what to begin with. */
function readFlags({ vendor, captures, from, client, ci }: Flags): InitAnswers | undefined {
  if (captures !== undefined && from !== undefined)
    throw new CommandError(
      'usage',
      '--captures and --from cannot be given together.',
      'A first contract comes from one of them.',
    );
  if (vendor === undefined) {
    if (captures === undefined && from === undefined) return undefined;
    throw new CommandError('usage', 'The vendor has no name.', `Name it: --vendor cafe.`);
  }
  const way: InitWay =
    captures === undefined
      ? from === undefined
        ? { kind: 'shipped' }
        : { kind: 'document', document: from }
      : { kind: 'captures', captures };
  return { way, vendor, ...(client === undefined ? {} : { client }), ...(ci === undefined ? {} : { ci }) };
}

async function ask({ yes }: Flags, io: Io): Promise<InitAnswers | undefined> {
  const { shippedContracts } = await import('../../checks/targets.ts');
  const vendors = [...new Set(shippedContracts().map((contract) => contract.vendor))];
  if (io.terminal === undefined || yes === true) {
    throw new CommandError(
      'usage',
      'Nothing says what to begin with, and there is no terminal to ask at.',
      'Give one of these, or run it on a terminal without --yes. counterfoil init --help says more.',
      [
        `counterfoil init --vendor <${vendors.join(' or ')}>`,
        "counterfoil init --vendor <name> --captures 'captures/*.ndjson'",
        'counterfoil init --vendor <name> --from <AsyncAPI, OpenAPI or JSON Schema>',
      ],
    );
  }
  const { askInit } = await import('../ask-init.ts');
  return askInit(vendors);
}

function describe(
  { contract, written, check, imported, inferred }: InitResult,
  { client, vendor, way }: InitAnswers,
): string {
  const width = Math.max(...written.map(({ path }) => path.length));
  const { error, warning } = check.counts;
  const rest = imported === undefined ? [] : imported.missing.map((text) => `  To add: ${text}`);
  const out = client ?? 'src/webhooks';
  const next = [
    ...(client === undefined ? [`npx counterfoil generate --out ${out}`] : []),
    ...(way.kind === 'shipped'
      ? [
          `npx counterfoil mock ${vendor}`,
          `npx counterfoil simulate ${vendor} --to http://127.0.0.1:3000/webhooks --secret-env ${vendor.toUpperCase().replaceAll('-', '_')}_SECRET`,
        ]
      : ['npx counterfoil mock', 'npx counterfoil catalog build --out catalog']),
    'npx counterfoil ci',
  ].slice(0, 3);
  return `${[
    `${contract} is set up.`,
    ...written.map(({ path, purpose }) => `  ${path.padEnd(width)}  ${purpose}`),
    ...(inferred === undefined
      ? []
      : [
          `  Inferred from ${count(inferred.captures, 'capture')}, ${count(inferred.events.length, 'event')}: see docs/infer.md for what to look at.`,
        ]),
    ...(imported === undefined
      ? []
      : [
          `  Imported: ${count(imported.events.length, 'event')}; not taken over: ${count(imported.notTaken.length, 'place')} of the document.`,
        ]),
    ...rest,
    '',
    `Check: ${check.verdict}, ${count(error, 'error')}, ${count(warning, 'warning')}.${check.verdict === 'pass' ? '' : ' npx counterfoil check says where.'}`,
    '',
    'Next',
    ...next.map((line) => `  ${line}`),
  ].join('\n')}\n`;
}
