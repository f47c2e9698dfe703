import { Argument, Command, Option } from 'commander';
import type { CompareSettings } from '../../api/compare.ts';
import { compareModes } from '../../checks/compare/options.ts';
import type { CompareMode } from '../../checks/compare/options.ts';
import type { CompareResult } from '../../checks/compare/result.ts';
import { compareFormats } from '../../reporters/compare/formats.ts';
import type { CompareFormat } from '../../reporters/compare/formats.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { textOptions, writeText } from '../output.ts';
import { progressLine } from '../progress.ts';

interface Flags {
  readonly against?: string;
  readonly mode: CompareMode;
  readonly relation?: 'deliveries' | 'instances';
  readonly format: CompareFormat;
  readonly output?: string;
  readonly approvals: string | boolean;
  readonly captures?: readonly string[];
  readonly origin?: 'live' | 'documented' | 'simulated';
}

/** `counterfoil compare`: two versions of a contract, two states of many, two schemas. */
export function compareCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('compare')
    .summary('say what changed between two contracts, and whom it breaks')
    .description(
      'Says what changed between two contracts, two states of a folder of contracts, or two schemas: who can break, with ' +
        'a payload that proves it, and which step of the version it demands.',
    )
    .addArgument(
      new Argument(
        '[old]',
        'what receivers were written against: a file, folder, shipped contract or git:<ref>:<path>',
      ),
    )
    .addArgument(new Argument('[new]', 'what takes its place; <contract>#<event> names one event'))
    .option(
      '--against <ref or folder>',
      'compare all contracts of the working folder (or those named) with another state',
    )
    .addOption(
      new Option('--mode <mode>', 'which receivers are protected; transitive: against all earlier versions')
        .choices(compareModes)
        .default('forward', 'forward: old receivers, new deliveries'),
    )
    .addOption(
      new Option('--relation <relation>', 'how schemas are read (default: deliveries for contracts)').choices([
        'deliveries',
        'instances',
      ]),
    )
    .addOption(new Option('-f, --format <format>', 'how to report').choices(compareFormats).default('pretty'))
    .option('-o, --output <file>', 'write the report to a file instead')
    .addOption(repeatable('-c, --captures <glob>', 'live captures of the older contract, which weigh the changes'))
    .addOption(
      new Option('--origin <origin>', 'where captures come from that do not say it').choices([
        'live',
        'documented',
        'simulated',
      ]),
    )
    .option('--approvals <file>', 'file with approvals (default: the nearest counterfoil.approvals.yaml upwards)')
    .option('--no-approvals', 'approve nothing')
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil compare cafe@1.0.0 cafe@2.0.0                   two versions
  counterfoil compare git:main:asyncapi/cafe asyncapi/cafe    what a branch changes
  counterfoil compare --against origin/main --format github   the gate of a pull request
  counterfoil compare order.schema.json cafe@2.0.0#order.paid   your own type against an event`,
    )
    .action(async (older: string | undefined, newer: string | undefined, flags: Flags) => {
      const progress = progressLine(io.stderr);
      const settings: CompareSettings = {
        cwd: io.cwd,
        today: io.today,
        mode: flags.mode,
        approvals: flags.approvals,
        ...(flags.captures === undefined ? {} : { captures: flags.captures }),
        ...(flags.origin === undefined ? {} : { origin: flags.origin }),
        ...(flags.relation === undefined ? {} : { relation: flags.relation }),
        onProgress: progress.show,
      };
      const result = await start(older, newer, flags.against, settings).finally(progress.clear);
      await write(result, flags, io);
      setExit(result.verdict === 'pass' ? exitCodes.ok.code : exitCodes.findings.code);
    });
}

async function start(
  older: string | undefined,
  newer: string | undefined,
  against: string | undefined,
  settings: CompareSettings,
): Promise<CompareResult> {
  // Loaded here: other commands need none of it.
  const { compare, compareAgainst } = await import('../../api/compare.ts');
  if (against !== undefined)
    return compareAgainst(
      against,
      [older, newer].filter((name) => name !== undefined),
      settings,
    );
  if (older !== undefined && newer !== undefined) return compare(older, newer, settings);
  throw new CommandError(
    'usage',
    'compare takes two things to compare, or --against.',
    'For example counterfoil compare --against main, or counterfoil compare <old> <new>.',
  );
}

async function write(result: CompareResult, { format, output }: Flags, io: Io): Promise<void> {
  const { compareReporters } = await import('../../reporters/compare/all.ts');
  const layout = output === undefined ? textOptions(io, io.stdout) : { colour: false, width: 80, unicode: true };
  const text = compareReporters[format](result, { ...layout, rules: result.rules });
  writeText(text, output, `${result.verdict}: ${result.counts.error} errors`, io);
}
