import type { ContractDrift, DriftResult } from '../../capture/drift/result.ts';
import { escapeMarkdown } from '../escape.ts';
import { countFindings, originNames } from '../words.ts';
import type { DriftReporter } from './reporter.ts';
import type { GroupedDrift } from './words.ts';
import { basisText, bySection, isLive, scopeLines, shareText, usedOrigins, whenText } from './words.ts';

/** A comment on GitHub may have 65,536 characters; longer ones are refused. */
const mostCharacters = 60_000;

/** For a comment on a pull request or a job summary: the verdict, then tables of what drifts. */
export const markdown: DriftReporter = (result) => {
  const head = heading(result).join('\n');
  const blocks = result.contracts
    .filter(({ basis, drifts }) => basis !== 'none' || drifts.length > 0)
    .flatMap((contract) => contractBlocks(contract));
  return `${head}\n${fitting([...blocks, ...otherBlocks(result)], mostCharacters - head.length)}`;
};

function heading(result: DriftResult): string[] {
  return [
    `### ${result.verdict === 'pass' ? '✅ counterfoil drift: pass' : '❌ counterfoil drift: fail'}`,
    '',
    [...scopeLines(result), `${countFindings(result.counts)}.`].map(escapeMarkdown).join(' '),
    '',
    ...(isLive(result) || result.captures === 0
      ? []
      : ['**No live capture took part: nothing here is proven on real traffic.**', '']),
  ];
}

function contractBlocks(contract: ContractDrift): string[] {
  const title = `#### ${escapeMarkdown(contract.id)}: ${basisText(contract)}\n`;
  return [
    title,
    ...bySection(contract).map(([name, drifts]) => section(name, drifts)),
    conformance(contract),
    ...contract.limits.map((limit) => `${escapeMarkdown(limit)}\n`),
  ];
}

function section(title: string, drifts: readonly GroupedDrift[]): string {
  const isOpen = drifts.some(({ severity, outcome }) => outcome === 'new' && severity !== 'info');
  return [
    `<details${isOpen ? ' open' : ''}>`,
    `<summary>${title}: ${drifts.length}</summary>`,
    '',
    row(['Event', 'Where', 'What', 'Captures', 'Seen', 'Example', 'Fingerprint']),
    row(['---', '---', '---', '--:', '---', '---', '---']),
    ...drifts.map((drift) =>
      row([
        escapeMarkdown(drift.events.join(', ')),
        escapeMarkdown(drift.path),
        escapeMarkdown(
          drift.approval === undefined ? drift.what : `${drift.what} (approved until ${drift.approval.until})`,
        ),
        drift.captures > 0 && drift.captures <= drift.of ? `${drift.captures} of ${drift.of}` : '',
        whenText(drift),
        drift.example === undefined ? '' : escapeMarkdown(JSON.stringify(drift.example)),
        drift.severity === 'info' && drift.outcome === 'new' ? '' : `\`${drift.fingerprint}\``,
      ]),
    ),
    '',
    '</details>',
    '',
  ].join('\n');
}

function conformance({ events }: ContractDrift): string {
  const used = usedOrigins(events);
  const rows = events.filter(({ conformance: own }) => used.some((origin) => own[origin].total > 0));
  if (rows.length === 0) return '';
  return [
    row(['Conformance', ...used.flatMap((origin) => [`${originNames[origin]}: valid`, 'described'])]),
    row(['---', ...used.flatMap(() => ['--:', '--:'])]),
    ...rows.map(({ event, conformance: own }) =>
      row([
        escapeMarkdown(event),
        ...used.flatMap((origin) => [
          shareText(own[origin].valid, own[origin].total),
          shareText(own[origin].described, own[origin].total),
        ]),
      ]),
    ),
    '',
  ].join('\n');
}

/** What is about no contract: what receivers counted, what could not be read, and approvals. */
function otherBlocks({ findings }: DriftResult): string[] {
  const others = findings.filter(({ contract }) => contract === undefined);
  return others.length === 0
    ? []
    : [
        [
          ...others.map(
            ({ severity, message, place }) => `- **${severity}** ${escapeMarkdown(`${place.file}: ${message}`)}`,
          ),
          '',
        ].join('\n'),
      ];
}

function fitting(blocks: readonly string[], room: number): string {
  const shown: string[] = [];
  let used = 0;
  for (const block of blocks) {
    if (used + block.length > room)
      return [...shown, 'More does not fit here; the format json has all of it.\n'].join('\n');
    used += block.length + 1;
    shown.push(block);
  }
  return shown.join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
