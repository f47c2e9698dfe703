import picocolors from 'picocolors';

import type { Severity } from '../../findings/severity.ts';
import { escapeControls, escapeNonAscii } from '../escape.ts';
import { shortText } from '../layout.ts';
import type { ReporterOptions } from '../reporter.ts';

/** How the terminal's text looks: every word that comes from data goes through `show`. */
export interface Style {
  readonly width: number;
  readonly dot: string;
  readonly rule: string;
  /** From the older to the newer, and back to a place. */
  readonly arrow: string;
  readonly back: string;
  show(text: string): string;
  bold(text: string): string;
  dim(text: string): string;
  verdict(verdict: 'pass' | 'fail'): string;
  severity(severity: Severity, text: string): string;
}

/** Narrower than this, wrapping makes text harder to read rather than easier. */
const leastWidth = 40;

export function createStyle({ colour, unicode, width }: Pick<ReporterOptions, 'colour' | 'unicode' | 'width'>): Style {
  const colours = picocolors.createColors(colour);
  const paint = { error: colours.red, warning: colours.yellow, info: colours.cyan };
  return {
    width: Math.max(width, leastWidth),
    dot: unicode ? ' · ' : ' - ',
    rule: unicode ? '─' : '-',
    arrow: unicode ? '→' : '->',
    back: unicode ? '←' : '<-',
    show(text) {
      const safe = escapeControls(shortText(text));
      return unicode ? safe : escapeNonAscii(safe);
    },
    bold: (text) => colours.bold(text),
    dim: (text) => colours.dim(text),
    verdict: (verdict) => colours.bold(verdict === 'pass' ? colours.green('PASS') : colours.red('FAIL')),
    severity: (severity, text) => paint[severity](text),
  };
}
