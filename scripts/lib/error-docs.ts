import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { StoreError } from '../../src/database/store-error.ts';
import { RunError } from '../../src/findings/run-error.ts';
import { IsolationError } from '../../src/isolation/run-isolated.ts';
import { AccessDenied } from '../../src/registry/domain/access.ts';
import * as subjectErrors from '../../src/registry/domain/subjects/subject-error.ts';
import { failureOf, TooManyRequests } from '../../src/registry/routes/failure.ts';
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
    mock: table(['`reason`', 'status', 'what to do'], mockReasons()),
    contracts: table(['`type`', 'status', 'what to do'], contractProblems()),
    general: table(['status', 'meaning', '`Retry-After`'], generalFailures()),
    subjects: table(['`error_code`', 'status', 'message'], subjectCodes()),
  };
  return new Map([[file, withGeneratedParts(file, parts)]]);
}

const mockAdvice: Readonly<Record<string, string>> = {
  busy: 'Send again: too many large bodies come at the same time',
  'content-encoding': 'Send the body in an encoding that is known, and whole',
  'content-type': 'Send JSON as `application/json`, or as what the contract says',
  failed: 'Report it: this is a bug, and the log of the mock says more',
  invalid: 'Look at `violations`: they say what breaks the schema of the event, and where',
  method: 'Use a method of `Allow`',
  'no-endpoint': 'Take a path that the page of the mock lists',
  'not-json': 'Send JSON in UTF-8; `detail` says where it stops being that',
  preference: 'Write `Prefer` as in [failures](mock.md#failures-for-a-senders-retries)',
  quota: 'Send more slowly, or ask for a space with a greater quota',
  signature: 'Sign with the secret of the mock; `detail` says what does not match',
  'too-large': 'Send less',
  undocumented: 'Look at `warnings`, or leave out `--profile strict`',
  'unknown-event': 'Look at `nearest`: the name of the event is not in the contract',
};

const contractAdvice: Readonly<Record<string, string>> = {
  absent: 'Look at `suggestions`; a private contract is absent for whoever may not see it',
  unusable: 'Mend what `findings` say: it is no contract, or not the one of the path',
  'released-changed': 'Publish it as a new version: this one is there, and says something else',
  'words-changed': 'Publish it as a new version: this one is there, with other words',
  'bump-too-small': 'Publish it as the version that `comparison` demands',
  'subject-conflict': 'Somebody has registered another schema under a subject of the contract: look at it first',
  'visibility-differs': 'Change who may see it by itself, not by publishing it again',
};

/** @throws Error when nobody has written what to do about a reason */
function adviceOn(advice: Readonly<Record<string, string>>, reason: string): string {
  const found = advice[reason];
  if (found === undefined) throw new Error(`scripts/lib/error-docs.ts does not say what to do about ${reason}.`);
  return found;
}

function mockReasons(): Row[] {
  const found = matchesOf(sources('src/mock/server'), /\brefusal\(\s*(\d{3}),\s*'([\w-]+)'/g);
  const byReason = Map.groupBy(found, ([, reason = '']) => reason);
  return [...byReason]
    .toSorted(([left], [right]) => left.localeCompare(right))
    .map(([reason, rows]) => [
      code(reason),
      [...new Set(rows.map(([status = '']) => status))].toSorted().join(', '),
      adviceOn(mockAdvice, reason),
    ]);
}

function contractProblems(): Row[] {
  const text = readFileSync(join(root, 'src/registry/routes/contracts/problem.ts'), 'utf8');
  const statuses = text.slice(text.indexOf('const statuses'), text.indexOf('};'));
  return matchesOf(statuses, /'?([\w-]+)'?: (\d{3}),/g).map(([reason = '', status = '']) => [
    code(`urn:counterfoil:problem:${reason}`),
    status,
    adviceOn(contractAdvice, reason),
  ]);
}

/** Each error is made once, with an ellipsis for what it is about. */
function subjectCodes(): Row[] {
  const makers = Object.values(subjectErrors).filter((one) => one !== subjectErrors.SubjectError);
  const made = makers.map((make) => (make as (one: string, more: string[]) => subjectErrors.SubjectError)('…', ['…']));
  const elsewhere = matchesOf(
    sources('src/registry/routes'),
    /SubjectError\(\s*(\d{3,5}),\s*(?:'([^']*)'|`([^`]*)`)/g,
  ).map(([number, plain, template = '']) => ({
    code: Number(number),
    message: plain ?? template.replace(/\$\{.*\}(?=:)/, '…'),
  }));
  const rows = [...made, ...elsewhere].map(({ code: number, message }) => [
    code(String(number)),
    String(number).slice(0, 3),
    message === '…' ? 'what is not permitted' : message.replaceAll('|', '\\|'),
  ]);
  const unique = [...new Map(rows.map((row) => [row.join(), row])).values()];
  return unique.toSorted(([left = ''], [right = '']) =>
    left.slice(1, -1).padEnd(5, '0').localeCompare(right.slice(1, -1).padEnd(5, '0')),
  );
}

/** What is answered whatever was asked for: failures as the server tells them. */
function generalFailures(): Row[] {
  const failures = [
    new AccessDenied('unknown', 'no token, or one that is not known: what is needed is said'),
    new AccessDenied('forbidden', 'the token is not for this'),
    Object.assign(new Error(), { statusCode: 404, message: 'There is nothing here.' }),
    Object.assign(new Error(), { statusCode: 413, code: 'FST_ERR_CTP_BODY_TOO_LARGE' }),
    Object.assign(new Error(), { statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }),
    new RunError('input', 'what cannot be read, with its `findings`'),
    new TooManyRequests('more requests than an address or token may make', 1),
    new IsolationError('', 'busy'),
    new StoreError('unavailable', ''),
    new StoreError('conflict', ''),
    new StoreError('full', ''),
    new Error('a bug'),
  ].map(failureOf);
  return failures
    .toSorted((left, right) => left.status - right.status)
    .map(({ status, detail, headers }) => [String(status), detail, headers['retry-after'] === undefined ? '' : 'yes']);
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
