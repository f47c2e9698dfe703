import { Argument, Command, Option } from 'commander';
import type { SendOptions, SendResult } from '../../api/send.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { textOptions } from '../output.ts';
import { sendProgress } from '../send-progress.ts';
import { readCount, readHeaders, readPositive, readVariable } from '../sending-options.ts';

interface Flags {
  readonly to: string;
  readonly data?: string;
  readonly from?: 'example' | 'sample';
  readonly example?: string;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly force?: boolean;
  readonly secretEnv?: string;
  readonly url?: string;
  readonly header?: readonly string[];
  readonly repeat: string;
  readonly rate?: string;
  readonly parallel: string;
  readonly timeout: string;
  readonly allowRemote?: readonly string[];
  readonly format: 'pretty' | 'json';
}

/** `counterfoil send`: one signed delivery, or many. */
export function sendCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('send')
    .summary('send one delivery, signed as the vendor signs')
    .description(
      'Sends an event of a contract to a receiver: a documented example, a sample, or a body of your own, signed for the ' +
        'URL. The body is held against the contract first. It passes when the answer is a success.',
    )
    .addArgument(new Argument('<contract>', 'an AsyncAPI document, a folder, or a shipped contract'))
    .addArgument(new Argument('[event]', 'name of the event (default: the one that --data is of)'))
    .requiredOption('--to <url>', 'receiver to send to')
    .option('-d, --data <file>', 'body of your own, sent byte for byte; - for standard input')
    .addOption(
      new Option('--from <source>', 'where a body comes from (default: an example, where one is documented)').choices([
        'example',
        'sample',
      ]),
    )
    .option('--example <name>', 'which documented example (default: the first)')
    .option('--seed <seed>', 'what a sample is drawn by (default: 1)')
    .addOption(
      repeatable('--set <path=value>', 'value to put into the body: data.status=CALLED, /data/lines/0/name="A"'),
    )
    .option('--force', 'send a body that breaks the contract')
    .option('--secret-env <name>', 'environment variable with the secret that the receiver knows')
    .option('--url <url>', 'URL registered with the vendor, when a signature covers another one than --to')
    .addOption(repeatable('--header <header>', "further header: 'Name: value', or 'Name: env:VARIABLE'"))
    .option('--repeat <count>', 'how many times to send it', '1')
    .option('--rate <count>', 'most deliveries a second')
    .option('--parallel <count>', 'most deliveries under way at a time', '8')
    .option('--timeout <seconds>', 'how long to wait for an answer', '30')
    .addOption(repeatable('--allow-remote <host>', 'host that may be sent to beside this machine'))
    .addOption(
      new Option('-f, --format <format>', 'how to tell what came').choices(['pretty', 'json']).default('pretty'),
    )
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil send cafe order.ready --to http://127.0.0.1:3000/webhooks --secret-env CAFE_SECRET
  counterfoil send cafe order.ready --to http://127.0.0.1:3000/webhooks --secret-env CAFE_SECRET --set order.status=lost
  counterfoil send cafe --data captured.json --to http://127.0.0.1:3000/webhooks --secret-env CAFE_SECRET
  counterfoil send cafe order.ready --from sample --repeat 1000 --rate 50 --to http://127.0.0.1:3000/webhooks \\
    --secret-env CAFE_SECRET`,
    )
    .action(async (contract: string, event: string | undefined, flags: Flags) => {
      const options = await readOptions(event, flags, io);
      const { send } = await import('../../api/send.ts');
      const progress = sendProgress(io.stderr, options.repeat);
      const stop = new AbortController();
      const interrupt = (): void => stop.abort();
      process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
      try {
        const onAnswer: SendOptions['onAnswer'] = ({ status }, done) => progress.show(status, done);
        const result = await send(contract, { ...options, signal: stop.signal, onAnswer });
        progress.clear();
        await print(result, flags, io);
        setExit(result.isAccepted ? exitCodes.ok.code : exitCodes.findings.code);
      } finally {
        progress.clear();
        process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      }
    });
}

async function readOptions(event: string | undefined, flags: Flags, io: Io) {
  const { to, data, from, example, seed, set, force, secretEnv, url, header, rate, allowRemote } = flags;
  if (data !== undefined && (from !== undefined || example !== undefined || seed !== undefined)) {
    throw new CommandError('usage', '--data is a body of your own: --from, --example and --seed choose another one.');
  }
  const { readSetting } = await import('../../readiness/set-values.ts');
  const { readInput } = await import('../read-input.ts');
  return {
    cwd: io.cwd,
    to,
    repeat: readCount('--repeat', flags.repeat),
    parallel: readCount('--parallel', flags.parallel),
    timeout: readPositive('--timeout', flags.timeout),
    set: (set ?? []).map(readSetting),
    headers: readHeaders(header ?? [], io),
    ...(event === undefined ? {} : { event }),
    ...(data === undefined ? {} : { data: await readInput(data, 'the body', io) }),
    ...(from === undefined ? {} : { from }),
    ...(example === undefined ? {} : { example }),
    ...(seed === undefined ? {} : { seed }),
    ...(force === undefined ? {} : { force }),
    ...(secretEnv === undefined ? {} : { secret: readVariable('--secret-env', secretEnv, io), secretName: secretEnv }),
    ...(url === undefined ? {} : { url }),
    ...(rate === undefined ? {} : { rate: readPositive('--rate', rate) }),
    ...(allowRemote === undefined ? {} : { allowedHosts: allowRemote }),
  };
}

async function print(result: SendResult, { to, format }: Flags, io: Io): Promise<void> {
  const { answer, summary } = result;
  if (answer?.status === undefined && answer?.failure === 'refused' && summary.answers.length === 1) {
    throw new CommandError(
      'input',
      `Nothing was sent: nobody listens at ${new URL(to).host}.`,
      'Start the receiver, or correct --to.',
    );
  }
  const { describeSend, sendAsJson } = await import('../../reporters/send.ts');
  io.stdout.write(format === 'json' ? sendAsJson(result) : describeSend(result, textOptions(io, io.stdout)));
}
