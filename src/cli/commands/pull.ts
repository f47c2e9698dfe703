import { join } from 'node:path';
import { Argument, Command } from 'commander';
import type { LockedState, PullResult } from '../../api/pull.ts';
import { escapeControls } from '../../reporters/escape.ts';
import { displayPath } from '../../util/display-path.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { progressLine } from '../progress.ts';
import { registrySettings, withRegistryOptions } from '../registry-options.ts';
import type { RegistryFlags } from '../registry-options.ts';

interface Flags extends RegistryFlags {
  readonly out?: string;
  readonly force?: boolean;
  readonly check?: boolean;
}

/** `counterfoil pull`: contracts of a registry into a folder of the project. */
export function pullCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('pull')
    .summary('bring contracts from a registry into the project, and lock them')
    .description(
      'Brings contracts from a registry, checks them, writes each as one document below --out, and records them in ' +
        'counterfoil.lock. Commit both: no other command needs the registry then. Without names it brings what the lock ' +
        'file says and is not there. A locked version never changes; files that were changed by hand are not replaced ' +
        'without --force.',
    )
    .addArgument(
      new Argument(
        '[contract...]',
        '<vendor> or <vendor>@<range>, with ranges as for npm; without any, what the lock file says',
      ),
    )
    .option('-o, --out <folder>', 'folder for the contracts (default: that of the lock file, else asyncapi)')
    .option('--check', 'bring nothing and ask nobody; exit with 1 when files are not what the lock file says')
    .option('--force', 'replace files that were changed by hand, or were not pulled');
  return withRegistryOptions(command)
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil pull cafe --registry https://registry.example.com   its newest version
  counterfoil pull cafe@1 --registry ../contracts                 from a folder
  counterfoil pull cafe --registry git:git@example.com:contracts.git#main
  counterfoil pull                                                what the lock file says
  counterfoil pull --check                                        in CI: has anybody changed them?`,
    )
    .action(async (names: readonly string[], flags: Flags) => {
      const { checkPulled, pull } = await import('../../api/pull.ts');
      const progress = progressLine(io.stderr);
      const shared = { cwd: io.cwd, onProgress: progress.show };
      if (flags.check === true) {
        if (names.length > 0)
          throw new CommandError('usage', '--check takes no names.', 'It checks all that the lock file holds.');
        const states = await checkPulled(shared).finally(progress.clear);
        io.stdout.write(describeStates(states, io));
        setExit(states.every(isAsPulled) ? exitCodes.ok.code : exitCodes.findings.code);
        return;
      }
      const result = await pull(names, {
        ...shared,
        ...registrySettings(flags, io),
        ...(flags.out === undefined ? {} : { out: flags.out }),
        ...(flags.force === undefined ? {} : { force: flags.force }),
      }).finally(progress.clear);
      io.stdout.write(describePull(result, io));
    });
}

function describePull({ contracts, folder, lockFile }: PullResult, io: Io): string {
  const lines = contracts.flatMap(({ vendor, version, source, status, former, deprecated }) => {
    const what = status === 'updated' ? `updated from ${former ?? ''}` : statusTexts[status];
    const place = displayPath(join(folder, vendor, version), io.cwd);
    return [
      `${vendor}@${version}  ${what}: ${place}${status === 'same' ? '' : `, from ${escapeControls(source)}`}`,
      ...(deprecated === undefined ? [] : [`  ${escapeControls(deprecationText(deprecated))}`]),
    ];
  });
  const changed = contracts.filter(({ status }) => status !== 'same').length;
  const last = changed === 0 ? 'Everything is as it is locked.' : `Commit them with ${displayPath(lockFile, io.cwd)}.`;
  return `${[...lines, last].join('\n')}\n`;
}

const statusTexts = {
  added: 'added',
  updated: 'updated',
  restored: 'brought again',
  words: 'words or scenarios corrected',
  same: 'as before',
} as const;

/** `It is deprecated: go to 2.0.0.` with the reason, where there is one. */
export function deprecationText({ successor, reason }: { successor?: string; reason?: string }): string {
  const to = successor === undefined ? '' : `: go to ${successor}`;
  return `It is deprecated${to}${reason === undefined ? '' : ` (${reason})`}.`;
}

function isAsPulled({ state, others }: LockedState): boolean {
  return state === 'same' && others.length === 0;
}

function describeStates(states: readonly LockedState[], io: Io): string {
  const lines = states.map((state) => {
    const { id, folder, others } = state;
    const extra = others.length === 0 ? '' : `; not pulled: ${others.join(', ')}`;
    return `${id}  ${stateTexts[state.state]}: ${displayPath(folder, io.cwd)}${extra}`;
  });
  if (states.every(isAsPulled)) return `${[...lines, 'Everything is as it was pulled.'].join('\n')}\n`;
  const help = states.some(({ state }) => state === 'changed')
    ? 'Keep changes elsewhere; counterfoil pull --force brings what the lock file says.'
    : 'counterfoil pull brings what is missing.';
  return `${[...lines, help].join('\n')}\n`;
}

const stateTexts = { same: 'as pulled', missing: 'missing', changed: 'changed by hand' } as const;
