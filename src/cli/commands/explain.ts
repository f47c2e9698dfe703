import { Argument, Command } from 'commander';
import type { Rule } from '../../findings/rule.ts';
import { explain } from '../../reporters/explain.ts';
import { nearest } from '../../util/nearest.ts';
import { CommandError } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { textOptions } from '../output.ts';

/** `counterfoil explain`: the page of a rule. */
export function explainCommand(io: Io): Command {
  return new Command('explain')
    .summary('print the page of a rule, or list all rules')
    .description('Prints why a rule exists and what to do about its findings. Without a rule: lists all of them.')
    .addArgument(new Argument('[rule]', 'rule id, such as example/payload'))
    .action(async (id: string | undefined) => {
      // Loaded here: the catalog brings all rules with their code, which other commands run elsewhere.
      const { catalog } = await import('../../checks/catalog.ts');
      io.stdout.write(id === undefined ? list(catalog) : page(id, catalog, io));
    });
}

function page(id: string, catalog: readonly Rule[], io: Io): string {
  const rule = catalog.find((candidate) => candidate.id === id);
  if (rule !== undefined) return explain(rule, textOptions(io, io.stdout));
  const meant = nearest(
    id,
    catalog.map((candidate) => candidate.id),
  );
  throw new CommandError(
    'usage',
    `There is no rule "${id}".`,
    `${meant === undefined ? '' : `Did you mean ${meant}? `}counterfoil explain lists all rules.`,
  );
}

function list(catalog: readonly Rule[]): string {
  const width = Math.max(...catalog.map(({ id }) => id.length));
  return catalog.map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`).join('');
}
