import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { pretty } from './pretty/pretty.ts';
import type { Reporter } from './reporter.ts';
import { sarif } from './sarif.ts';

/** The reporters that counterfoil comes with, in the order in which the help names them. */
export const reporters: readonly Reporter[] = [pretty, json, junit, sarif, github, gitlab, markdown];
