import type { Rule } from '../findings/rule.ts';
import { hang, wrap } from './layout.ts';
import { createStyle } from './pretty/style.ts';
import type { Style } from './pretty/style.ts';
import type { ReporterOptions } from './reporter.ts';

/** The page of a rule, for a terminal: title, purpose, fix, examples, source. */
export function explain(rule: Rule, options: Pick<ReporterOptions, 'colour' | 'unicode' | 'width'>): string {
  const style = createStyle(options);
  const facts = [style.severity(rule.severity, rule.severity), `since ${style.show(rule.since)}`].join(style.dot);
  const blocks = [
    [`${style.bold(style.show(rule.id))}${style.dot}${facts}`, ...wrap(style.show(rule.title), style.width)],
    prose('Why', rule.purpose, style),
    prose('What to do', rule.fix, style),
    sample('Breaks it', rule.bad, style),
    sample('Satisfies it', rule.good, style),
    prose('Source', rule.source, style),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function prose(heading: string, text: string | undefined, style: Style): string[] {
  return text === undefined ? [] : [style.bold(heading), ...hang('  ', style.show(text), style.width)];
}

function sample(heading: string, text: string | undefined, style: Style): string[] {
  if (text === undefined) return [];
  const lines = text.trimEnd().split('\n');
  return [style.bold(heading), ...lines.map((line) => `  ${style.show(line)}`.trimEnd())];
}
