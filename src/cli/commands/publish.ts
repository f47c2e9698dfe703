import { Argument, Command } from 'commander';
import type { PublishedContract, PublishResult } from '../../api/publish.ts';
import { escapeControls } from '../../reporters/escape.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { textOptions } from '../output.ts';
import { progressLine } from '../progress.ts';
import { registrySettings, withRegistryOptions } from '../registry-options.ts';
import type { RegistryFlags } from '../registry-options.ts';

interface Flags extends RegistryFlags {
  readonly dryRun?: boolean;
  readonly private?: boolean;
}

/** `counterfoil publish`: contracts into a registry. */
export function publishCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('publish')
    .summary('publish contracts in a registry: a server, or a folder')
    .description(
      'Checks contracts, makes one document of each, and publishes it. Publishing the same again changes nothing. A ' +
        'version that is published and something else is refused, and so is one that is too near to the one before it: ' +
        'the comparison is shown.',
    )
    .addArgument(
      new Argument(
        '[contract...]',
        'AsyncAPI documents or folders; without any, what counterfoil.yaml names, else the folder asyncapi, but for what was pulled',
      ),
    )
    .option('--dry-run', 'publish nothing, and say what would become of it')
    .option('--private', 'only those may read it who have a token for the vendor');
  return withRegistryOptions(command, 'write')
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil publish asyncapi/cafe --registry https://registry.example.com --dry-run
  counterfoil publish asyncapi/cafe --registry ../contracts`,
    )
    .action(async (targets: readonly string[], flags: Flags) => {
      const { publish } = await import('../../api/publish.ts');
      const progress = progressLine(io.stderr);
      const result = await publish(targets, {
        cwd: io.cwd,
        today: io.today,
        onProgress: progress.show,
        ...registrySettings(flags, io),
        ...(flags.dryRun === undefined ? {} : { dryRun: flags.dryRun }),
        ...(flags.private === undefined ? {} : { private: flags.private }),
      }).finally(progress.clear);
      io.stdout.write(await describe(result, flags.dryRun ?? false, io));
      const isFine = result.check.verdict === 'pass' && result.contracts.every(({ status }) => status !== 'refused');
      setExit(isFine ? exitCodes.ok.code : exitCodes.findings.code);
    });
}

async function describe({ check, contracts, registry }: PublishResult, dryRun: boolean, io: Io): Promise<string> {
  if (check.verdict === 'fail') {
    const { pretty } = await import('../../reporters/pretty/pretty.ts');
    const text = pretty.report(check, { ...textOptions(io, io.stdout), rules: check.rules });
    return `${text}\nNothing was published: the check fails.\n`;
  }
  const blocks = await Promise.all(contracts.map((contract) => describeOne(contract, dryRun, io)));
  return `${blocks.join('')}${dryRun ? 'Nothing was changed' : 'Registry'}: ${escapeControls(registry)}\n`;
}

async function describeOne(contract: PublishedContract, dryRun: boolean, io: Io): Promise<string> {
  const { id, status, detail, findings, comparison } = contract;
  const lines = [
    `${id}  ${status === 'published' && dryRun ? 'would be published' : statusTexts[status]}`,
    ...(detail === undefined ? [] : [`  ${escapeControls(detail)}`]),
    ...findings.map(({ place, message }) => `  ${escapeControls(`${place.file}${place.pointer ?? ''}: ${message}`)}`),
  ];
  if (comparison === undefined) return `${lines.join('\n')}\n`;
  const { compareReporters } = await import('../../reporters/compare/all.ts');
  const options = { ...textOptions(io, io.stdout), rules: comparison.rules };
  return `${lines.join('\n')}\n\n${compareReporters.pretty(comparison, options)}\n`;
}

const statusTexts = {
  published: 'published',
  unchanged: 'is published as it is',
  refused: 'refused',
} as const;
