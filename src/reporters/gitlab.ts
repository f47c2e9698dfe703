import type { Severity } from '../findings/severity.ts';
import { escapeControls, toJson } from './escape.ts';
import { fingerprints } from './fingerprint.ts';
import type { Reporter } from './reporter.ts';
import { messageText } from './words.ts';

const gitlabSeverities: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'minor', info: 'info' };

/** GitLab's Code Quality report: a list of findings. GitLab needs a line; a finding without one points to the first. */
export const gitlab: Reporter = {
  name: 'gitlab',
  fileExtension: 'json',
  report({ findings }) {
    const names = fingerprints(findings);
    const entries = findings.map((finding, index) => ({
      description: escapeControls(messageText(finding)),
      check_name: finding.rule,
      fingerprint: names[index],
      severity: gitlabSeverities[finding.severity],
      location: { path: finding.place.file.replaceAll('\\', '/'), lines: { begin: finding.place.line ?? 1 } },
    }));
    return toJson(entries);
  },
};
