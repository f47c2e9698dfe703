import { Argument, Command, Option } from 'commander';
import type { ExportFormat, RedactOptions } from '../../api/captures.ts';
import { toJson } from '../../reporters/escape.ts';
import { addChoice, addContracts, addSource, readCapturesFlags } from '../captures-options.ts';
import type { CapturesFlags } from '../captures-options.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { repeatable } from '../options.ts';
import { readVariable } from '../sending-options.ts';
import { stoppable } from '../stoppable.ts';

interface Flags extends CapturesFlags {
  readonly out?: string;
  readonly to: ExportFormat;
  readonly pointer?: readonly string[];
  readonly header?: readonly string[];
  readonly look?: RedactOptions['looks'];
  readonly byName?: boolean;
  readonly keyEnv?: string;
  readonly key?: string;
  readonly format: 'pretty' | 'json';
}

/** `counterfoil captures redact`: pseudonyms of the same shape in place of personal data. */
export function capturesRedactCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('redact')
    .summary('put pseudonyms of the same shape in place of personal data')
    .description(
      'Replaces what contracts mark with x-personal-data, what looks like an address, a telephone number or a credential, ' +
        'and what you name, also in JSON within texts. A phone stays a phone, equal values stay equal, and what was valid ' +
        'stays valid. Where the signature of a delivery is verified, a key of yours signs that it was.',
    )
    .addArgument(new Argument('[file...]', 'capture files, folders, or glob patterns').default([], 'the store'))
    .option('-o, --out <path>', 'file to write (a folder for http); without it, captures in the store are replaced')
    .addOption(
      new Option('--to <format>', 'format to write; ndjson alone keeps what is signed')
        .choices(['ndjson', 'har', 'http'])
        .default('ndjson'),
    )
    .addOption(repeatable('--pointer <pointer>', 'replace what stands there: /data/customer/*/note'))
    .addOption(repeatable('--header <name>', 'replace the value of this header'))
    .addOption(
      repeatable(
        '--look <look>',
        'replace only what looks like this, beside what is marked or named (default: all)',
      ).choices(['email', 'phone', 'ip', 'credential']),
    )
    .option('--by-name', 'replace also what is called first_name and the like where no schema describes it')
    .option('--key-env <name>', 'environment variable with the key of the pseudonyms (default: a fresh one)')
    .option('--key <file>', 'Ed25519 key that signs what was verified; made, with <file>.pub, when there is none');
  addContracts(command, 'what says which data is personal');
  return addChoice(addSource(command))
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil captures redact live/*.http --out captures/cafe.ndjson --contract asyncapi/cafe \\
    --secret cafe=CAFE_SECRET --origin live --key team.key --key-env PSEUDONYM_KEY
  counterfoil captures redact --store captures.db --contract asyncapi/cafe --until 7d
  counterfoil check asyncapi/cafe --captures captures/cafe.ndjson --trust team.key.pub`,
    )
    .action(async (files: string[], flags: Flags) => {
      const { redactCaptures } = await import('../../api/captures.ts');
      const { out, to, pointer, header, look, byName, keyEnv, key } = flags;
      const options = readCapturesFlags(files, flags, io);
      const redaction = {
        ...options,
        to,
        ...(out === undefined ? {} : { out }),
        ...(pointer === undefined ? {} : { pointers: pointer }),
        ...(header === undefined ? {} : { headers: header }),
        ...(look === undefined ? {} : { looks: look }),
        ...(byName === undefined ? {} : { byName }),
        ...(keyEnv === undefined ? {} : { pseudonymKey: readPseudonymKey(keyEnv, io) }),
        ...(key === undefined ? {} : { key }),
      };
      const result = await stoppable((signal) => redactCaptures({ ...redaction, signal }));
      const { describeRedact } = await import('../describe-captures.ts');
      io.stdout.write(flags.format === 'json' ? toJson(result) : describeRedact(result, key !== undefined));
      const isWhole = result.problems.length + result.notWritten.length === 0;
      if (!isWhole) setExit(exitCodes.input.code);
      else setExit(result.unlike.length === 0 ? exitCodes.ok.code : exitCodes.findings.code);
    });
}

/** Whoever guesses the key can try names and numbers until a stand-in fits. */
function readPseudonymKey(variable: string, io: Io): Uint8Array {
  const text = readVariable('--key-env', variable, io);
  if (text.trim().length >= 16) return Buffer.from(text.trim());
  throw new CommandError(
    'usage',
    `The key in the environment variable ${variable} is shorter than 16 characters.`,
    'openssl rand -base64 32 makes one.',
  );
}
