import type { DriftFormat } from './formats.ts';
import { github, gitlab, json, junit, sarif } from './machine.ts';
import { markdown } from './markdown.ts';
import { pretty } from './pretty.ts';
import type { DriftReporter } from './reporter.ts';

/** The formats of a report of drift. */
export const driftReporters: Readonly<Record<DriftFormat, DriftReporter>> = {
  pretty,
  json,
  junit,
  sarif,
  github,
  gitlab,
  markdown,
};
