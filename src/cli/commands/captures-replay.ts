import { Argument, Command, Option } from 'commander';
import { toJson } from '../../reporters/escape.ts';
import { addChoice, addSource, readCapturesFlags } from '../captures-options.ts';
import type { CapturesFlags } from '../captures-options.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { readCount, readPositive, readVariable } from '../sending-options.ts';
import { stoppable } from '../stoppable.ts';

interface Flags extends CapturesFlags {
  readonly to: string;
  readonly secretEnv?: string;
  readonly registeredUrl?: string;
  readonly speed: string;
  readonly longestPause?: string;
  readonly parallel: string;
  readonly timeout: string;
  readonly resume?: string;
  readonly allowRemote?: readonly string[];
  readonly format: 'pretty' | 'json';
}

/** `counterfoil captures replay`: the same deliveries again. */
export function capturesReplayCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('replay')
    .summary('send captures again: same bytes, order and pace')
    .description(
      'Sends captured deliveries to a receiver: the same method, headers and bytes, in the same order, with the same pauses. ' +
        'The captured signatures are kept; with --secret-env they are made anew, for a receiver that knows another secret or ' +
        'URL. It passes when every answer is a success, those of former runs with --resume among them.',
    )
    .addArgument(new Argument('[file...]', 'capture files, folders, or glob patterns').default([], 'the store'))
    .requiredOption('--to <url>', 'receiver to send to')
    .option('--secret-env <name>', 'environment variable with the secret to sign with; needs --contract')
    .addOption(
      repeatable(
        '--contract <contract>',
        'says how the vendor signs: an AsyncAPI document, a folder, or a shipped contract',
      ),
    )
    .option('--registered-url <url>', 'URL that is signed, when the receiver knows another one than --to')
    .option('--speed <factor>', 'how many times as fast as they came; max for no pauses', '1')
    .option('--longest-pause <seconds>', 'cut pauses that are longer')
    .option('--parallel <count>', 'most deliveries under way at a time; more than 1 gives up the order', '1')
    .option('--timeout <seconds>', 'how long to wait for an answer', '30')
    .option('--resume <file>', 'write down what has had its answer, and go on from there next time')
    .addOption(repeatable('--allow-remote <host>', 'host that may be sent to beside this machine'));
  return addChoice(addSource(command))
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil captures replay --store captures.db --since 1d --to http://127.0.0.1:3000/webhooks --speed 10
  counterfoil captures replay captures/*.ndjson --to http://127.0.0.1:3000/webhooks --speed max \\
    --contract asyncapi/cafe --secret-env CAFE_SECRET --resume replay.state`,
    )
    .action(async (files: string[], flags: Flags) => {
      const { to, secretEnv, registeredUrl, speed, longestPause, parallel, timeout, resume, allowRemote } = flags;
      const options = {
        ...readCapturesFlags(files, flags, io),
        to,
        speed: speed === 'max' ? Infinity : readSpeed(speed),
        parallel: readCount('--parallel', parallel),
        timeout: readPositive('--timeout', timeout),
        ...(secretEnv === undefined ? {} : { secret: readVariable('--secret-env', secretEnv, io) }),
        ...(registeredUrl === undefined ? {} : { registeredUrl }),
        ...(longestPause === undefined ? {} : { longestPause: readPositive('--longest-pause', longestPause) }),
        ...(resume === undefined ? {} : { resume }),
        ...(allowRemote === undefined ? {} : { allowedHosts: allowRemote }),
      };
      const { replayCaptures } = await import('../../api/captures-replay.ts');
      const result = await stoppable((signal) => replayCaptures({ ...options, signal }));
      const { describeReplay } = await import('../describe-captures.ts');
      io.stdout.write(flags.format === 'json' ? toJson(result) : describeReplay(result));
      const isWhole = result.problems.length === 0;
      const isAccepted =
        result.accepted === result.sent &&
        result.refusedBefore === 0 &&
        result.skipped.length === 0 &&
        !result.isInterrupted;
      if (!isWhole) setExit(exitCodes.input.code);
      else setExit(isAccepted ? exitCodes.ok.code : exitCodes.findings.code);
    });
}

function readSpeed(text: string): number {
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(text) && Number(text) > 0) return Number(text);
  throw new CommandError('usage', `--speed takes a number over 0, or max, not "${text}".`);
}
