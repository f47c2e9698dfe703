import type { CheckResult } from '../checks/result.ts';
import type { Rule } from '../findings/rule.ts';

/**
 * Turns a result into text. A reporter is pure: the same result and options give the same text, and it reads no file,
 * clock or environment. Local modules named in the configuration can add reporters.
 */
export interface Reporter {
  /** What `--format` calls it. */
  readonly name: string;
  /** Without a dot, for the name of the file it is written to. */
  readonly fileExtension: string;
  report(result: CheckResult, options: ReporterOptions): string;
}

export interface ReporterOptions {
  /** Whether the text may hold terminal colours. */
  readonly colour: boolean;
  /** Columns that a line may take. */
  readonly width: number;
  /** Whether the output shows more than ASCII. */
  readonly unicode: boolean;
  /** The rule catalog with the rules of local modules: formats that explain rules read it. */
  readonly rules: readonly Rule[];
}
