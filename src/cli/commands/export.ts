import { Command } from 'commander';
import type { Io } from '../io.ts';
import { exportJsonSchemaCommand } from './export-json-schema.ts';
import { exportOpenapiCommand } from './export-openapi.ts';

/** `counterfoil export`: contracts in the formats of other tools. */
export function exportCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('export')
    .summary('write contracts in formats of other tools')
    .description('Writes what contracts say in a format that other tools read.');
  for (const format of [exportJsonSchemaCommand, exportOpenapiCommand])
    command.addCommand(format(io, setExit).helpOption('-h, --help', 'print help'));
  return command;
}
