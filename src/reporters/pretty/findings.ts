import type { Finding } from '../../findings/finding.ts';
import { compareFindings } from '../../findings/order.ts';
import { severities } from '../../findings/severity.ts';
import { hang } from '../layout.ts';
import { messageText, placeText, subjectParts } from '../words.ts';
import type { Style } from './style.ts';

/** More would scroll the verdict out of sight; the machine formats hold all. */
const mostShown = 200;

/** Findings by file and place: the gravest when there are too many to show. */
export function findingLines(findings: readonly Finding[], style: Style): string[] {
  const gravest = findings.toSorted(bySeverity).slice(0, mostShown).toSorted(compareFindings);
  const places = Map.groupBy(gravest, placeText);
  const blocks = [...places].flatMap(([place, group]) => placeLines(place, group, style));
  const hidden = findings.length - gravest.length;
  return hidden === 0
    ? blocks
    : [...blocks, `${hidden} more findings are not shown; --format json has all of them.`, ''];
}

function placeLines(place: string, findings: readonly Finding[], style: Style): string[] {
  const blocks = findings.flatMap((finding) => oneFinding(finding, style));
  // A place is not wrapped, so that terminals and editors can follow it.
  return [style.bold(style.show(place)), ...blocks, ''];
}

function oneFinding(finding: Finding, style: Style): string[] {
  const margin = ' '.repeat(11);
  const about = [finding.rule, ...subjectParts(finding)].map((part) => style.show(part)).join(style.dot);
  const schema = finding.evidence?.schema;
  const label = `  ${style.severity(finding.severity, finding.severity.padEnd(7))}  `;
  return [
    ...hang(label, style.show(messageText(finding)), style.width),
    ...hang(margin, about, style.width).map((line) => style.dim(line)),
    ...(schema === undefined
      ? []
      : hang(`${margin}schema: `, style.show(schema), style.width).map((line) => style.dim(line))),
    ...(finding.help === undefined ? [] : hang(`${margin}help: `, style.show(finding.help), style.width)),
  ];
}

function bySeverity(a: Finding, b: Finding): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity);
}
