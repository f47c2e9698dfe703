import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Source } from '../capture/drift/parts.ts';
import { captureFiles } from '../capture/exchange/sources.ts';
import { isServerStore } from '../database/locate.ts';
import { RunError } from '../findings/run-error.ts';
import { displayPath } from '../util/display-path.ts';
import { isStoreFile } from './store-file.ts';

/** Files and stores of which the same is stated. */
export interface NamedSet extends Pick<Source, 'isBaseline' | 'stated'> {
  /** Absolute paths, and URLs of stores. */
  readonly files: readonly string[];
  /** Records of stores before that time are not read, in milliseconds since 1970. */
  readonly from?: number;
}

/** What names, folders, patterns and URLs of stores stand for, each once. */
export function namedFiles(patterns: readonly string[], cwd: string): string[] {
  const named = patterns.flatMap((pattern) => (isServerStore(pattern) ? [pattern] : captureFiles([pattern], cwd)));
  return [...new Set(named)];
}

/**
 * The files and stores of a set, as they are divided among workers.
 *
 * @param access `storeKey` seals stores, `trust` is public keys in PEM
 * @param cwd absolute
 */
export function sourcesOf(
  { files, isBaseline, stated, from }: NamedSet,
  access: { readonly storeKey?: Uint8Array; readonly trust?: string },
  cwd: string,
): Source[] {
  const { storeKey, trust } = access;
  const trusted = trust === undefined ? {} : { trust };
  return files.map((name): Source => {
    const file = isServerStore(name) ? withoutPassword(name) : displayPath(name, cwd);
    const source: Source = { file, isBaseline, stated, ...trusted };
    if (!isServerStore(name) && !isStoreFile(name)) return { ...source, ...(from === undefined ? {} : { from }) };
    const store = {
      location: name,
      ...(storeKey === undefined ? {} : { key: storeKey }),
      ...trusted,
      ...(from === undefined ? {} : { from }),
    };
    return { ...source, store };
  });
}

/** The public keys of `--trust` and of the configuration, as one text. */
export function trustOf(trust: string | undefined, configured: readonly string[], cwd: string): string | undefined {
  const files = [...configured, ...(trust === undefined ? [] : [trust])];
  return files.length === 0 ? undefined : files.map((file) => read(file, cwd)).join('\n');
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'the store';
  const shown = new URL(url);
  shown.password = '';
  return shown.href;
}

/** @throws {RunError} when the file cannot be read */
export function read(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/,.*/, '') : String(error);
    throw new RunError('input', `${file} cannot be read: ${reason}.`, { help: 'Name a file that exists.' });
  }
}
