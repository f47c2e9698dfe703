import { Command } from 'commander';
import type { Io } from '../io.ts';
import { capturesEraseCommand } from './captures-erase.ts';
import { capturesExportCommand } from './captures-export.ts';
import { capturesGrepCommand, capturesListCommand, capturesShowCommand } from './captures-find.ts';
import { capturesImportCommand } from './captures-import.ts';
import { capturesRedactCommand } from './captures-redact.ts';
import { capturesReplayCommand } from './captures-replay.ts';

/** `counterfoil captures`: what was recorded, and what is done with it. */
export function capturesCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('captures')
    .summary('import, export, redact, erase, replay and look at captures')
    .description('Works with recorded deliveries, in the store of a gateway or in files.');
  for (const make of [
    capturesImportCommand,
    capturesExportCommand,
    capturesRedactCommand,
    capturesEraseCommand,
    capturesReplayCommand,
    capturesListCommand,
    capturesShowCommand,
    capturesGrepCommand,
  ])
    command.addCommand(make(io, setExit).helpOption('-h, --help', 'print help'));
  return command;
}
