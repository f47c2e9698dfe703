import type { Command } from 'commander';
import type { RegistrySettings } from '../api/open-registry.ts';
import type { Io } from './io.ts';

/** What the options of a registry say. */
export interface RegistryFlags {
  readonly registry?: string;
  readonly tokenEnv?: string;
  readonly allowInsecure?: boolean;
}

const configured = 'COUNTERFOIL_REGISTRY, else `registry` in counterfoil.yaml';

/** What `--registry` takes, and stands for when it is absent, by what is done with the registry. */
const registryTexts = {
  write: `a URL or a folder (default: ${configured})`,
  read: `a URL, a folder, or git:<repository>#<ref>[:<folder>] (default: where a locked contract is from; for others ${configured})`,
} as const;

/** The options of commands that talk to a registry. */
export function withRegistryOptions(command: Command, use: keyof typeof registryTexts = 'read'): Command {
  return command
    .option('-r, --registry <registry>', registryTexts[use])
    .option('--token-env <name>', 'environment variable with the token (default: COUNTERFOIL_TOKEN)')
    .option('--allow-insecure', 'allow plain http to other machines than this one');
}

/** The settings that these options stand for. */
export function registrySettings(flags: RegistryFlags, io: Io): RegistrySettings {
  return {
    env: io.env,
    ...(flags.registry === undefined ? {} : { registry: flags.registry }),
    ...(flags.tokenEnv === undefined ? {} : { tokenEnv: flags.tokenEnv }),
    ...(flags.allowInsecure === undefined ? {} : { allowInsecure: flags.allowInsecure }),
  };
}
