import { lstatSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { isServerStore, showLocation } from '../database/locate.ts';
import { readStore } from '../capture/drift/store-parts.ts';
import { isStoreFile } from './store-file.ts';
import { matchFiles, namedCaptureFiles } from '../checks/capture-files.ts';
import { RunError } from '../findings/run-error.ts';
import type { CaptureRun } from '../deliveries/formats/format.ts';
import { captureFormats } from '../deliveries/formats/all.ts';
import { inferContract } from '../infer/infer-contract.ts';
import type { InferSettings } from '../infer/infer-contract.ts';
import type { InferredContract } from '../infer/result.ts';
import { displayPath } from '../util/display-path.ts';
import { contractPlaces, refuseToOverwrite, writeContractFiles } from './contract-folders.ts';

export type { InferredContract } from '../infer/result.ts';

export interface InferOptions extends Omit<InferSettings, 'cwd' | 'more'> {
  /** 32 bytes that the records of stores are sealed with. */
  readonly storeKey?: Uint8Array;
  /** Folder that `asyncapi/<vendor>/<version>` and `schemas/<vendor>/<version>` are written to; nothing is written when absent. */
  readonly out?: string;
  /** Whether a contract that is there already is replaced, with everything in its two folders. */
  readonly force?: boolean;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

/**
 * Infers a first contract from captures, and writes it: whole or not at all. The same captures give the same bytes.
 *
 * @param captures capture files, folders of some, glob patterns, stores (SQLite files) and `postgres://` URLs of stores
 * @throws {RunError} when a setting is wrong, no capture can be used, or the contract is there already
 */
export async function infer(captures: readonly string[], options: InferOptions): Promise<InferredContract> {
  const { out, force = false, cwd: folder = '', storeKey, ...settings } = options;
  const cwd = resolve(folder);
  if (out?.trim() === '') {
    throw new RunError('usage', 'The output folder has no name.', { help: 'Is the variable that holds it set?' });
  }
  const named = [...new Set(captures.flatMap((name) => (isServerStore(name) ? [name] : filesOf(name, cwd))))];
  const stores = named.filter((name) => isServerStore(name) || isStoreFile(name));
  const files = named.filter((name) => !stores.includes(name));
  if (named.length === 0) {
    throw new RunError('usage', 'No capture file is named.', {
      help: 'Name files or a quoted pattern: counterfoil infer captures/*.http.',
    });
  }
  const shown = files.map((file) => displayPath(file, cwd));
  const target = out === undefined ? undefined : resolve(cwd, out);
  const version = settings.version ?? '1.0.0';
  const places = contractPlaces(settings.vendor, version);
  // Before the captures are read: they can be many.
  if (target !== undefined && !force)
    for (const place of places) refuseToOverwrite(join(target, place), cwd, replaceHelp);
  const contract = await inferContract(shown, {
    ...settings,
    cwd,
    more: () => readStores(stores, cwd, storeKey),
  });
  if (target !== undefined) writeContractFiles(target, places, contract.files, cwd);
  return contract;
}

const replaceHelp = 'Choose another --out or --contract-version, or replace the whole folder with --force.';

async function* readStores(
  locations: readonly string[],
  cwd: string,
  key: Uint8Array | undefined,
): AsyncGenerator<CaptureRun> {
  for (const location of locations) {
    const shown = isServerStore(location) ? showLocation(location) : displayPath(location, cwd);
    yield* readStore({ location, ...(key === undefined ? {} : { key }) }, shown, cwd);
  }
}

/** A folder stands for the capture files below it. */
function filesOf(name: string, cwd: string): string[] {
  const path = resolve(cwd, name);
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return namedCaptureFiles(name, cwd);
  const extensions = captureFormats.flatMap((format) => format.extensions);
  const files = matchFiles('**/*', path).filter((file) => extensions.includes(extname(file).toLowerCase()));
  if (files.length > 0) return files;
  throw new RunError('input', `${name} holds no capture file.`, {
    help: `Their names end with ${extensions.join(', ')}.`,
  });
}
