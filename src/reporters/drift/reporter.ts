import type { DriftResult } from '../../capture/drift/result.ts';
import type { ReporterOptions } from '../reporter.ts';

/** Turns the result of a search for drift into text. Pure: the same result and options give the same text. */
export type DriftReporter = (result: DriftResult, options: ReporterOptions) => string;
