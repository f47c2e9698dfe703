import type { Finding, Place } from '../findings/finding.ts';
import type { Rule } from '../findings/rule.ts';
import type { Severity } from '../findings/severity.ts';
import { escapeControls, escapeMarkdown, toJson } from './escape.ts';
import { fingerprints } from './fingerprint.ts';
import type { Reporter } from './reporter.ts';
import { messageText, subjectParts } from './words.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
const sourceRoot = 'SRCROOT';

/**
 * SARIF 2.1.0, for code scanning: one run, the rules that found something with their help, paths relative to the
 * working folder.
 */
export const sarif: Reporter = {
  name: 'sarif',
  fileExtension: 'sarif',
  report({ toolVersion, findings }, options) {
    const ids = [...new Set(findings.map((finding) => finding.rule))].toSorted();
    const catalog = new Map(options.rules.map((rule) => [rule.id, rule]));
    const names = fingerprints(findings);
    const run = {
      tool: {
        driver: {
          name: 'counterfoil',
          semanticVersion: toolVersion,
          rules: ids.map((id) => describeRule(id, catalog.get(id))),
        },
      },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { [sourceRoot]: { description: { text: 'The folder that counterfoil ran in.' } } },
      results: findings.map((finding, index) => describeResult(finding, ids.indexOf(finding.rule), names[index])),
    };
    const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
    return toJson(log);
  },
};

function describeRule(id: string, rule: Rule | undefined): unknown {
  if (rule === undefined) return { id };
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.purpose },
    help: {
      text: `${rule.purpose}\n\n${rule.fix}`,
      markdown: `**Why:** ${escapeMarkdown(rule.purpose)}\n\n**Fix:** ${escapeMarkdown(rule.fix)}`,
    },
    defaultConfiguration: { level: levels[rule.severity] },
    properties: { tags: [id.slice(0, id.indexOf('/'))], since: rule.since },
  };
}

function describeResult(finding: Finding, ruleIndex: number, fingerprint: string | undefined): unknown {
  const text = [messageText(finding), ...(finding.help === undefined ? [] : [finding.help])].map(escapeMessage);
  const subject = subjectParts(finding).map(escapeControls);
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: text.join('\n') },
    locations: [
      {
        physicalLocation: physicalLocation(finding.place),
        ...(subject.length === 0 ? {} : { logicalLocations: [{ fullyQualifiedName: subject.join(' / ') }] }),
      },
    ],
    partialFingerprints: { 'counterfoil/v1': fingerprint },
    ...(finding.occurrences === undefined ? {} : { occurrenceCount: finding.occurrences }),
    ...(finding.evidence === undefined ? {} : { properties: { evidence: finding.evidence } }),
  };
}

/** SARIF 2.1.0, section 3.11.6: `[text](target)` in a message is a link; text from a document must not become one. */
function escapeMessage(text: string): string {
  return escapeControls(text).replaceAll('](', '\\](');
}

function physicalLocation({ file, line, column }: Place): unknown {
  const region =
    line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } };
  return { artifactLocation: artifactLocation(file.replaceAll('\\', '/')), ...region };
}

function artifactLocation(file: string): unknown {
  const path = file.split('/').map(encodeSegment).join('/');
  if (file.startsWith('/')) return { uri: `file://${path}` };
  if (/^[A-Za-z]:\//.test(file)) return { uri: `file:///${path}` };
  return { uri: path, uriBaseId: sourceRoot };
}

/** RFC 3986 path segment; a lone surrogate has no encoding and becomes U+FFFD. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed());
}
