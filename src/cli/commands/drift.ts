import { Argument, Command, Option } from 'commander';
import type { DriftSettings } from '../../api/drift.ts';
import type { DriftResult } from '../../capture/drift/result.ts';
import { driftFormats } from '../../reporters/drift/formats.ts';
import type { DriftFormat } from '../../reporters/drift/formats.ts';
import { readDuration } from '../../capture/drift/times.ts';
import { readStoreKey } from '../captures-options.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { textOptions, writeText } from '../output.ts';
import { progressLine } from '../progress.ts';

interface Flags {
  readonly contract?: readonly string[];
  readonly origin?: 'live' | 'documented' | 'simulated';
  readonly since?: string;
  readonly baseline?: readonly string[];
  readonly baselineReport?: string;
  readonly receiverReport?: readonly string[];
  readonly storeKeyEnv?: string;
  readonly trust?: string;
  readonly failOn: 'error' | 'warning';
  readonly workers?: string;
  readonly propose?: string;
  readonly format: DriftFormat;
  readonly output?: string;
  readonly approvals: string | boolean;
}

/** `counterfoil drift`: where captures and contracts disagree. */
export function driftCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('drift')
    .summary('find where captures and contracts disagree')
    .description(
      'Holds captures against contracts and says, by event, what is undocumented, what has another type, form or value, ' +
        'what is absent or null, which events nobody wrote down, and against a baseline what went quiet.',
    )
    .addArgument(
      new Argument(
        '[captures...]',
        'capture files, folders or glob patterns, or stores: a file, a postgres:// URL (default: those of counterfoil.yaml)',
      ),
    )
    .addOption(
      repeatable(
        '-c, --contract <contract>',
        'contract to hold them against (default: those of counterfoil.yaml, else asyncapi)',
      ),
    )
    .addOption(
      new Option('--origin <origin>', 'where captures come from that do not say it').choices([
        'live',
        'documented',
        'simulated',
      ]),
    )
    .option('--since <time>', 'count captures from then on: a day, a time, or a duration up to the end of today (7d)')
    .addOption(
      repeatable('--baseline <window>', 'tell what went quiet: a duration before --since (30d), or capture files'),
    )
    .option('--baseline-report <file>', 'tell what went quiet since the JSON report of a former run')
    .addOption(repeatable('--receiver-report <file>', 'counts of a running receiver: the JSON of report.snapshot()'))
    .option('--store-key-env <name>', 'environment variable with the key of a sealed store, in base64')
    .option('--trust <file>', 'public keys of gateways (PEM): captures that one of them signed are attested')
    .addOption(
      new Option('--fail-on <severity>', 'least severity that fails the run')
        .choices(['error', 'warning'])
        .default('warning'),
    )
    .option('--propose <folder>', 'write the next version of each contract that drifts, for you to review')
    .option('--workers <count>', 'threads to divide the captures among (default: by their size)')
    .addOption(new Option('-f, --format <format>', 'how to report').choices(driftFormats).default('pretty'))
    .option('-o, --output <file>', 'write the report to a file instead')
    .option('--approvals <file>', 'file with approvals (default: the nearest counterfoil.approvals.yaml upwards)')
    .option('--no-approvals', 'approve nothing')
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil drift 'captures/*.ndjson' --contract cafe
  counterfoil drift 'captures/*.ndjson' --since 7d --baseline 30d
  counterfoil drift 'captures/*.ndjson' --contract cafe --propose proposal
  counterfoil drift today.ndjson --baseline-report last-week.json --format github`,
    )
    .action(async (captures: string[], flags: Flags) => {
      const progress = progressLine(io.stderr);
      // Loaded here: other commands need none of it.
      const { drift, proposeDrift } = await import('../../api/drift.ts');
      const options = { ...settings(flags, io), onProgress: progress.show };
      const { propose } = flags;
      const { result, proposals } = await (
        propose === undefined
          ? drift(captures, options).then((found) => ({ result: found, proposals: [] }))
          : proposeDrift(captures, propose, options)
      ).finally(progress.clear);
      await write(result, flags, io);
      for (const { id, from, bump, left } of proposals) {
        const rest = left.length === 0 ? '' : `; left for a person: ${left.length}`;
        io.stderr.write(`${id} proposed from ${from} (${bump} step)${rest}; read ${propose}/PROPOSAL.md\n`);
      }
      if (propose !== undefined && proposals.length === 0) io.stderr.write('Nothing drifts: no version is proposed.\n');
      setExit(result.verdict === 'pass' ? exitCodes.ok.code : exitCodes.findings.code);
    });
}

function settings(flags: Flags, io: Io): DriftSettings {
  const { contract, origin, since, baselineReport, receiverReport, failOn, approvals, workers } = flags;
  return {
    cwd: io.cwd,
    today: io.today,
    failOn,
    approvals,
    ...(contract === undefined ? {} : { contracts: contract }),
    ...(origin === undefined ? {} : { origin }),
    ...(since === undefined ? {} : { since }),
    ...baselineOf(flags.baseline),
    ...(baselineReport === undefined ? {} : { baselineReport }),
    ...(receiverReport === undefined ? {} : { receiverReports: receiverReport }),
    ...(flags.trust === undefined ? {} : { trust: flags.trust }),
    ...(flags.storeKeyEnv === undefined ? {} : { storeKey: readStoreKey(flags.storeKeyEnv, io) }),
    ...(workers === undefined ? {} : { workers: readWorkers(workers) }),
  };
}

function baselineOf(baseline: readonly string[] | undefined): Pick<DriftSettings, 'baseline'> {
  if (baseline === undefined) return {};
  const [only = '', ...others] = baseline;
  return { baseline: others.length === 0 && readDuration(only) !== undefined ? only : baseline };
}

function readWorkers(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new CommandError('usage', `--workers takes a whole number over 0, not "${text}".`);
}

async function write(result: DriftResult, { format, output }: Flags, io: Io): Promise<void> {
  const { driftReporters } = await import('../../reporters/drift/all.ts');
  const layout = output === undefined ? textOptions(io, io.stdout) : { colour: false, width: 80, unicode: true };
  const text = driftReporters[format](result, { ...layout, rules: result.rules });
  const { error, warning } = result.counts;
  writeText(text, output, `${result.verdict}: ${error} errors, ${warning} warnings`, io);
}
