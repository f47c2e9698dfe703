import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { RunError } from '../findings/run-error.ts';
import type { Place } from '../findings/finding.ts';
import { escapeControls } from '../reporters/escape.ts';
import { nearest } from '../util/nearest.ts';
import { toolVersion } from '../util/version.ts';
import { commandTable, nameOf } from './command-table.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';

/**
 * Runs one command line.
 *
 * @param args what follows the program's name
 * @returns the exit code, an entry of `exitCodes`; never throws
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let exit: number = exitCodes.ok.code;
  try {
    const program = await createProgram(args, io, (code) => {
      exit = code;
    });
    await program.parseAsync(args, { from: 'user' });
    return exit;
  } catch (error) {
    return reportFailure(error, io);
  }
}

async function createProgram(args: readonly string[], io: Io, setExit: (code: number) => void): Promise<Command> {
  const program = new Command('counterfoil')
    .description("The receiver's half of a webhook contract: test what vendors send against what they document.")
    .version(toolVersion, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', `\n${exitCodeHelp()}`)
    .configureHelp({ subcommandTerm: usageOf })
    .showSuggestionAfterError(true)
    .showHelpAfterError('(counterfoil --help lists the commands)');
  const named = commandNamed(args);
  for (const row of commandTable) {
    const command = nameOf(row) === named ? (await row.load())(io, setExit) : new Command(nameOf(row));
    program.addCommand(command.summary(row.summary).helpOption('-h, --help', 'print help'));
  }
  if (args[0] === 'complete') {
    const { completeCommand } = await import('./commands/completion.ts');
    program.addCommand(completeCommand(io), { hidden: true });
  }
  program.hook('preAction', (_, command) => {
    // A shell asks what could stand where nothing stands yet.
    if (command.name() !== 'complete') refuseEmpty(command.args);
  });
  for (const command of withSubcommands(program)) {
    command.exitOverride();
    if (command.parent !== null) command.showHelpAfterError(`(${pathOf(command)} --help says what it takes)`);
    command.configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(withSuggestion(text).split('\n').map(escapeControls).join('\n')),
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
    });
  }
  return program;
}

/** The command that runs, or that is asked about: no other one's module is loaded. */
function commandNamed(args: readonly string[]): string | undefined {
  const [first, second] = args.filter((word) => !word.startsWith('-'));
  return first === 'help' || first === 'complete' ? second : first;
}

function usageOf(command: Command): string {
  const row = commandTable.find((candidate) => nameOf(candidate) === command.name());
  return row?.usage ?? 'help [command]';
}

/** Most often a variable of a script that is not set; as a path it would be the working folder. */
function refuseEmpty(operands: readonly string[]): void {
  if (operands.includes(''))
    throw new CommandError('usage', 'An argument is empty.', 'Is the variable that holds it set?');
}

/** Adds the choice that was most likely meant to what the parser says of a wrong one. */
function withSuggestion(text: string): string {
  const [, wrong, choices = ''] = /'([^']+)' is invalid\b.*Allowed choices are (.*)\.$/m.exec(text) ?? [];
  if (wrong === undefined) return text;
  // Choices are short words: without this, any would be near to any.
  const alike = choices.split(', ').filter((choice) => choice[0] === wrong[0]);
  const meant = nearest(wrong, alike);
  return meant === undefined ? text : `${text.trimEnd()}\n(Did you mean ${meant}?)\n`;
}

/** What is typed to reach a command. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function exitCodeHelp(): string {
  const rows = Object.values(exitCodes).map(({ code, meaning }) => `  ${String(code).padEnd(3)} ${meaning}`);
  return ['Exit codes:', ...rows].join('\n');
}

/** The expected failures of the library, as failures of a command. */
async function asCommandError(error: unknown): Promise<unknown> {
  if (error instanceof CommandError || error instanceof CommanderError) return error;
  if (error instanceof RunError) {
    const places = error.findings.map(
      ({ message, place, help }) => `${at(place)}: ${message}${help === undefined ? '' : ` ${help}`}`,
    );
    return new CommandError(error.kind, error.message, error.help, places);
  }
  const missing = missingModule(error);
  if (missing !== undefined) {
    return new CommandError(
      'usage',
      `This installation of counterfoil lacks ${missing}.`,
      'Install it again; in a clone of its repository: npm run build.',
    );
  }
  // Loaded here: hardly any failure comes this far.
  const { IsolationError } = await import('../isolation/run-isolated.ts');
  if (error instanceof IsolationError) return new CommandError('input', error.message, 'Check fewer files at a time.');
  return error;
}

/** A module of ours that should be there, and is not: half a build, or half an installation. */
function missingModule(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  const url = 'url' in error ? String(error.url) : '';
  return url.startsWith(new URL('..', import.meta.url).href) ? fileURLToPath(url) : undefined;
}

function at({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

/** Two kinds of failure: an expected one has a message and a way out, anything else is a bug and shows its stack. */
async function reportFailure(thrown: unknown, io: Io): Promise<number> {
  const error = await asCommandError(thrown);
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.ok.code : exitCodes.usage.code;
  }
  if (error instanceof CommandError) {
    // Names in a message come from files and arguments of strangers.
    const lines = [`error: ${error.message}`, ...error.details.map((detail) => `  ${detail}`)];
    if (error.help !== undefined) lines.push(`What to do: ${error.help}`);
    for (const line of lines) io.stderr.write(`${escapeControls(line)}\n`);
    return exitCodes[error.exit].code;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(
    `This is a bug in counterfoil ${toolVersion}, not in your input.\n\n${stack}\n\n` +
      'Please report it with this text and, if you may share it, the input that led here.\n',
  );
  return exitCodes.bug.code;
}
