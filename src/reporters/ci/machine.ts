import { asCheckResult } from '../../ci/steps.ts';
import { toJson } from '../escape.ts';
import { annotations } from '../github.ts';
import { gitlab as gitlabOfCheck } from '../gitlab.ts';
import { junit as junitOfCheck } from '../junit.ts';
import { sarif as sarifOfCheck } from '../sarif.ts';
import { countFindings } from '../words.ts';
import type { CiReporter } from './reporter.ts';

/** The whole result as data; `format` and `formatVersion` say how to read it. */
export const json: CiReporter = (result) => toJson({ format: 'counterfoil-ci', formatVersion: 1, ...result });

/** JUnit XML: what `check` writes, with the findings of all steps. */
export const junit: CiReporter = (result, options) => junitOfCheck.report(asCheckResult(result, false), options);

/** SARIF 2.1.0 with all findings: code scanning tells by their fingerprints which are new. */
export const sarif: CiReporter = (result, options) => {
  const check = asCheckResult(result, false);
  return sarifOfCheck.report(check, { ...options, rules: check.rules });
};

/** GitLab's Code Quality report with all findings: GitLab tells which are new. */
export const gitlab: CiReporter = (result, options) => gitlabOfCheck.report(asCheckResult(result, false), options);

/** GitHub Actions workflow commands, for what concerns the change alone. */
export const github: CiReporter = (result) => {
  const { findings, verdict, counts } = asCheckResult(result, true);
  const stopped = result.steps
    .filter(({ outcome }) => outcome === 'stopped')
    .map(
      ({ step, message }) =>
        `::error title=counterfoil ${step}::${message.replaceAll('%', '%25').replaceAll('\n', '%0A')}`,
    );
  return [...annotations(findings), ...stopped, `counterfoil ci: ${verdict}, ${countFindings(counts)}`]
    .map((line) => `${line}\n`)
    .join('');
};
