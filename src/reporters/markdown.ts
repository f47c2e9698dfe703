import type { CheckResult, ContractReport, Tally } from '../checks/result.ts';
import type { Finding } from '../findings/finding.ts';
import { severities } from '../findings/severity.ts';
import { escapeMarkdown } from './escape.ts';
import type { Reporter } from './reporter.ts';
import {
  capturesText,
  count,
  countFindings,
  isLiveChecked,
  messageText,
  originNames,
  origins,
  placeText,
  subjectParts,
  totalCaptures,
} from './words.ts';

/** A comment on GitHub may have 65,536 characters; longer ones are refused. */
const mostCharacters = 60_000;

/** For a comment on a pull request or a job summary: verdict, table, and the findings folded by file. */
export const markdown: Reporter = {
  name: 'markdown',
  fileExtension: 'md',
  report(result) {
    const head = [...heading(result), ...contractTable(result.contracts)].join('\n');
    return `${head}\n${foldedFindings(result.findings, mostCharacters - head.length)}`;
  },
};

function heading(result: CheckResult): string[] {
  return [
    `### ${result.verdict === 'pass' ? '✅ counterfoil: pass' : '❌ counterfoil: fail'}`,
    '',
    `${count(result.contracts.length, 'contract')}, ${countFindings(result.counts)}. Captures: ${capturesText(result)}.`,
    ...(isLiveChecked(totalCaptures(result))
      ? []
      : ['', '**No live capture was checked: nothing here is proven on real traffic.**']),
    '',
  ];
}

function contractTable(contracts: readonly ContractReport[]): string[] {
  if (contracts.length === 0) return [];
  const headings = origins.map((origin) => originNames[origin]);
  return [
    row(['Contract', 'Events', 'Examples', ...headings]),
    row(['---', '--:', '--:', ...headings.map(() => '--:')]),
    ...contracts.map((contract) =>
      row([
        escapeMarkdown(contract.id),
        String(contract.events),
        cell(contract.examples),
        ...origins.map((origin) => cell(contract.captures[origin])),
      ]),
    ),
    '',
  ];
}

/** Findings folded by file, as many files as fit into `room` characters. */
export function foldedFindings(findings: readonly Finding[], room: number): string {
  const shown: string[] = [];
  let used = 0;
  let hidden = 0;
  for (const [file, group] of Map.groupBy(findings, (finding) => finding.place.file)) {
    const block = foldedFile(file, group);
    if (used + block.length > room) {
      hidden += group.length;
    } else {
      used += block.length;
      shown.push(block);
    }
  }
  const rest = hidden === 0 ? [] : [`${hidden} more findings do not fit here.\n`];
  return [...shown, ...rest].join('\n');
}

function foldedFile(file: string, findings: readonly Finding[]): string {
  const gravest = severities.find((severity) => findings.some((finding) => finding.severity === severity));
  return [
    `<details${gravest === 'error' ? ' open' : ''}>`,
    `<summary>${escapeMarkdown(file)}: ${count(findings.length, 'finding')}</summary>`,
    '',
    ...findings.map(listItem),
    '',
    '</details>',
    '',
  ].join('\n');
}

function listItem(finding: Finding): string {
  const about = [finding.rule, ...subjectParts(finding)].map(escapeMarkdown).join(' · ');
  const help = finding.help === undefined ? '' : `<br>${escapeMarkdown(finding.help)}`;
  return `- **${finding.severity}** ${escapeMarkdown(placeText(finding))}<br>${escapeMarkdown(messageText(finding))}<br>${about}${help}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function cell({ passed, total }: Tally): string {
  return total === 0 ? '0' : `${passed}/${total}`;
}
