import type { CiResult } from '../../ci/result.ts';
import type { ReporterOptions } from '../reporter.ts';

/** Turns the result of `counterfoil ci` into text; pure, as a `Reporter` is. */
export type CiReporter = (result: CiResult, options: ReporterOptions) => string;
