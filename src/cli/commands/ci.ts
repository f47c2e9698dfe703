import { Command, Option } from 'commander';
import type { CiOptions } from '../../api/ci.ts';
import type { CiResult } from '../../ci/result.ts';
import { ciFormats } from '../../reporters/ci/formats.ts';
import type { CiFormat } from '../../reporters/ci/formats.ts';
import { nearest } from '../../util/nearest.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { textOptions, writeText } from '../output.ts';
import { progressLine } from '../progress.ts';

interface Flags {
  readonly against?: string | boolean;
  readonly reportOnly?: boolean;
  readonly format: CiFormat;
  readonly report?: readonly string[];
  readonly failOn?: 'error' | 'warning';
}

/** `counterfoil ci`: everything that a change has to pass, with one report. */
export function ciCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('ci')
    .summary('everything that a pull request has to pass, as one run')
    .description(
      'Runs check, compare with the state before the change, generate --check, pull --check and drift over committed ' +
        'captures, as far as counterfoil.yaml asks for them, and reports them as one: what concerns the change first, the ' +
        'rest in a line.',
    )
    .option(
      '--against <ref>',
      'branch or commit that the change is held against (default: the target of the pull request, else the main branch of origin)',
    )
    .option('--no-against', 'compare with nothing: everything counts as changed')
    .option('--report-only', 'end with 0 whatever is found')
    .addOption(new Option('-f, --format <format>', 'how to report').choices(ciFormats).default('pretty'))
    .addOption(repeatable('--report <format=file>', 'a further report, to a file'))
    .addOption(
      new Option('--fail-on <severity>', 'least severity that fails the checks (default: error)').choices([
        'error',
        'warning',
      ]),
    )
    .addHelpText(
      'after',
      `
Examples:
  counterfoil ci                                       before a commit is pushed
  counterfoil ci --format github --report markdown=summary.md --report sarif=counterfoil.sarif
  counterfoil ci --against origin/release --report-only`,
    )
    .action(async (flags: Flags) => {
      const reports = (flags.report ?? []).map(readReport);
      // Loaded here: other commands need none of it.
      const { ci } = await import('../../api/ci.ts');
      const { findMainBranch } = await import('../../api/git-changes.ts');
      const against =
        flags.against === false
          ? undefined
          : typeof flags.against === 'string'
            ? flags.against
            : (targetBranch(io.env) ?? findMainBranch(io.cwd));
      const progress = progressLine(io.stderr);
      const options: CiOptions = {
        cwd: io.cwd,
        today: io.today,
        env: io.env,
        onProgress: progress.show,
        ...(against === undefined ? {} : { against }),
        ...(flags.failOn === undefined ? {} : { failOn: flags.failOn }),
      };
      const result = await ci(options).finally(progress.clear);
      await write(result, flags.format, reports, io);
      setExit(result.verdict === 'pass' || flags.reportOnly === true ? exitCodes.ok.code : exitCodes.findings.code);
    });
}

interface FurtherReport {
  readonly format: CiFormat;
  readonly file: string;
}

function readReport(text: string): FurtherReport {
  const [name = '', ...rest] = text.split('=');
  const file = rest.join('=');
  const format = ciFormats.find((known) => known === name);
  if (format !== undefined && file !== '') return { format, file };
  const meant = format === undefined ? nearest(name, ciFormats) : undefined;
  throw new CommandError(
    'usage',
    `"${text}" is no report: it is written as <format>=<file>.`,
    meant === undefined ? `Formats are ${ciFormats.join(', ')}.` : `Did you mean ${meant}=${file}?`,
  );
}

/** The target of a pull or merge request, as hosts of CI say it in the environment; as a name that git knows after a fetch. */
function targetBranch(env: Io['env']): string | undefined {
  const said = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const commit = said('CI_MERGE_REQUEST_DIFF_BASE_SHA');
  if (commit !== undefined) return commit;
  const branch =
    said('GITHUB_BASE_REF') ??
    said('CHANGE_TARGET') ??
    said('BITBUCKET_PR_DESTINATION_BRANCH') ??
    said('BUILDKITE_PULL_REQUEST_BASE_BRANCH') ??
    said('SYSTEM_PULLREQUEST_TARGETBRANCH')?.replace(/^refs\/heads\//, '');
  return branch === undefined ? undefined : `origin/${branch}`;
}

async function write(result: CiResult, format: CiFormat, reports: readonly FurtherReport[], io: Io): Promise<void> {
  const { ciReporters } = await import('../../reporters/ci/all.ts');
  const toFile = { colour: false, width: 80, unicode: true, rules: [] };
  for (const report of reports)
    writeText(ciReporters[report.format](result, toFile), report.file, `${report.format}: ${result.verdict}`, io);
  io.stdout.write(ciReporters[format](result, { ...textOptions(io, io.stdout), rules: [] }));
}
