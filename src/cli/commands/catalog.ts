import { Command } from 'commander';
import type { Io } from '../io.ts';
import { catalogBuildCommand } from './catalog-build.ts';

/** `counterfoil catalog`: contracts as pages to look at. */
export function catalogCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('catalog')
    .summary('make pages on which people look contracts up')
    .description(
      'Makes pages of contracts: events, fields, examples, versions, and whether captures conform. counterfoil serve has them too.',
    )
    .addCommand(catalogBuildCommand(io, setExit).helpOption('-h, --help', 'print help'));
}
