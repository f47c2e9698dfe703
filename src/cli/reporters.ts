import { resolve } from 'node:path';
import { reporters } from '../reporters/all.ts';
import type { Reporter } from '../reporters/reporter.ts';
import { nearest } from '../util/nearest.ts';
import { CommandError } from './exit-codes.ts';
import type { Io } from './io.ts';

export const reporterNames: readonly string[] = reporters.map(({ name }) => name);

/**
 * The reporter of this name: one of ours, or one of a local module that the configuration names.
 *
 * @throws CommandError when there is none
 */
export async function findReporter(name: string, config: string | boolean, io: Io): Promise<Reporter> {
  const known = reporters.find((reporter) => reporter.name === name);
  if (known !== undefined) return known;
  const local = config === false ? [] : await localReporters(config, io);
  const found = local.find((reporter) => reporter.name === name);
  if (found !== undefined) return found;
  const names = [...reporterNames, ...local.map((reporter) => reporter.name)];
  const meant = nearest(name, names);
  throw new CommandError(
    'usage',
    `There is no format "${name}".`,
    `${meant === undefined ? '' : `Did you mean ${meant}? `}Known are ${names.join(', ')}.`,
  );
}

async function localReporters(config: string | true, io: Io): Promise<readonly Reporter[]> {
  const [{ loadPlugins }, { loadConfig }] = await Promise.all([
    import('../checks/plugins.ts'),
    import('../config/load-config.ts'),
  ]);
  const loaded = loadConfig(resolve(io.cwd), typeof config === 'string' ? config : undefined);
  // What is wrong with the configuration is reported when the run is planned.
  if (loaded.findings.some(({ severity }) => severity === 'error')) return [];
  const { reporters: local } = await loadPlugins(loaded.config.plugins);
  return local as readonly Reporter[];
}
