import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import type { GeneratedDocs } from './generated-docs.ts';
import { withGeneratedParts } from './generated-docs.ts';

const root = join(import.meta.dirname, '../..');
const file = 'docs/errors.md';

type Row = readonly string[];

/** The tables of the page on errors: exit codes from the table of the program, what servers answer from where they answer it. */
export function errorDocs(): GeneratedDocs {
  const exits = Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning]);
  const parts = {
    exits: table(['exit code', 'meaning'], exits),
    mock: table(['`reason`', 'status'], mockReasons()),
    contracts: table(['`type`', 'status'], contractProblems()),
    subjects: table(['`error_code`', 'status', 'message'], subjectCodes()),
  };
  return new Map([[file, withGeneratedParts(file, parts)]]);
}

function mockReasons(): Row[] {
  const found = matchesOf(sources('src/mock/server'), /\brefusal\(\s*(\d{3}),\s*'([\w-]+)'/g);
  const byReason = Map.groupBy(found, ([, reason = '']) => reason);
  return [...byReason]
    .toSorted(([left], [right]) => left.localeCompare(right))
    .map(([reason, rows]) => [code(reason), [...new Set(rows.map(([status = '']) => status))].toSorted().join(', ')]);
}

function contractProblems(): Row[] {
  const text = readFileSync(join(root, 'src/registry/routes/contracts/problem.ts'), 'utf8');
  const statuses = text.slice(text.indexOf('const statuses'), text.indexOf('};'));
  return matchesOf(statuses, /'?([\w-]+)'?: (\d{3}),/g).map(([reason = '', status = '']) => [
    code(`urn:counterfoil:problem:${reason}`),
    status,
  ]);
}

function subjectCodes(): Row[] {
  const text = readFileSync(join(root, 'src/registry/domain/subjects/subject-error.ts'), 'utf8');
  const found = matchesOf(text, /SubjectError\(\s*(\d{3,5}),\s*(?:[\w\s=]+\? )?(?:'([^']*)'|`([^`]*)`)/g);
  const byCode = new Map(found.map(([number = '', plain, template]) => [number, plain ?? template ?? '']));
  return [...byCode]
    .toSorted(([left], [right]) => left.padEnd(5, '0').localeCompare(right.padEnd(5, '0')))
    .map(([number, message]) => [
      code(number),
      number.slice(0, 3),
      message.replaceAll(/\$\{([^}]*)\}/g, '…').replaceAll('|', '\\|'),
    ]);
}

function sources(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .toSorted()
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n');
}

/**
 * The groups of all matches.
 *
 * @throws Error when there is none: the code is written otherwise now
 */
function matchesOf(text: string, pattern: RegExp): (string | undefined)[][] {
  const found = Array.from(text.matchAll(pattern), (match) => match.slice(1));
  if (found.length === 0)
    throw new Error(`Nothing in the code looks like ${String(pattern)}: see scripts/lib/error-docs.ts.`);
  return found;
}

const code = (text: string): string => `\`${text}\``;

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
