import type { LoadedContract } from '../asyncapi/load-contract.ts';
import { loadContract } from '../asyncapi/load-contract.ts';
import type { Finding } from '../findings/finding.ts';
import { compareFindings } from '../findings/order.ts';
import { atLeast } from '../findings/severity.ts';
import { toolVersion } from '../util/version.ts';
import { catalog } from './catalog.ts';
import { checkCaptures } from './captures.ts';
import { compileContract, type CheckedContract } from './checked-contract.ts';
import { checkEndpoint } from './endpoint.ts';
import { checkExamples } from './examples.ts';
import { leftOut } from './left-out.ts';
import { lintContract } from './lint/all.ts';
import type { CheckOptions } from './options.ts';
import { loadPlugins } from './plugins.ts';
import { checkReleases } from './releases.ts';
import { findingOf } from './report.ts';
import type { CheckResult, ContractReport, ExampleReport } from './result.ts';
import { duplicateContract } from './rules.ts';
import { checkScenariosOf } from './scenarios.ts';
import { applySeverities } from './severities.ts';
import { addTallies, countBySeverity, emptyCaptureTallies } from './tally.ts';
import { noWatch, type Exclusion, type RunContext } from './watch.ts';

/**
 * Checks contracts, their examples and captures.
 *
 * Whatever is wrong with the input is a finding. The result does not depend on the time or the machine.
 *
 * @throws RunError when a local module cannot be used
 */
export async function runChecks(
  options: CheckOptions,
  { watch, excluded, isAttested }: RunContext = { watch: noWatch, excluded: new Map() },
): Promise<CheckResult> {
  const plugins = await loadPlugins(options.plugins);
  const rules = new Map([...catalog, ...plugins.rules].map((rule) => [rule.id, rule]));
  const works: ContractWork[] = [];
  for (const [index, file] of options.contracts.entries()) {
    watch.stage('contracts', index, options.contracts.length);
    watch.enter(file);
    const reason = excluded.get(file);
    works.push(
      reason === undefined ? await checkContract(file, options, plugins) : excludedWork(file, options, reason),
    );
  }
  watch.enter(undefined);
  const contracts = works.flatMap(({ checked }) => (checked === undefined ? [] : [checked]));
  const releases = await checkReleases(contracts, options);
  const captures = await checkCaptures(contracts, options, plugins.captureFormats, { watch, isAttested });
  const findings = applySeverities(
    [
      ...options.findings,
      ...works.flatMap((work) => work.findings),
      ...duplicates(works),
      ...releases,
      ...captures.findings,
    ],
    rules,
    options,
  ).toSorted(compareFindings);
  return {
    toolVersion,
    verdict: findings.some(({ severity }) => atLeast(severity, options.failOn)) ? 'fail' : 'pass',
    failOn: options.failOn,
    profile: options.profile,
    contracts: works
      .flatMap((work) => contractReport(work, captures, findings))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    captureFiles: captures.files,
    findings,
    counts: countBySeverity(findings),
    rules: [...new Set(findings.map(({ rule }) => rule))].toSorted().flatMap((id) => rules.get(id) ?? []),
  };
}

/** A contract on its way through the checks. */
interface ContractWork {
  readonly file: string;
  readonly loaded: LoadedContract | undefined;
  /** Undefined when the contract could not be built. */
  readonly checked: CheckedContract | undefined;
  readonly examples: readonly ExampleReport[];
  readonly findings: readonly Finding[];
}

async function checkContract(
  file: string,
  options: CheckOptions,
  plugins: Awaited<ReturnType<typeof loadPlugins>>,
): Promise<ContractWork> {
  const loaded = await loadContract(file, { cwd: options.cwd });
  const { contract, document } = loaded;
  if (contract === undefined) return { file, loaded, checked: undefined, examples: [], findings: loaded.findings };
  const { checked, findings } = compileContract(contract, document, file);
  const examples = checkExamples(checked, options.profile);
  const isSound = findings.every(({ severity }) => severity !== 'error');
  return {
    file,
    loaded,
    checked,
    examples: examples.reports,
    findings: [
      ...loaded.findings,
      ...findings,
      ...lintContract({ contract, document }, plugins.lintRules),
      ...examples.findings,
      ...checkEndpoint(checked, options),
      ...(isSound ? await checkScenariosOf(checked, options.cwd) : []),
    ],
  };
}

function excludedWork(file: string, { cwd }: CheckOptions, reason: Exclusion): ContractWork {
  return { file, loaded: undefined, checked: undefined, examples: [], findings: [leftOut(file, cwd, reason)] };
}

function duplicates(works: readonly ContractWork[]): Finding[] {
  const first = new Map<string, string>();
  return works.flatMap(({ checked }) => {
    if (checked === undefined) return [];
    const { id } = checked.contract;
    const { file } = checked.document;
    const known = first.get(id);
    if (known === undefined) first.set(id, file);
    return known === undefined
      ? []
      : [findingOf(duplicateContract, `${id} is also described by ${known}.`, { file }, { contract: id })];
  });
}

function contractReport(
  { checked, examples }: ContractWork,
  captures: Awaited<ReturnType<typeof checkCaptures>>,
  findings: readonly Finding[],
): ContractReport[] {
  if (checked === undefined) return [];
  const { contract } = checked;
  const tallies = emptyCaptureTallies();
  for (const file of captures.files) if (file.contract === contract.id) addTallies(tallies, file.captures);
  return [
    {
      id: contract.id,
      vendor: contract.vendor,
      version: contract.version,
      title: contract.title,
      file: checked.document.file,
      events: contract.events.length,
      documentedByNameOnly: contract.events.filter((event) => event.examples.length === 0).length,
      examples: { passed: examples.filter(({ passed }) => passed).length, total: examples.length },
      exampleReports: examples,
      captures: tallies,
      signatures: captures.signatures.get(contract.id) ?? { verified: 0, failed: 0, notChecked: 0 },
      findings: countBySeverity(findings.filter((finding) => finding.contract === contract.id)),
    },
  ];
}
