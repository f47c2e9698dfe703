import { generateTypeScript } from '../../codegen/client/generate-typescript.ts';
import { runtimeFiles } from '../../codegen/client/runtime-files.ts';
import { structureOf } from '../../compatibility/contracts/structure.ts';
import { digest } from '../../json-schema/canonicalize.ts';
import type { PackageFiles, PublishedContract } from '../../registry/domain/analyst.ts';
import { toolVersion } from '../../util/version.ts';
import { readPublished } from './published-contract.ts';

/** Clients from a registry are for whoever may read the contract; who else may have them, the registry's owner knows. */
const license = 'UNLICENSED';

/** See `Analyst.generateClient`. */
export async function generateClientTask(input: {
  readonly contract: PublishedContract;
  readonly scope: string;
}): Promise<PackageFiles> {
  const { contract } = (await readPublished({ document: input.contract.document })).checked;
  const origin = { contract: contract.id, digest: digest(structureOf(contract)), tool: toolVersion };
  const { files } = generateTypeScript(contract, origin, runtimeFiles(), { scope: input.scope, license });
  return new Map(files.map(({ path, content }) => [path, content]));
}
