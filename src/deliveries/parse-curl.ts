import { bodyFromText } from './body.ts';
import type { Delivery } from './delivery.ts';
import { shellWords, ShellSyntaxError } from './shell-words.ts';

/** Why a curl command line cannot be turned into a delivery. */
export interface CurlProblem {
  readonly message: string;
  /** Offset in UTF-16 units, where it is known. */
  readonly offset: number;
}

/** What the options of a command line have said so far. */
interface Command {
  readonly urls: string[];
  readonly headers: [name: string, value: string][];
  readonly data: string[];
  readonly json: string[];
  /** Names in lower case of headers that curl is told not to send. */
  readonly dropped: Set<string>;
  method?: string;
}

class Refused extends Error {}

type Option = (command: Command, argument: string) => void;

const ignored: Option = () => undefined;

const refused =
  (reason: string): Option =>
  () => {
    throw new Refused(reason);
  };

const withArgument: ReadonlyMap<string, Option> = new Map<string, Option>([
  ...named(['-X', '--request'], (command, argument) => {
    command.method = argument;
  }),
  ...named(['-H', '--header'], addHeader),
  ...named(['-d', '--data', '--data-ascii', '--data-binary'], (command, argument) => {
    command.data.push(notAFile(argument));
  }),
  ...named(['--data-raw'], (command, argument) => {
    command.data.push(argument);
  }),
  ...named(['--json'], (command, argument) => {
    command.json.push(notAFile(argument));
  }),
  ...named(['-u', '--user'], (command, argument) => {
    command.headers.push(['Authorization', `Basic ${Buffer.from(argument).toString('base64')}`]);
  }),
  ...named(['-A', '--user-agent'], (command, argument) => {
    command.headers.push(['User-Agent', argument]);
  }),
  ...named(['-e', '--referer'], (command, argument) => {
    command.headers.push(['Referer', argument]);
  }),
  ...named(['-b', '--cookie'], (command, argument) => {
    command.headers.push(['Cookie', argument]);
  }),
  ...named(['--url'], (command, argument) => {
    command.urls.push(argument);
  }),
  ...named(
    ['-F', '--form', '--form-string'],
    refused("it sends a form (multipart/form-data), and a webhook's body is not one"),
  ),
  ...named(['--data-urlencode'], refused('--data-urlencode sends an encoded form; write the body with --data-raw')),
  ...named(['-T', '--upload-file'], refused('it sends a file, and files are not read; write the body with --data-raw')),
  ...named(['-K', '--config'], refused('it reads a configuration file, and files are not read')),
  ...named(
    [
      '-o',
      '--output',
      '-m',
      '--max-time',
      '--connect-timeout',
      '-w',
      '--write-out',
      '--retry',
      '--retry-delay',
      '-x',
      '--proxy',
      '--cacert',
      '--cert',
      '--key',
      '-E',
      '--resolve',
      '--interface',
      '-D',
      '--dump-header',
      '-c',
      '--cookie-jar',
      '--max-redirs',
      '--ciphers',
      '--tls-max',
      '--limit-rate',
    ],
    ignored,
  ),
]);

const withoutArgument: ReadonlyMap<string, Option> = new Map<string, Option>([
  ...named(['-G', '--get'], refused('-G puts the data into the URL, and a webhook has a body')),
  ...named(['-I', '--head'], (command) => {
    command.method ??= 'HEAD';
  }),
  ...named(
    [
      '-s',
      '--silent',
      '-S',
      '--show-error',
      '-k',
      '--insecure',
      '-L',
      '--location',
      '-v',
      '--verbose',
      '-i',
      '--include',
      '-f',
      '--fail',
      '--fail-with-body',
      '-g',
      '--globoff',
      '-#',
      '--progress-bar',
      '-4',
      '-6',
      '-N',
      '--no-buffer',
      '--compressed',
      '-0',
      '--http1.0',
      '--http1.1',
      '--http2',
      '--http3',
      '--tlsv1.2',
      '--tlsv1.3',
      '-O',
      '--remote-name',
      '-J',
      '--no-progress-meter',
      '-q',
      '--disable',
      '--path-as-is',
      '--ssl-no-revoke',
      '-Z',
      '--parallel',
    ],
    ignored,
  ),
]);

function named(names: readonly string[], option: Option): [string, Option][] {
  return names.map((name) => [name, option]);
}

/**
 * Turns a pasted curl command line into the delivery that curl would send: method, URL, the headers stated (and the
 * content type that `--data` and `--json` imply, but not those that curl adds by itself), and the body. Files
 * (`--data @file`) are not read. Options that do not change the request are passed over; an unknown one is a problem.
 */
