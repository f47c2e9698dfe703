import { Command, CommanderError } from 'commander';
import { RunError } from '../findings/run-error.ts';
import type { Place } from '../findings/finding.ts';
import { IsolationError } from '../isolation/run-isolated.ts';
import { escapeControls } from '../reporters/escape.ts';
import { toolVersion } from '../util/version.ts';
import { approveCommand } from './commands/approve.ts';
import { capturesCommand } from './commands/captures.ts';
import { catalogCommand } from './commands/catalog.ts';
import { checkCommand } from './commands/check.ts';
import { ciCommand } from './commands/ci.ts';
import { compareCommand } from './commands/compare.ts';
import { completeCommand, completionCommand } from './commands/completion.ts';
import { driftCommand } from './commands/drift.ts';
import { explainCommand } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { gatewayCommand } from './commands/gateway.ts';
import { generateCommand } from './commands/generate.ts';
import { identifyCommand } from './commands/identify.ts';
import { importCommand } from './commands/import.ts';
import { initCommand } from './commands/init.ts';
import { inferCommand } from './commands/infer.ts';
import { mockCommand } from './commands/mock.ts';
import { outdatedCommand } from './commands/outdated.ts';
import { publishCommand } from './commands/publish.ts';
import { pullCommand } from './commands/pull.ts';
import { registryCommand } from './commands/registry.ts';
import { releaseCommand } from './commands/release.ts';
import { sendCommand } from './commands/send.ts';
import { serveCommand } from './commands/serve.ts';
import { simulateCommand } from './commands/simulate.ts';
import { testCommand } from './commands/test.ts';
import { tokenCommand } from './commands/token.ts';
import { verifyCommand } from './commands/verify.ts';
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
  const program = createProgram(io, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exit;
  } catch (error) {
    return reportFailure(error, io);
  }
}

function createProgram(io: Io, setExit: (code: number) => void): Command {
  const program = new Command('counterfoil')
    .description("The receiver's half of a webhook contract: test what vendors send against what they document.")
    .version(toolVersion, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', `\n${exitCodeHelp()}`)
    .showSuggestionAfterError(true)
    .showHelpAfterError('(counterfoil --help lists the commands)');
  for (const command of [
    initCommand,
    checkCommand,
    ciCommand,
    identifyCommand,
    inferCommand,
    importCommand,
    verifyCommand,
    compareCommand,
    approveCommand,
    releaseCommand,
    publishCommand,
    pullCommand,
    outdatedCommand,
    catalogCommand,
    serveCommand,
    tokenCommand,
    registryCommand,
    generateCommand,
    mockCommand,
    gatewayCommand,
    capturesCommand,
    exportCommand,
    simulateCommand,
    sendCommand,
    testCommand,
    driftCommand,
    explainCommand,
    completionCommand,
  ]) {
    program.addCommand(command(io, setExit).helpOption('-h, --help', 'print help'));
  }
  program.addCommand(completeCommand(io), { hidden: true });
  for (const command of withSubcommands(program)) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(text.split('\n').map(escapeControls).join('\n')),
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
    });
  }
  return program;
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function exitCodeHelp(): string {
  const rows = Object.values(exitCodes).map(({ code, meaning }) => `  ${String(code).padEnd(3)} ${meaning}`);
  return ['Exit codes:', ...rows].join('\n');
}

/** The expected failures of the library, as failures of a command. */
function asCommandError(error: unknown): unknown {
  if (error instanceof RunError) {
    const places = error.findings.map(
      ({ message, place, help }) => `${at(place)}: ${message}${help === undefined ? '' : ` ${help}`}`,
    );
    return new CommandError(error.kind, error.message, error.help, places);
  }
  if (error instanceof IsolationError) return new CommandError('input', error.message, 'Check fewer files at a time.');
  return error;
}

function at({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

/** Two kinds of failure: an expected one has a message and a way out, anything else is a bug and shows its stack. */
function reportFailure(thrown: unknown, io: Io): number {
  const error = asCommandError(thrown);
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
