import type { Reporter } from '../reporter.ts';
import { contractLines } from './contracts.ts';
import { findingLines } from './findings.ts';
import { nextLines } from './next-steps.ts';
import { createStyle } from './style.ts';
import { verdictLines } from './verdict.ts';

/** For people at a terminal: verdict, a table of contracts, findings by file and place, what to do next. */
export const pretty: Reporter = {
  name: 'pretty',
  fileExtension: 'txt',
  report(result, options) {
    const style = createStyle(options);
    const blocks = [
      verdictLines(result, style),
      result.contracts.length === 0 ? [] : contractLines(result.contracts, style),
      result.findings.length === 0 ? [] : findingLines(result.findings, style).slice(0, -1),
      nextLines(result, style),
    ];
    return blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => `${lines.join('\n')}\n`)
      .join('\n');
  },
};
