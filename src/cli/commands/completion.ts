import { Argument, Command } from 'commander';
import { installLines, scripts, shells } from '../completion/scripts.ts';
import type { Shell } from '../completion/scripts.ts';
import type { Io } from '../io.ts';

/** `counterfoil completion`: the script that makes a shell complete this program's words. */
export function completionCommand(io: Io): Command {
  return new Command('completion')
    .summary('print the script that completes words in bash, zsh or fish')
    .description(
      'Prints a script for a shell: commands, options and their values, contracts, events and rules are completed, files ' +
        'elsewhere.',
    )
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .addHelpText('after', `\nExamples:\n${shells.map((shell) => `  ${installLines[shell]}`).join('\n')}`)
    .action((shell: Shell) => {
      io.stdout.write(scripts[shell]);
    });
}

/** `counterfoil complete -- <words>`: what the scripts ask; not in the help. */
export function completeCommand(io: Io): Command {
  return new Command('complete')
    .description('Answers the scripts of `counterfoil completion`.')
    .argument('[word...]')
    .allowUnknownOption()
    .action(async (words: readonly string[], _flags: unknown, command: Command) => {
      const { candidates } = await import('../completion/candidates.ts');
      const { wordsIn } = await import('../completion/words.ts');
      const { parent } = command;
      if (parent === null) return;
      const found = await candidates(parent, words.length === 0 ? [''] : words, wordsIn(io.cwd));
      io.stdout.write(
        found.map(({ value, description }) => `${value}\t${description.replace(/\s+/g, ' ')}\n`).join(''),
      );
    });
}
