import { catalog } from '../checks/catalog.ts';
import type { CheckOptions } from '../checks/options.ts';
import { applySeverities } from '../checks/severities.ts';
import type { Finding } from '../findings/finding.ts';
import { atLeast } from '../findings/severity.ts';

/** One thing to be tested. */
export interface ContractCheck {
  /** What it belongs to: a contract, or a file with captures. */
  readonly group: string;
  readonly name: string;
  /** @throws {ContractCheckError} when it does not hold */
  check(): void;
}

/** A contract, an example or a capture is not as it should be. The message says what is wrong, and where. */
export class ContractCheckError extends Error {
  override readonly name = 'ContractCheckError';
}

const rules = new Map(catalog.map((rule) => [rule.id, rule]));

/** The findings that fail a test, after the configured severities; in the strict profile also drift, whatever its severity. */
export function failing(findings: readonly Finding[], plan: CheckOptions): Finding[] {
  return applySeverities(findings, rules, plan).filter(
    ({ rule, severity }) => atLeast(severity, plan.failOn) || (plan.profile === 'strict' && rule.startsWith('drift/')),
  );
}

/** No more are printed for one test. */
const mostListed = 20;

/**
 * @throws {ContractCheckError} when there are findings
 */
export function expectNone(findings: readonly Finding[], what: string): void {
  if (findings.length === 0) return;
  const lines = findings.slice(0, mostListed).flatMap(linesOf);
  const hidden = findings.length - mostListed;
  const wrong = findings.length === 1 ? 'one thing is' : `${findings.length} things are`;
  const more = hidden > 0 ? [`  ... and ${hidden} more`] : [];
  throw new ContractCheckError([`${what}: ${wrong} wrong.`, '', ...lines, ...more].join('\n'));
}

function linesOf({ message, rule, place, help, evidence }: Finding): string[] {
  const where = [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
  return [
    `  ${message}`,
    `    at      ${where}`,
    ...(evidence?.schema === undefined ? [] : [`    schema  ${evidence.schema}`]),
    `    rule    ${rule}`,
    ...(help === undefined ? [] : [`    help    ${help}`]),
  ];
}
