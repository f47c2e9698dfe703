import { Argument, Command, Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { textOptions, writeText } from '../output.ts';
import { progressLine } from '../progress.ts';
import { registrySettings, withRegistryOptions } from '../registry-options.ts';
import type { RegistryFlags } from '../registry-options.ts';

interface Flags extends RegistryFlags {
  readonly format: 'pretty' | 'json' | 'markdown';
  readonly output?: string;
}

/** `counterfoil outdated`: what could be pulled instead of what is locked. */
export function outdatedCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('outdated')
    .summary('say which locked contracts have newer versions, and what these would break')
    .description(
      'Asks the registries of counterfoil.lock for newer versions: the newest in the range that was asked for (wanted) and ' +
        'the newest of all. Each is compared with what is locked, and what would break your receivers is shown. Like npm ' +
        'outdated it exits with 1 when there is something newer, or a deprecated version is in use.',
    )
    .addArgument(new Argument('[vendor...]', 'all when none is named'))
    .addOption(
      new Option('-f, --format <format>', 'how to report').choices(['pretty', 'json', 'markdown']).default('pretty'),
    )
    .option('-o, --output <file>', 'write the report to a file instead');
  return withRegistryOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  counterfoil outdated\n  counterfoil outdated cafe --format markdown --output outdated.md',
    )
    .action(async (vendors: readonly string[], flags: Flags) => {
      const [{ outdated }, { markdownOutdated, prettyOutdated }] = await Promise.all([
        import('../../api/outdated.ts'),
        import('../describe-outdated.ts'),
      ]);
      const progress = progressLine(io.stderr);
      const result = await outdated(vendors, {
        cwd: io.cwd,
        onProgress: progress.show,
        ...registrySettings(flags, io),
      }).finally(progress.clear);
      const layout =
        flags.output === undefined ? textOptions(io, io.stdout) : { colour: false, width: 80, unicode: true };
      const text = {
        pretty: () => prettyOutdated(result, layout),
        markdown: () => markdownOutdated(result),
        json: () => `${JSON.stringify(result, undefined, 2)}\n`,
      }[flags.format]();
      const count = result.contracts.filter(({ isOutdated }) => isOutdated).length;
      writeText(text, flags.output, `${count} of ${result.contracts.length} outdated`, io);
      setExit(count > 0 ? exitCodes.findings.code : exitCodes.ok.code);
    });
}
