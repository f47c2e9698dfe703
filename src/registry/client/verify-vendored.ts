import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunContext } from '../../checks/watch.ts';
import { RunError } from '../../findings/run-error.ts';
import { contentDigest, readParts } from './parts.ts';

/** A pulled contract and what it must be. Plain data: it is handed to a worker. */
export interface Vendored {
  /** `<vendor>@<version>`. */
  readonly id: string;
  /** Absolute. */
  readonly folder: string;
  /** Digest over all that was written; undefined when nothing was, and anything there is somebody's own. */
  readonly content: string | undefined;
}

/** What stands in a pulled contract's folder. */
export interface VendoredState {
  readonly id: string;
  readonly folder: string;
  /** `same`: what was pulled; `missing`: nothing; `changed`: something else. */
  readonly state: 'same' | 'missing' | 'changed';
  /** Digest over what stands there; undefined when it is missing or cannot be read. */
  readonly content: string | undefined;
  /** Names in the folder that pulling never writes. */
  readonly others: readonly string[];
}

/** The files that pulling writes. */
const written: ReadonlySet<string> = new Set(['asyncapi.yaml', 'scenarios.yaml']);

/** Holds pulled contracts against what they were when they were pulled. Layout and comments do not count. */
export function verifyVendored(contracts: readonly Vendored[], { watch }: RunContext): VendoredState[] {
  return contracts.map((contract) => {
    watch.beat();
    return stateOf(contract);
  });
}

function stateOf({ id, folder, content: wanted }: Vendored): VendoredState {
  const names = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  const others = names.filter((name) => !written.has(name));
  if (names.length === others.length && others.length === 0)
    return { id, folder, state: 'missing', content: undefined, others };
  const content = contentOf(id, folder);
  return { id, folder, state: content !== undefined && content === wanted ? 'same' : 'changed', content, others };
}

function contentOf(id: string, folder: string): string | undefined {
  if (!existsSync(join(folder, 'asyncapi.yaml'))) return undefined;
  try {
    return contentDigest(readParts(folder, id));
  } catch (error) {
    if (error instanceof RunError) return undefined;
    throw error;
  }
}
