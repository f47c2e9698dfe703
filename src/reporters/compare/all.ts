import type { CompareFormat } from './formats.ts';
import { github, gitlab, json, junit, sarif } from './machine.ts';
import { markdown } from './markdown.ts';
import { pretty } from './pretty.ts';
import type { CompareReporter } from './reporter.ts';

/** The formats of a comparison. */
export const compareReporters: Readonly<Record<CompareFormat, CompareReporter>> = {
  pretty,
  json,
  junit,
  sarif,
  github,
  gitlab,
  markdown,
};
