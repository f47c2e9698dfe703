import type { CiFormat } from './formats.ts';
import { github, gitlab, json, junit, sarif } from './machine.ts';
import { markdown } from './markdown.ts';
import { pretty } from './pretty.ts';
import type { CiReporter } from './reporter.ts';

/** The formats of `counterfoil ci`. */
export const ciReporters: Readonly<Record<CiFormat, CiReporter>> = {
  pretty,
  json,
  junit,
  sarif,
  github,
  gitlab,
  markdown,
};
