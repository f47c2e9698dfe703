import type { Finding } from '../findings/finding.ts';
import { displayPath } from '../util/display-path.ts';
import { findingOf } from './report.ts';
import { tooCostly } from './rules.ts';
import type { Exclusion } from './watch.ts';

/**
 * The finding for a contract that a former attempt could not finish.
 *
 * @param file absolute path of the document
 * @param cwd folder that the path is shown relative to
 */
export function leftOut(file: string, cwd: string, reason: Exclusion): Finding {
  const message =
    reason === 'time'
      ? 'Its schemas kept the run busy beyond its deadline: the contract was left out.'
      : 'Its schemas needed more memory than a run may use: the contract was left out.';
  return findingOf(tooCostly, message, { file: displayPath(file, cwd) });
}
