import type { Command } from 'commander';
import type { Io } from './io.ts';

/** Makes a command; what it does says with `setExit` how the program ends. */
export type MakeCommand = (io: Io, setExit: (code: number) => void) => Command;

/** What is known of a command without its module, which is loaded when the command line names it. */
export interface CommandRow {
  /** Name, and what follows it, as the list of commands shows them. */
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<MakeCommand>;
}

/** Every command, in the order in which `--help` lists them. A test holds usage and summary against the command's own. */
export const commandTable: readonly CommandRow[] = [
  {
    usage: 'init [options]',
    summary: 'set a project up: a first contract, the configuration, a client, a CI job',
    load: async () => (await import('./commands/init.ts')).initCommand,
  },
  {
    usage: 'check [options] [contract...]',
    summary: 'test contracts, their documented examples, and captures',
    load: async () => (await import('./commands/check.ts')).checkCommand,
  },
  {
    usage: 'ci [options]',
    summary: 'everything that a pull request has to pass, as one run',
    load: async () => (await import('./commands/ci.ts')).ciCommand,
  },
  {
    usage: 'identify [options] [file]',
    summary: 'say which vendor, contract and event a body belongs to',
    load: async () => (await import('./commands/identify.ts')).identifyCommand,
  },
  {
    usage: 'infer [options] <capture...>',
    summary: 'write a first contract from captures',
    load: async () => (await import('./commands/infer.ts')).inferCommand,
  },
  {
    usage: 'import [options] <document>',
    summary: 'write a contract from an AsyncAPI, OpenAPI or JSON Schema document',
    load: async () => (await import('./commands/import.ts')).importCommand,
  },
  {
    usage: 'verify [options] <capture>',
    summary: 'say why the signature of a recorded delivery does not match',
    load: async () => (await import('./commands/verify.ts')).verifyCommand,
  },
  {
    usage: 'compare [options] [old] [new]',
    summary: 'say what changed between two contracts, and whom it breaks',
    load: async () => (await import('./commands/compare.ts')).compareCommand,
  },
  {
    usage: 'approve [options] <fingerprint...>',
    summary: 'approve a break between contracts for a time',
    load: async () => (await import('./commands/approve.ts')).approveCommand,
  },
  {
    usage: 'release <contract>',
    summary: 'record a contract in releases.json, so that any change of it is an error',
    load: async () => (await import('./commands/release.ts')).releaseCommand,
  },
  {
    usage: 'publish [options] [contract...]',
    summary: 'publish contracts in a registry: a server, or a folder',
    load: async () => (await import('./commands/publish.ts')).publishCommand,
  },
  {
    usage: 'pull [options] [contract...]',
    summary: 'bring contracts from a registry into the project, and lock them',
    load: async () => (await import('./commands/pull.ts')).pullCommand,
  },
  {
    usage: 'outdated [options] [vendor...]',
    summary: 'say which locked contracts have newer versions, and what these would break',
    load: async () => (await import('./commands/outdated.ts')).outdatedCommand,
  },
  {
    usage: 'catalog',
    summary: 'make pages on which people look contracts up',
    load: async () => (await import('./commands/catalog.ts')).catalogCommand,
  },
  {
    usage: 'serve [options]',
    summary: 'serve schemas, contracts, clients and mocks to everyone',
    load: async () => (await import('./commands/serve.ts')).serveCommand,
  },
  {
    usage: 'token',
    summary: 'make, list and revoke tokens of a registry',
    load: async () => (await import('./commands/token.ts')).tokenCommand,
  },
  {
    usage: 'registry',
    summary: 'back up, restore and audit the store of a registry',
    load: async () => (await import('./commands/registry.ts')).registryCommand,
  },
  {
    usage: 'generate [options] [contract...]',
    summary: 'generate types, validators and a receiver from contracts',
    load: async () => (await import('./commands/generate.ts')).generateCommand,
  },
  {
    usage: 'mock [options] [contract...]',
    summary: 'take deliveries over HTTP, and say what they break',
    load: async () => (await import('./commands/mock.ts')).mockCommand,
  },
  {
    usage: 'gateway [options]',
    summary: 'record deliveries on their way to a receiver',
    load: async () => (await import('./commands/gateway.ts')).gatewayCommand,
  },
  {
    usage: 'captures',
    summary: 'import, export, redact, erase, replay and look at captures',
    load: async () => (await import('./commands/captures.ts')).capturesCommand,
  },
  {
    usage: 'export',
    summary: 'write contracts in formats of other tools',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  {
    usage: 'simulate [options] <contract>',
    summary: 'play a vendor: deliveries of many visitors, faults included',
    load: async () => (await import('./commands/simulate.ts')).simulateCommand,
  },
  {
    usage: 'send [options] <contract> [event]',
    summary: 'send one delivery, signed as the vendor signs',
    load: async () => (await import('./commands/send.ts')).sendCommand,
  },
  {
    usage: 'test [options] <contract>',
    summary: 'find out whether a receiver is ready for a vendor',
    load: async () => (await import('./commands/test.ts')).testCommand,
  },
  {
    usage: 'drift [options] [captures...]',
    summary: 'find where captures and contracts disagree',
    load: async () => (await import('./commands/drift.ts')).driftCommand,
  },
  {
    usage: 'explain [rule]',
    summary: 'print the page of a rule, or list all rules',
    load: async () => (await import('./commands/explain.ts')).explainCommand,
  },
  {
    usage: 'completion <shell>',
    summary: 'print the script that completes words in bash, zsh or fish',
    load: async () => (await import('./commands/completion.ts')).completionCommand,
  },
];

/** The command's name, which its usage begins with. */
export function nameOf({ usage }: CommandRow): string {
  return usage.split(' ')[0] ?? usage;
}
