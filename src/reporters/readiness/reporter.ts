import type { ReadinessResult } from '../../readiness/result.ts';
import type { ReporterOptions } from '../reporter.ts';

/** Turns the result of a readiness test into text. Pure: the same result and options give the same text. */
export type ReadinessReporter = (
  result: ReadinessResult,
  options: Pick<ReporterOptions, 'colour' | 'unicode' | 'width'>,
) => string;
