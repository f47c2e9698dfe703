import { createRequire } from 'node:module';
import { RunError } from '../../findings/run-error.ts';

/** What is used of `@stoplight/prism-http`, which may not be installed. */
export interface PrismHttp {
  getHttpOperationsFromSpec(document: object): Promise<PrismOperation[]>;
  createInstance(
    config: PrismConfig,
    components: object,
  ): { request(input: PrismInput, operations: readonly PrismOperation[]): () => Promise<PrismOutcome> };
}

/** An operation of the document, made ready. */
export interface PrismOperation {
  /** In lower case. */
  readonly method: string;
  readonly path: string;
}

export interface PrismConfig {
  readonly isProxy: false;
  readonly validateRequest: boolean;
  readonly validateResponse: boolean;
  readonly checkSecurity: boolean;
  readonly errors: boolean;
  readonly upstreamProxy: undefined;
  readonly mock: { readonly dynamic: boolean };
}

export interface PrismInput {
  readonly method: string;
  readonly url: { readonly path: string; readonly query: object };
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type PrismOutcome =
  | { readonly left: Error }
  | { readonly right: { readonly validations: { readonly input: readonly Diagnostic[] } } };

/** One thing that Prism finds. */
export interface Diagnostic {
  /** `body` or `header`, then the steps to the place, escaped as in a JSON Pointer; those that are empty are left out. */
  readonly path?: readonly string[];
  readonly code?: string | number;
  readonly message: string;
  /** 0 is an error. */
  readonly severity: number;
}

const packageName = '@stoplight/prism-http';

/** Whether Prism is there to be used: it is no dependency, since its packages weigh more than all others together. */
export function prismIsInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve(packageName);
    return true;
  } catch {
    return false;
  }
}

/**
 * Loads Prism, which takes about half a second.
 *
 * @throws {RunError} when it is not installed, or cannot be loaded
 */
export async function loadPrism(): Promise<PrismHttp> {
  try {
    // Its own types lead to packages that it does not bring along.
    return (await import('@stoplight/prism-http')) as unknown as PrismHttp;
  } catch (error) {
    const reason = prismIsInstalled() ? `cannot be loaded: ${(error as Error).message}` : 'is not installed';
    throw new RunError('usage', `Prism (${packageName}) ${reason}.`, {
      help: `Install it (npm install --save-dev ${packageName}@~5.15.10), or use the engine "fast".`,
    });
  }
}
