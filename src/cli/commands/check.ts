import { Argument, Command, Option } from 'commander';
import type { CheckContractsOptions } from '../../api/check-contracts.ts';
import type { CheckResult } from '../../checks/result.ts';
import { nearest } from '../../util/nearest.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { writeReport } from '../output.ts';
import { repeatable } from '../options.ts';
import { progressLine } from '../progress.ts';
import { findReporter, reporterNames } from '../reporters.ts';
import { readSecretOptions } from '../secret-options.ts';

interface Flags {
  readonly captures?: readonly string[];
  readonly origin?: 'live' | 'documented' | 'simulated';
  readonly url?: string;
  readonly secret?: readonly string[];
  readonly trust?: readonly string[];
  readonly format: string;
  readonly output?: string;
  readonly failOn?: 'error' | 'warning';
  readonly profile?: 'tolerant' | 'strict';
  readonly config?: string | boolean;
}

/** `counterfoil check`: contracts, their documented examples, and captures. */
export function checkCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('check')
    .summary('test contracts, their documented examples, and captures')
    .description(
      'Tests contracts: that they are valid AsyncAPI documents, that every documented example fits its event, and that ' +
        'captures of real deliveries do (method, content type, headers, signature, payload).',
    )
    .addArgument(
      new Argument(
        '[contract...]',
        'AsyncAPI documents, folders, or shipped contracts as <vendor> or <vendor>@<version>',
      ).default([], 'what counterfoil.yaml names, else what was pulled and the folder asyncapi'),
    )
    .addOption(repeatable('-c, --captures <glob>', 'capture files: .http, .har, .ndjson, .json'))
    .addOption(
      new Option('--origin <origin>', 'where captures come from that do not say it').choices([
        'live',
        'documented',
        'simulated',
      ]),
    )
    .option('--url <url>', 'URL registered with the vendor, for signatures that cover it')
    .addOption(
      repeatable('--secret <vendor=VARIABLE>', 'environment variable that holds the secret shared with a vendor'),
    )
    .addOption(repeatable('--trust <file>', 'public keys (PEM): captures that one of them signed are attested'))
    .option('-f, --format <format>', `how to report: ${reporterNames.join(', ')}, or one of a plugin`, 'pretty')
    .option('-o, --output <file>', 'write the report to a file instead')
    .addOption(
      new Option('--fail-on <severity>', 'least severity that fails the run (default: error)').choices([
        'error',
        'warning',
      ]),
    )
    .addOption(
      new Option(
        '--profile <profile>',
        'strict also reports what the contract does not document (default: tolerant)',
      ).choices(['tolerant', 'strict']),
    )
    .option('--config <file>', 'configuration file (default: the nearest counterfoil.yaml upwards)')
    .option('--no-config', 'ignore counterfoil.yaml')
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil check                               everything below asyncapi/, or what counterfoil.yaml names
  counterfoil check cafe@2.0.0 --profile strict   a contract that comes with counterfoil
  counterfoil check asyncapi/cafe --captures 'live/*.http' --origin live \\
    --url https://hooks.example.com/cafe --secret cafe=CAFE_SECRET
  counterfoil check --format sarif --output check.sarif`,
    )
    .action(async (targets: string[], flags: Flags) => {
      // Loaded here: the help needs none of it.
      const { checkContracts } = await import('../../api/check-contracts.ts');
      const config = flags.config ?? true;
      const reporter = await findReporter(flags.format, config, io);
      const progress = progressLine(io.stderr);
      const result = await checkContracts(targets, {
        ...settings(flags, io),
        config,
        onProgress: progress.show,
      }).finally(progress.clear);
      if (result.verdict === 'pass') refuseSecretsOfNobody(flags.secret ?? [], result);
      await writeReport(reporter, result, flags.output, io);
      setExit(exitCodeOf(result));
    });
}

function settings(flags: Flags, io: Io): CheckContractsOptions {
  return {
    cwd: io.cwd,
    env: io.env,
    today: io.today,
    ...(flags.captures === undefined ? {} : { captures: flags.captures }),
    ...(flags.origin === undefined ? {} : { origin: flags.origin }),
    ...(flags.url === undefined ? {} : { url: flags.url }),
    ...(flags.secret === undefined ? {} : { secrets: readSecretOptions(flags.secret, io.env) }),
    ...(flags.trust === undefined ? {} : { trust: flags.trust }),
    ...(flags.failOn === undefined ? {} : { failOn: flags.failOn }),
    ...(flags.profile === undefined ? {} : { profile: flags.profile }),
  };
}

/** A mistyped vendor's secret would leave signatures unverified, and say nothing. */
function refuseSecretsOfNobody(secrets: readonly string[], { contracts }: CheckResult): void {
  const vendors = [...new Set(contracts.map(({ vendor }) => vendor))];
  const named = secrets.map((option) => option.split('=')[0] ?? '').find((vendor) => !vendors.includes(vendor));
  if (named === undefined) return;
  const meant = nearest(named, vendors);
  throw new CommandError(
    'usage',
    `There is a secret of ${named}, but no contract of it was checked.`,
    `${meant === undefined ? '' : `Did you mean ${meant}? `}Checked were contracts of ${vendors.join(', ')}.`,
  );
}

/** What cannot be read weighs more than what was found in the rest. */
function exitCodeOf(result: CheckResult): number {
  const unreadable = result.findings.some(({ rule, severity }) => severity === 'error' && rule.startsWith('input/'));
  if (unreadable) return exitCodes.input.code;
  return result.verdict === 'pass' ? exitCodes.ok.code : exitCodes.findings.code;
}
