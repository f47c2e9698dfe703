import { buildCatalogAssets } from '../../scripts/build-catalog-assets.ts';
import { buildClientRuntime } from '../../scripts/build-client-runtime.ts';

/** Before all tests: the runtime of generated clients and what the catalog's pages load, from their sources as they are. */
export default async function buildGenerated(): Promise<void> {
  await buildClientRuntime();
  await buildCatalogAssets();
}
