import { Argument, Command, Option } from 'commander';
import { toJson } from '../../reporters/escape.ts';
import { addChoice, addContracts, addSource, readCapturesFlags } from '../captures-options.ts';
import type { CapturesFlags } from '../captures-options.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { readCount } from '../sending-options.ts';

interface ListFlags extends CapturesFlags {
  readonly limit: string;
  readonly format: 'pretty' | 'json';
}

interface ShowFlags extends CapturesFlags {
  readonly reveal?: boolean;
}

const filesArgument = (): Argument =>
  new Argument('[file...]', 'capture files, folders, or glob patterns').default([], 'the store');

function addListing(command: Command): Command {
  addContracts(command, 'tell by this what captures are that do not say it');
  return addChoice(addSource(command))
    .option('--limit <count>', 'most captures', '50')
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(['pretty', 'json']).default('pretty'));
}

/** `counterfoil captures list`: a table. */
export function capturesListCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('list')
    .summary('list captures')
    .description('Lists captures, those of a store with the newest first. Shows nothing of what is in them.')
    .addArgument(filesArgument());
  return addListing(command)
    .addHelpText('after', '\nExample:\n  counterfoil captures list --store captures.db --since 1d --event order.ready')
    .action(async (files: string[], flags: ListFlags) => {
      const { listCaptures } = await import('../../api/captures-find.ts');
      const limit = readCount('--limit', flags.limit);
      const result = await listCaptures({ ...readCapturesFlags(files, flags, io), limit });
      const { describeList } = await import('../describe-captures.ts');
      io.stdout.write(flags.format === 'json' ? toJson(result) : describeList(result));
      setExit(result.problems.length === 0 ? exitCodes.ok.code : exitCodes.input.code);
    });
}

/** `counterfoil captures show`: one capture. */
export function capturesShowCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('show')
    .summary('show one capture')
    .description('Shows one capture whole. Personal data and credentials are masked unless --reveal is given.')
    .addArgument(new Argument('<id>', 'id of the capture, or the beginning of it'))
    .addArgument(filesArgument())
    .option('--reveal', 'mask nothing');
  addContracts(command, 'what says which data is personal');
  return addChoice(addSource(command))
    .addHelpText(
      'after',
      '\nExample (for a vendor called cafe):\n  counterfoil captures show 01KE --store captures.db --contract asyncapi/cafe',
    )
    .action(async (id: string, files: string[], flags: ShowFlags) => {
      const { showOneCapture } = await import('../../api/captures-find.ts');
      const options = readCapturesFlags(files, flags, io);
      const shown = await showOneCapture(id, { ...options, reveal: flags.reveal === true });
      const { describeShown } = await import('../describe-captures.ts');
      io.stdout.write(describeShown(shown));
      setExit(exitCodes.ok.code);
    });
}

/** `counterfoil captures grep`: which captures hold a text or a value. */
export function capturesGrepCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('grep')
    .summary('find captures that hold a text, or a value at a place')
    .description(
      'Finds captures that hold a text in body, headers or URL, whatever the case, or a value at a place, also in JSON ' +
        'within texts, and says where. Exit code 1 when there is none.',
    )
    .addArgument(new Argument('<text>', 'a text, or <pointer>=<value>: /data/status=lost'))
    .addArgument(filesArgument());
  return addListing(command)
    .addHelpText(
      'after',
      '\nExamples:\n  counterfoil captures grep K17 --store captures.db\n' +
        "  counterfoil captures grep '/data/lines/*/sku=A-1' captures/*.ndjson",
    )
    .action(async (text: string, files: string[], flags: ListFlags) => {
      const { grepCaptures } = await import('../../api/captures-find.ts');
      const limit = readCount('--limit', flags.limit);
      const result = await grepCaptures(text, { ...readCapturesFlags(files, flags, io), limit });
      const { describeList } = await import('../describe-captures.ts');
      io.stdout.write(flags.format === 'json' ? toJson(result) : describeList(result));
      if (result.problems.length > 0) setExit(exitCodes.input.code);
      else setExit(result.captures.length > 0 ? exitCodes.ok.code : exitCodes.findings.code);
    });
}
