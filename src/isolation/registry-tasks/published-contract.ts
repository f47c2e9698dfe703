import { depthOf } from '../../asyncapi/nesting.ts';
import { checkDocument } from '../../checks/check-document.ts';
import type { DocumentReport } from '../../checks/check-document.ts';
import type { CheckedContract } from '../../checks/checked-contract.ts';
import { RunError } from '../../findings/run-error.ts';
import { contractLimits } from '../../registry/domain/contracts/limits.ts';
import type { PublishedContract } from '../../registry/domain/analyst.ts';

/** A contract without errors, with what a check says of it. */
export interface SoundContract extends DocumentReport {
  readonly checked: CheckedContract;
}

/**
 * @throws {RunError} `input`, when it has errors or is beyond what a registry takes
 */
export async function readPublished({ document, scenarios }: PublishedContract): Promise<SoundContract> {
  const { depth, events } = contractLimits;
  if (Math.max(depthOf(document, depth), depthOf(scenarios ?? null, depth)) > depth)
    throw new RunError('input', `The contract is nested more than ${depth} levels deep.`);
  const report = await checkDocument(document, scenarios);
  const errors = report.findings.filter(({ severity }) => severity === 'error');
  if (report.checked === undefined || errors.length > 0)
    throw new RunError('input', 'The contract has errors.', { findings: report.findings });
  const count = report.checked.contract.events.length;
  if (count > events)
    throw new RunError('input', `The contract has ${count} events; a registry takes ${events} at most.`);
  return { ...report, checked: report.checked };
}
