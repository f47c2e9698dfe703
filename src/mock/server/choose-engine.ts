import type { Contract } from '../../asyncapi/model.ts';
import type { Engine } from '../engine.ts';
import { createFastEngine } from '../fast/create-fast-engine.ts';
import type { MockLog } from '../log/log.ts';
import { createPrismEngine, prismIsInstalled } from '../prism/create-prism-engine.ts';

export type EngineName = Engine['name'];

/**
 * The engine that is wanted; Prism where it is installed and nothing else is wanted.
 *
 * @throws {RunError} when Prism is wanted and not installed, or a schema cannot be used
 */
export async function chooseEngine(
  wanted: EngineName | undefined,
  contracts: readonly Contract[],
  log: MockLog,
): Promise<Engine> {
  if (wanted === 'fast') return createFastEngine(contracts);
  if (wanted === 'prism' || prismIsInstalled()) return createPrismEngine(contracts);
  log.notice('Prism (@stoplight/prism-http) is not installed: the engine is "fast", our validators alone.');
  return createFastEngine(contracts);
}
