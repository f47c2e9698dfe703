import type { Finding } from '../findings/finding.ts';
import { severities } from '../findings/severity.ts';
import type { Severity } from '../findings/severity.ts';
import { escapeControls } from './escape.ts';
import type { Reporter } from './reporter.ts';
import { capturesText, countFindings, messageText } from './words.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * GitHub Actions workflow commands: each finding becomes an annotation. The gravest come first, because GitHub shows
 * only ten of each kind for a step.
 */
export const github: Reporter = {
  name: 'github',
  fileExtension: 'txt',
  report(result) {
    const summary = `counterfoil: ${result.verdict}, ${countFindings(result.counts)}; captures: ${capturesText(result)}`;
    return [...annotations(result.findings), summary].map((line) => `${line}\n`).join('');
  },
};

/** A workflow command for each finding, the gravest first. */
export function annotations(findings: readonly Finding[]): string[] {
  return severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity)).map(annotation);
}

function annotation(finding: Finding): string {
  const { place, rule, help } = finding;
  const properties = [
    `file=${escapeProperty(place.file)}`,
    ...(place.line === undefined ? [] : [`line=${place.line}`]),
    ...(place.column === undefined ? [] : [`col=${place.column}`]),
    `title=${escapeProperty(rule)}`,
  ];
  const text = [messageText(finding), ...(help === undefined ? [] : [help])].map(escapeControls).join('\n');
  return `::${commands[finding.severity]} ${properties.join(',')}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(escapeControls(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
