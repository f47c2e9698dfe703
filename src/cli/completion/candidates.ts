import type { Argument, Command, Option } from 'commander';

/** A word that may come next. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** What the words of an argument can be, by its name; undefined where they are files or anything else. */
export type WordsOf = (argument: string, former: readonly string[]) => Promise<readonly Candidate[] | undefined>;

/**
 * The words that can come next on a command line. None means that the shell goes on with names of files.
 *
 * @param words what is there after the program's name; the last one is being written, and may be empty
 * @param wordsOf tells what arguments such as contracts and rules can be
 */
export async function candidates(
  program: Command,
  words: readonly string[],
  wordsOf: WordsOf,
): Promise<readonly Candidate[]> {
  const last = words.at(-1) ?? '';
  const { command, values, pending } = walk(program, words.slice(0, -1));
  const [, name, value] = /^(--[^=]+)=(.*)$/s.exec(last) ?? [];
  if (name !== undefined && value !== undefined) {
    const found = choicesOf(findOption(command, name)).filter((choice) => choice.startsWith(value));
    return found.map((choice) => ({ value: `${name}=${choice}`, description: '' }));
  }
  const found =
    pending === undefined ? await nextWords(command, values, last, wordsOf) : asCandidates(choicesOf(pending));
  return found.filter((candidate) => candidate.value.startsWith(last));
}

/** Follows the words that are complete: the command they lead to, its arguments so far, the option that waits for a value. */
function walk(
  program: Command,
  words: readonly string[],
): { command: Command; values: readonly string[]; pending: Option | undefined } {
  let command = program;
  const values: string[] = [];
  let pending: Option | undefined;
  let onlyValues = false;
  for (const word of words) {
    if (pending !== undefined) {
      pending = undefined;
    } else if (word === '--') {
      onlyValues = true;
    } else if (word.startsWith('-') && word !== '-' && !onlyValues) {
      const option = findOption(command, word);
      pending = option?.required === true && !word.includes('=') ? option : undefined;
    } else {
      const next: Command | undefined =
        values.length > 0
          ? undefined
          : command.commands.find((one) => one.name() === word || one.aliases().includes(word));
      if (next === undefined) values.push(word);
      else command = next;
    }
  }
  return { command, values, pending };
}

async function nextWords(
  command: Command,
  values: readonly string[],
  last: string,
  wordsOf: WordsOf,
): Promise<readonly Candidate[]> {
  const help = command.createHelp();
  if (last.startsWith('-')) {
    return help.visibleOptions(command).map((option) => ({
      value: option.long ?? option.short ?? '',
      description: option.description,
    }));
  }
  const commands = values.length > 0 ? [] : help.visibleCommands(command).filter((one) => one.name() !== 'help');
  if (commands.length > 0) return commands.map((one) => ({ value: one.name(), description: one.summary() }));
  const argument = argumentAt(command, values.length);
  if (argument === undefined) return [];
  if (argument.argChoices !== undefined) return asCandidates(argument.argChoices);
  return (await wordsOf(argument.name(), values)) ?? [];
}

function argumentAt({ registeredArguments }: Command, index: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic === true ? last : undefined);
}

function findOption(command: Command, word: string): Option | undefined {
  const name = word.split('=')[0];
  return command
    .createHelp()
    .visibleOptions(command)
    .find(({ long, short }) => long === name || short === name);
}

function choicesOf(option: Option | undefined): readonly string[] {
  return option?.argChoices ?? [];
}

function asCandidates(values: readonly string[]): Candidate[] {
  return values.map((value) => ({ value, description: '' }));
}
