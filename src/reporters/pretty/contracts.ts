import type { CaptureOrigin, ContractReport, Tally } from '../../checks/result.ts';
import { displayWidth, hang, table } from '../layout.ts';
import type { Column } from '../layout.ts';
import { count, originNames, origins, tallyText } from '../words.ts';
import type { Style } from './style.ts';

/** A table with a row for each contract; a list where the terminal is too narrow for the table. */
export function contractLines(contracts: readonly ContractReport[], style: Style): string[] {
  const { heading, rows } = table(columns(contracts, style));
  const width = Math.max(...[...heading, ...rows].map(displayWidth)) + 2;
  if (width > style.width) return contracts.flatMap((contract) => listContract(contract, style));
  return [
    ...heading.map((line) => `  ${style.dim(line)}`),
    `  ${style.dim(style.rule.repeat(width - 2))}`,
    ...rows.map((row, index) => `  ${hasErrors(contracts[index]) ? style.severity('error', row) : row}`),
  ];
}

function columns(contracts: readonly ContractReport[], style: Style): Column[] {
  return [
    { heading: ['contract'], align: 'left', cells: contracts.map((contract) => style.show(contract.id)) },
    { heading: ['events'], align: 'right', cells: contracts.map((contract) => String(contract.events)) },
    { heading: ['examples'], align: 'right', cells: contracts.map((contract) => cell(contract.examples)) },
    ...captureColumns(contracts),
    ...signatureColumn(contracts),
  ];
}

/** Live captures always have a column; the other origins where there are any. */
function captureColumns(contracts: readonly ContractReport[]): Column[] {
  const used = origins.filter((origin) => contracts.some((contract) => contract.captures[origin].total > 0));
  const column = (origin: CaptureOrigin): Column => ({
    heading: originNames[origin].split(' '),
    align: 'right',
    cells: contracts.map((contract) => cell(contract.captures[origin])),
  });
  const live: Column = { heading: ['live'], align: 'right', cells: contracts.map(() => '0') };
  return [...(used.some(isLive) ? [] : [live]), ...used.map(column)];
}

function signatureColumn(contracts: readonly ContractReport[]): Column[] {
  const tallies = contracts.map(({ signatures }) => ({
    passed: signatures.verified,
    total: signatures.verified + signatures.failed,
  }));
  if (tallies.every((tally) => tally.total === 0)) return [];
  return [{ heading: ['signatures', 'verified'], align: 'right', cells: tallies.map(cell) }];
}

function listContract(contract: ContractReport, style: Style): string[] {
  const shown = origins.filter((origin) => isLive(origin) || contract.captures[origin].total > 0);
  const facts = [
    count(contract.events, 'event'),
    `examples ${tallyText(contract.examples)}`,
    ...shown.map((origin) => `${originNames[origin]} ${cell(contract.captures[origin])}`),
  ];
  return [`  ${style.bold(style.show(contract.id))}`, ...hang('    ', facts.join(', '), style.width)];
}

function cell({ passed, total }: Tally): string {
  return total === 0 ? '0' : `${passed}/${total}`;
}

function isLive(origin: CaptureOrigin): boolean {
  return origin === 'liveAttested' || origin === 'liveClaimed';
}

function hasErrors(contract: ContractReport | undefined): boolean {
  return contract !== undefined && contract.findings.error > 0;
}
