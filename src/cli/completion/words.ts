import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Candidate, WordsOf } from './candidates.ts';

/**
 * What contracts, events and rules there are: those that come with counterfoil, and those below the folder `asyncapi`.
 * What a word means is loaded when it is asked for: each press of a key starts the program anew.
 */
export function wordsIn(cwd: string): WordsOf {
  return async (argument, former) => {
    if (['contract', 'contracts', 'old', 'new'].includes(argument)) return contracts(cwd);
    if (argument === 'rule') return rules();
    if (argument === 'event') return events(former.at(-1), cwd);
    return undefined;
  };
}

async function contracts(cwd: string): Promise<readonly Candidate[]> {
  const { shippedContracts } = await import('../../checks/targets.ts');
  const shipped = shippedContracts().map(({ id }) => ({ value: id, description: 'comes with counterfoil' }));
  return [...shipped, ...ownContracts(cwd)];
}

/** Folders of the usual layout, `asyncapi/<vendor>/<version>`. */
function ownContracts(cwd: string): Candidate[] {
  return folders(join(cwd, 'asyncapi')).flatMap((vendor) =>
    folders(join(cwd, 'asyncapi', vendor)).flatMap((version) =>
      existsSync(join(cwd, 'asyncapi', vendor, version, 'asyncapi.yaml'))
        ? [{ value: `asyncapi/${vendor}/${version}`, description: 'in this folder' }]
        : [],
    ),
  );
}

function folders(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

async function rules(): Promise<readonly Candidate[]> {
  const { catalog } = await import('../../checks/catalog.ts');
  return catalog.map(({ id, title }) => ({ value: id, description: title }));
}

async function events(contract: string | undefined, cwd: string): Promise<readonly Candidate[]> {
  if (contract === undefined) return [];
  const { resolveTargets } = await import('../../checks/targets.ts');
  const { loadContract } = await import('../../asyncapi/load-contract.ts');
  try {
    const [file] = resolveTargets([contract], cwd);
    const loaded = file === undefined ? undefined : await loadContract(file, { cwd });
    return (loaded?.contract?.events ?? []).map(({ name, title }) => ({ value: name, description: title ?? '' }));
  } catch {
    // What is half written names nothing yet.
    return [];
  }
}
