import type { Command } from 'commander';
import type { RegistrySettings } from '../api/open-registry.ts';
import type { Io } from './io.ts';

/** What the options of a registry say. */
export interface RegistryFlags {
  readonly registry?: string;
  readonly tokenEnv?: string;
  readonly allowInsecure?: boolean;
}

/** The options of commands that talk to a registry. */
export function withRegistryOptions(command: Command): Command {
  return command
    .option(
      '-r, --registry <registry>',
      'a URL, a folder, or git:<repository>#<ref>[:<folder>] (default: COUNTERFOIL_REGISTRY, else `registry` in counterfoil.yaml)',
    )
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
