import type { ReadinessFormat } from './formats.ts';
import { github, json, junit } from './machine.ts';
import { markdown } from './markdown.ts';
import { pretty } from './pretty.ts';
import type { ReadinessReporter } from './reporter.ts';

/** The formats of a readiness test. */
export const readinessReporters: Readonly<Record<ReadinessFormat, ReadinessReporter>> = {
  pretty,
  json,
  junit,
  github,
  markdown,
};
