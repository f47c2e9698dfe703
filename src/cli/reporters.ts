import type { Reporter } from '../reporters/reporter.ts';
import { nearest } from '../util/nearest.ts';
import { CommandError } from './exit-codes.ts';
import type { Io } from './io.ts';

/** What `--format` takes; a test holds it against the reporters, which are loaded when one of them is used. */
export const reporterNames: readonly string[] = ['pretty', 'json', 'junit', 'sarif', 'github', 'gitlab', 'markdown'];

/**
 * The reporter of this name: one of ours, or one of a local module that the configuration names.
 *
 * @throws CommandError when there is none
 */
export async function findReporter(name: string, config: string | boolean, io: Io): Promise<Reporter> {
  const { reporters } = await import('../reporters/all.ts');
  const known = reporters.find((reporter) => reporter.name === name);
  if (known !== undefined) return known;
  // Loaded here: only a reporter that is not ours makes it worth reading the configuration in this thread.
  const { localPlugins } = await import('./local-plugins.ts');
  const local = (await localPlugins(config, io)).reporters as readonly Reporter[];
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
