import type { CompareResult } from '../../checks/compare/result.ts';
import type { ReporterOptions } from '../reporter.ts';

/** Turns the result of a comparison into text. Pure: the same result and options give the same text. */
export type CompareReporter = (result: CompareResult, options: ReporterOptions) => string;
