import type { ContractDrift, Drift, DriftResult } from '../../capture/drift/result.ts';
import { displayWidth, hang, table } from '../layout.ts';
import type { Column } from '../layout.ts';
import { createStyle } from '../pretty/style.ts';
import type { Style } from '../pretty/style.ts';
import { findingLines } from '../pretty/findings.ts';
import { count, countFindings, originNames } from '../words.ts';
import type { DriftReporter } from './reporter.ts';
import type { GroupedDrift } from './words.ts';
import { basisText, bySection, eventsText, isLive, scopeLines, shareText, usedOrigins, whenText } from './words.ts';

/** More rows of a kind would scroll the rest out of sight; the machine formats have all. */
const mostRows = 25;

/** For a terminal: a table of what drifts first, then how well captures fit, then how to approve. */
export const pretty: DriftReporter = (result, options) => {
  const style = createStyle(options);
  const shown = result.contracts.filter(({ basis, drifts }) => basis !== 'none' || drifts.length > 0);
  const lines = [
    ...verdictLines(result, style),
    '',
    ...shown.flatMap((contract) => contractLines(contract, style)),
    ...receiverLines(result, style),
    ...otherFindings(result, style),
    ...nextLines(result, style),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};

function verdictLines(result: DriftResult, style: Style): string[] {
  const texts = [
    ...scopeLines(result),
    `${countFindings(result.counts)}.`,
    ...(isLive(result) || result.captures === 0
      ? []
      : ['No live capture took part: nothing here is proven on real traffic.']),
  ];
  const [first = '', ...others] = texts.map((text) => style.show(text));
  return [
    ...hang(`${style.verdict(result.verdict)}  `, first, style.width),
    ...others.flatMap((text) => hang(' '.repeat(6), text, style.width)),
  ];
}

function contractLines(contract: ContractDrift, style: Style): string[] {
  return [
    `${style.bold(style.show(contract.id))}${style.dot}${basisText(contract)}`,
    '',
    ...bySection(contract).flatMap(([title, drifts]) => sectionLines(title, drifts, style)),
    ...conformanceLines(contract, style),
    ...contract.limits.flatMap((limit) => hang('  ', style.show(limit), style.width)),
    ...(contract.limits.length > 0 ? [''] : []),
  ];
}

function sectionLines(title: string, drifts: readonly GroupedDrift[], style: Style): string[] {
  const isNever = drifts.every(({ severity, outcome }) => severity === 'info' && outcome === 'new');
  if (isNever) return neverLines(title, drifts, style);
  const shown = drifts.slice(0, mostRows);
  const cell = (texts: (drift: GroupedDrift) => string): string[] => shown.map((drift) => style.show(texts(drift)));
  const columns: Column[] = [
    { heading: ['event'], align: 'left', cells: cell(eventsText) },
    { heading: ['where'], align: 'left', cells: cell(({ path }) => path) },
    {
      heading: ['captures'],
      align: 'right',
      cells: cell(({ captures, of }) => (captures <= of && captures > 0 ? `${captures} of ${of}` : '')),
    },
    { heading: ['seen'], align: 'left', cells: cell(whenText) },
    { heading: ['example'], align: 'left', cells: cell(exampleText) },
  ];
  const used = columns.filter(({ cells }) => cells.some((text) => text !== ''));
  const { heading, rows } = table(used);
  const isWide = Math.max(...[...heading, ...rows].map(displayWidth)) + 2 > style.width;
  return [
    `  ${style.bold(`${title}: ${drifts.length}`)}`,
    ...(used.length === 0 || isWide ? [] : heading.map((line) => `    ${style.dim(line)}`)),
    ...shown.flatMap((drift, index) => [
      ...(used.length === 0 ? [] : isWide ? narrow(drift, style) : [`    ${mark(drift, style)(rows[index] ?? '')}`]),
      ...hang('        ', style.show(`${drift.what}${approvedText(drift)}`), style.width),
      ...fieldLines(drift, style),
    ]),
    ...(drifts.length > shown.length
      ? [`    ${drifts.length - shown.length} more; --format json has all of them.`]
      : []),
    '',
  ];
}

/** What was never seen fits in a few lines. */
function neverLines(title: string, drifts: readonly GroupedDrift[], style: Style): string[] {
  const groups = Map.groupBy(drifts, ({ event }) => event ?? '');
  const events = [...groups].filter(([, own]) => own.every(({ path }) => path === '')).map(([event]) => event);
  return [
    `  ${style.bold(`${title}: ${drifts.length}`)}`,
    ...(events.length === 0 ? [] : hang('    events: ', style.show(events.join(', ')), style.width)),
    ...[...groups]
      .filter(([event]) => !events.includes(event))
      .flatMap(([event, own]) =>
        hang(`    ${style.show(event)}: `, style.show(own.map(({ path }) => path).join(', ')), style.width),
      ),
    '',
  ];
}

function mark({ severity, outcome }: Drift, style: Style): (text: string) => string {
  return (text) => (outcome === 'approved' ? style.dim(text) : style.severity(severity, text));
}

function narrow(drift: GroupedDrift, style: Style): string[] {
  const { path, captures, of } = drift;
  const often = captures > 0 && captures <= of ? `${captures} of ${of}` : '';
  const parts = [eventsText(drift), path, often, whenText(drift), exampleText(drift)].filter((part) => part !== '');
  return hang('    ', parts.map((part) => style.show(part)).join(style.dot), style.width).map(mark(drift, style));
}

function exampleText({ example }: Drift): string {
  return example === undefined ? '' : JSON.stringify(example);
}

function approvedText({ approval }: Drift): string {
  return approval === undefined ? '' : `; approved by ${approval.by} until ${approval.until}: ${approval.reason}`;
}

/** What stands below an undocumented field, at most a few. */
function fieldLines({ fields = [] }: Drift, style: Style): string[] {
  const shown = fields.slice(0, 8);
  const rest = fields.length - shown.length;
  return [
    ...shown.flatMap(({ path, types, captures }) =>
      hang('          ', style.show(`${path} ${Object.keys(types).join(' or ')} (${captures})`), style.width),
    ),
    ...(rest > 0 ? [`          and ${rest} more`] : []),
  ].map((line) => style.dim(line));
}

function conformanceLines({ events }: ContractDrift, style: Style): string[] {
  const used = usedOrigins(events);
  const rows = events.filter(({ conformance }) => used.some((origin) => conformance[origin].total > 0));
  if (rows.length === 0) return [];
  const columns: Column[] = [
    { heading: ['', 'event'], align: 'left', cells: rows.map(({ event }) => style.show(event)) },
    ...used.flatMap((origin): Column[] => [
      {
        heading: [originNames[origin], 'valid'],
        align: 'right',
        cells: rows.map(({ conformance }) => shareText(conformance[origin].valid, conformance[origin].total)),
      },
      {
        heading: ['', 'described'],
        align: 'right',
        cells: rows.map(({ conformance }) => shareText(conformance[origin].described, conformance[origin].total)),
      },
    ]),
  ];
  const { heading, rows: lines } = table(columns);
  return [
    `  ${style.bold('Conformance')}`,
    ...heading.map((line) => `    ${style.dim(line)}`),
    ...lines.map((line) => `    ${line}`),
    '',
  ];
}

function receiverLines({ receivers }: DriftResult, style: Style): string[] {
  return receivers.flatMap(({ file, deliveries, findings }) => [
    `${style.bold(style.show(file))}${style.dot}${count(deliveries, 'delivery').replace('deliverys', 'deliveries')} counted by a running receiver`,
    ...findings.map(({ vendor, event, rule, count: times }) =>
      style.show(`  ${vendor} ${event}: ${rule} ${times} times`),
    ),
    '',
  ]);
}

/** What is about no contract: what could not be read, and approvals. */
function otherFindings({ findings }: DriftResult, style: Style): string[] {
  const others = findings.filter(
    ({ contract, rule }) => contract === undefined && rule !== 'drift/reported-by-receiver',
  );
  return others.length === 0 ? [] : findingLines(others, style);
}

function nextLines({ findings, contracts }: DriftResult, style: Style): string[] {
  const commands = [
    ...new Set(
      findings.flatMap(({ help }) => (help?.startsWith(approval) === true ? [help.slice(approval.length)] : [])),
    ),
  ];
  if (commands.length === 0) return [];
  const names = new Map(contracts.flatMap(({ drifts }) => drifts.map((drift) => [drift.fingerprint, drift] as const)));
  const shown = commands.slice(0, 10);
  const about = (command: string): string => {
    const drift = names.get(/drift-[0-9a-f]{16}/.exec(command)?.[0] ?? '');
    return drift === undefined ? '' : `  # ${drift.path === '' ? drift.what : drift.path}`;
  };
  return [
    'To have the next version of a contract written that allows this: --propose <folder>',
    'To approve what is meant:',
    ...shown.map((command) => `  ${style.show(command)}${style.dim(style.show(about(command)))}`),
    ...(commands.length > shown.length
      ? [`  and ${commands.length - shown.length} more; --format json has all of them`]
      : []),
  ];
}

const approval = 'To approve it: ';
