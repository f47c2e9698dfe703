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
    .addHelpText(
      'after',
      `
Examples:
  counterfoil explain                        every rule, in a line each
  counterfoil explain example/payload`,
    )
    .action(async (id: string | undefined) => {
      // Loaded here: the catalog brings all rules with their code, which other commands run elsewhere.
      const [{ catalog }, { changeRules }, { localPlugins }] = await Promise.all([
        import('../../checks/catalog.ts'),
        import('../../compatibility/rules.ts'),
        import('../local-plugins.ts'),
      ]);
      const rules = [...catalog, ...changeRules, ...(await localPlugins(true, io)).rules];
      io.stdout.write(id === undefined ? list(rules) : page(id, rules, io));
    });
}

function page(id: string, rules: readonly Rule[], io: Io): string {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule !== undefined) return explain(rule, textOptions(io, io.stdout));
  const meant = nearest(
    id,
    rules.map((candidate) => candidate.id),
  );
  throw new CommandError(
    'usage',
    `There is no rule "${id}".`,
    `${meant === undefined ? '' : `Did you mean ${meant}? `}counterfoil explain lists all rules.`,
  );
}

function list(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`).join('');
}
