import { Readable } from 'node:stream';
import type { Command } from 'commander';
import { commandTable } from '../../src/cli/command-table.ts';

/** A command that does something by itself, and what is typed to reach it: `captures import`. */
export interface NamedCommand {
  readonly name: string;
  readonly command: Command;
}

/** Every command that the program has, in the order in which `--help` lists them; of a group its members. */
export async function allCommands(): Promise<NamedCommand[]> {
  const stream = { write: () => true, isTTY: false, columns: 100 };
  const io = { stdin: Readable.from([]), stdout: stream, stderr: stream, env: {}, cwd: '.', today: '2026-01-15' };
  const made = await Promise.all(commandTable.map(async ({ load }) => (await load())(io, () => undefined)));
  return made.flatMap((command) => membersOf(command, command.name()));
}

function membersOf(command: Command, name: string): NamedCommand[] {
  if (command.commands.length === 0) return [{ name, command }];
  return command.commands.flatMap((member) => membersOf(member, `${name} ${member.name()}`));
}