export function parseCurl(text: string): Delivery | CurlProblem {
  try {
    return deliveryOf(parseOptions(shellWords(withoutPrompt(text))));
  } catch (error) {
    if (error instanceof Refused) return { message: error.message, offset: 0 };
    if (error instanceof ShellSyntaxError)
      return { message: error.message, offset: error.offset + text.length - withoutPrompt(text).length };
    throw error;
  }
}

function withoutPrompt(text: string): string {
  return text.replace(/^\s*(?:[$>#]\s+)?/, '');
}

function parseOptions([program = '', ...words]: readonly string[]): Command {
  if (!/^(?:.*[\\/])?curl(?:\.exe)?$/.test(program)) throw new Refused('the command is not curl');
  const command: Command = { urls: [], headers: [], data: [], json: [], dropped: new Set() };
  // Taken from the end, which costs the same however many there are.
  const rest = words.toReversed();
  for (let word = rest.pop(); word !== undefined; word = rest.pop()) {
    if (word === '^') throw new Refused('this is a command line for cmd.exe; copy it "as cURL (bash)"');
    if (!word.startsWith('-') || word === '-') command.urls.push(word);
    else if (word.startsWith('--')) longOption(command, word, rest);
    else shortOptions(command, word, rest);
  }
  return command;
}

function longOption(command: Command, word: string, rest: string[]): void {
  const option = withArgument.get(word);
  if (option !== undefined) {
    option(command, argumentOf(word, rest));
    return;
  }
  const flag = withoutArgument.get(word) ?? withoutArgument.get(word.replace(/^--no-/, '--'));
  if (flag === undefined)
    throw new Refused(`the option ${word} is not known; leave it out if it does not change what is sent`);
  flag(command, '');
}

/** `-sSXPOST` is `-s -S -X POST`. */
function shortOptions(command: Command, word: string, rest: string[]): void {
  for (let at = 1; at < word.length; at += 1) {
    const name = `-${word.charAt(at)}`;
    const option = withArgument.get(name);
    if (option !== undefined) {
      option(command, at + 1 < word.length ? word.slice(at + 1) : argumentOf(name, rest));
      return;
    }
    const flag = withoutArgument.get(name);
    if (flag === undefined)
      throw new Refused(`the option ${name} is not known; leave it out if it does not change what is sent`);
    flag(command, '');
  }
}

function argumentOf(name: string, rest: string[]): string {
  const argument = rest.pop();
  if (argument === undefined) throw new Refused(`the option ${name} needs a value`);
  return argument;
}

function notAFile(argument: string): string {
  if (argument.startsWith('@'))
    throw new Refused(`the body is in the file ${argument.slice(1)}, which is not read; paste the body itself`);
  return argument;
}

/** `Name: value`; `Name;` sends an empty header; `Name:` keeps curl from sending one. */
function addHeader(command: Command, argument: string): void {
  if (argument.startsWith('@'))
    throw new Refused(`the headers are in the file ${argument.slice(1)}, which is not read`);
  const colon = argument.indexOf(':');
  const value = argument.slice(colon + 1).trim();
  if (colon > 0 && value !== '') command.headers.push([argument.slice(0, colon).trim(), value]);
  else if (colon > 0) command.dropped.add(argument.slice(0, colon).trim().toLowerCase());
  else if (argument.endsWith(';')) command.headers.push([argument.slice(0, -1).trim(), '']);
  else throw new Refused(`the header ${JSON.stringify(argument)} has no colon`);
}

function deliveryOf(command: Command): Delivery {
  const { urls, headers, data, json, dropped } = command;
  const [url] = urls;
  if (url === undefined) throw new Refused('there is no URL');
  if (urls.length > 1) throw new Refused('there is more than one URL; are the quotes right?');
  if (data.length > 0 && json.length > 0) throw new Refused('--json and --data exclude each other');
  const body = json.length > 0 ? json.join('') : data.join('&');
  if (!body.isWellFormed()) throw new Refused('the body holds a lone surrogate, which UTF-8 cannot express');
  const implied = impliedHeaders(command).filter(
    ([name]) =>
      !dropped.has(name.toLowerCase()) && !headers.some(([given]) => given.toLowerCase() === name.toLowerCase()),
  );
  const method = command.method ?? (data.length > 0 || json.length > 0 ? 'POST' : 'GET');
  return {
    method: method.toUpperCase(),
    url: url.includes('://') ? url : `http://${url}`,
    headers: [...headers, ...implied],
    body: bodyFromText(body),
  };
}

function impliedHeaders({ data, json }: Command): [string, string][] {
  if (json.length > 0)
    return [
      ['Content-Type', 'application/json'],
      ['Accept', 'application/json'],
    ];
  return data.length > 0 ? [['Content-Type', 'application/x-www-form-urlencoded']] : [];
}
