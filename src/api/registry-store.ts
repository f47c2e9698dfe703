import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { RunError } from '../findings/run-error.ts';
import type { Actor } from '../registry/domain/access.ts';
import type { AuditEntry, RegistryStore, TokenEntry } from '../registry/domain/store.ts';
import {
  createToken as create,
  listTokens as list,
  revokeToken as revoke,
} from '../registry/domain/tokens/manage-tokens.ts';
import type { TokenWish } from '../registry/domain/tokens/manage-tokens.ts';
import { openRegistryStore } from '../registry/store/open-registry-store.ts';
import type { Json } from '../util/json.ts';

export type { TokenWish };

export interface RegistryStoreOptions {
  /** Path of a SQLite file, or a `postgres://` URL; `counterfoil-registry.db` when absent. */
  readonly store?: string;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

export interface RegistryTransferOptions extends RegistryStoreOptions {
  /** Told after each line how many there were. */
  readonly onProgress?: (lines: number) => void;
}

/** Where a registry keeps what it knows, when nothing else is said. */
export const defaultRegistryStore = 'counterfoil-registry.db';

/** Whoever can open the store may do everything to it. */
const operator: Actor = { name: 'command line', role: 'admin', known: true };

/**
 * Makes a token of a registry, in its store.
 *
 * @returns the token and its secret, which is kept nowhere
 * @throws {RunError} when there is no such store, or no such token can be
 */
export function createToken(
  wish: TokenWish,
  options: RegistryStoreOptions = {},
): Promise<{ readonly token: TokenEntry; readonly secret: string }> {
  return withStore(options, (store) => create(store, wish, operator, Date.now()));
}

/** @throws {RunError} when there is no such store */
export function listTokens(options: RegistryStoreOptions = {}): Promise<readonly TokenEntry[]> {
  return withStore(options, (store) => list(store, operator));
}

/**
 * Ends a token: at the latest five seconds later no server takes it.
 *
 * @returns the token that was ended
 * @throws {RunError} when there is no such store, or no such token, or it was ended before
 */
export function revokeToken(id: string, options: RegistryStoreOptions = {}): Promise<TokenEntry> {
  return withStore(options, async (store) => {
    const token = await revoke(store, id, operator, Date.now());
    if (token !== undefined) return token;
    throw new RunError('usage', `There is no token "${id}", or it was revoked before.`, {
      help: 'counterfoil token list names them.',
    });
  });
}

/**
 * Who has changed what in a registry, newest first.
 *
 * @throws {RunError} when there is no such store
 */
export function readAudit(
  query: { readonly limit: number; readonly before?: number },
  options: RegistryStoreOptions = {},
): Promise<readonly AuditEntry[]> {
  return withStore(options, (store) => store.listAudit(query));
}

/**
 * Writes everything of a registry but its tokens: a line of JSON each, the same for the same content, whatever keeps it.
 *
 * @param out file, which must not be there, or a function that gets the lines
 * @returns how many lines there were
 * @throws {RunError} when there is no such store, or the file cannot be written
 */
export function exportRegistry(
  out: string | ((line: string) => Promise<void> | void),
  options: RegistryTransferOptions = {},
): Promise<number> {
  return withStore(options, async (store) => {
    if (typeof out !== 'string') return writeLines(store, async (line) => out(line), options);
    const file = resolve(options.cwd ?? '', out);
    if (existsSync(file))
      throw new RunError('usage', `${out} is there already.`, { help: 'Name a file that is not there yet.' });
    return writeFile(store, file, options);
  });
}

/** Whole or not at all: whoever finds the file finds all of it. */
async function writeFile(store: RegistryStore, file: string, options: RegistryTransferOptions): Promise<number> {
  const beside = `${file}.part`;
  const stream = createWriteStream(beside, { mode: 0o600 });
  const failed = new Promise<never>((_, reject) => stream.once('error', (error) => reject(cannotWrite(file, error))));
  // It is looked at below, as soon as something waits.
  failed.catch(() => {});
  try {
    const write = async (line: string): Promise<void> => {
      if (!stream.write(line)) await Promise.race([failed, new Promise<void>((go) => stream.once('drain', go))]);
    };
    const lines = await writeLines(store, write, options);
    await Promise.race([failed, new Promise<void>((go) => stream.end(go))]);
    await rename(beside, file);
    return lines;
  } catch (error) {
    stream.destroy();
    await rm(beside, { force: true });
    throw error;
  }
}

async function writeLines(
  store: RegistryStore,
  write: (line: string) => Promise<void>,
  { onProgress }: RegistryTransferOptions,
): Promise<number> {
  let lines = 0;
  for await (const line of store.export()) {
    await write(`${JSON.stringify(line)}\n`);
    lines += 1;
    onProgress?.(lines);
  }
  return lines;
}

/**
 * Fills an empty registry with what `exportRegistry` wrote. The store is made when there is none.
 *
 * @param input file, or a stream of its bytes
 * @returns how many lines there were
 * @throws {RunError} when the store is not empty, or the lines are no whole export; then it stays as it was
 */
export async function importRegistry(
  input: string | AsyncIterable<Uint8Array>,
  options: RegistryTransferOptions = {},
): Promise<number> {
  const stream = typeof input === 'string' ? openFile(input, options.cwd) : input;
  let count = 0;
  const counted = async function* () {
    for await (const line of linesOf(stream)) {
      yield line;
      count += 1;
      options.onProgress?.(count);
    }
  };
  await withStore(
    options,
    (store) =>
      store.import(counted(), {
        actor: operator.name,
        action: 'import',
        target: typeof input === 'string' ? 'a file' : 'a stream',
      }),
    true,
  );
  return count;
}

function openFile(name: string, cwd = ''): AsyncIterable<Uint8Array> {
  const path = resolve(cwd, name);
  if (existsSync(path)) return createReadStream(path);
  throw new RunError('input', `There is no file ${name}.`, { help: 'counterfoil registry export writes one.' });
}

async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Json, void, undefined> {
  let number = 0;
  // readline takes any stream that can be iterated; its types ask for more.
  for await (const line of createInterface({ input: stream as unknown as Readable, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() !== '') yield parseLine(line, number);
  }
}

function parseLine(line: string, number: number): Json {
  try {
    return JSON.parse(line) as Json;
  } catch {
    throw new RunError('input', `Line ${number} is not JSON: this is no whole export of a registry.`);
  }
}

function cannotWrite(file: string, error: Error): RunError {
  return new RunError('usage', `${file} cannot be written: ${error.message}.`, {
    help: 'Name a file in a folder that you may write to.',
  });
}

async function withStore<T>(
  { store: location = defaultRegistryStore, cwd }: RegistryStoreOptions,
  use: (store: RegistryStore) => Promise<T>,
  create = false,
): Promise<T> {
  const store = await openRegistryStore(location, { ...(cwd === undefined ? {} : { cwd }), create });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
