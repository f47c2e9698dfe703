import { loadPlugins, type Plugins } from '../checks/plugins.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Io } from './io.ts';

/**
 * What the local modules of the configuration add; nothing when there is no configuration, or when it is wrong, which a
 * check reports.
 *
 * @param config a file, `true` for the nearest one, `false` for none
 * @throws RunError when a module cannot be used
 */
export async function localPlugins(config: string | boolean, io: Io): Promise<Plugins> {
  if (config === false) return loadPlugins([]);
  const loaded = loadConfig(io.cwd, typeof config === 'string' ? config : undefined);
  const isSound = !loaded.findings.some(({ severity }) => severity === 'error');
  return loadPlugins(isSound ? loaded.config.plugins : []);
}
