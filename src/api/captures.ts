import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { runErase } from '../capture/erase/run-erase.ts';
import type { EraseResult } from '../capture/erase/run-erase.ts';
import { readWhere } from '../capture/erase/match.ts';
import { openWriter } from '../capture/exchange/export.ts';
import type { ExportFormat, NotWritten } from '../capture/exchange/export.ts';
import { importFiles } from '../capture/exchange/import.ts';
import type { ImportOptions, ImportResult } from '../capture/exchange/import.ts';
import { loadJudge } from '../capture/exchange/judge.ts';
import { everyLook } from '../deliveries/personal/recognise.ts';
import { openSource } from '../capture/exchange/sources.ts';
import { openKey } from '../capture/gateway/keys.ts';
import { runRedact } from '../capture/redact/run-redact.ts';
import type { RedactResult } from '../capture/redact/run-redact.ts';
import { openStore } from '../capture/store/open-store.ts';
import { storeFile } from '../database/locate.ts';
import { RunError } from '../findings/run-error.ts';
import type { PersonalLook } from '../deliveries/personal/recognise.ts';
import type { Finding } from '../findings/finding.ts';
import { parsePointer, PointerSyntaxError } from '../json-schema/pointer.ts';
import { guardStore, readTrust, withCaptures } from './captures-open.ts';
import type { CapturesOptions } from './captures-open.ts';

export type { CapturesOptions, EraseResult, ExportFormat, ImportResult, NotWritten, RedactResult };

/**
 * Imports captures from files into a store, which is made when there is none.
 *
 * @throws {RunError} as `withCaptures`
 */
export async function importCaptures(
  files: readonly string[],
  options: CapturesOptions & Pick<ImportOptions, 'onProgress'> & { readonly store: string },
): Promise<ImportResult> {
  const cwd = resolve(options.cwd ?? '');
  const { contracts = [], secrets, url, storeKey, format, origin, trust, signal, onProgress } = options;
  const judge = await loadJudge({
    contracts,
    cwd,
    ...(secrets === undefined ? {} : { secrets }),
    ...(url === undefined ? {} : { url }),
  });
  return guardStore(async () => {
    const key = storeKey === undefined ? {} : { key: storeKey };
    const source = {
      files,
      cwd,
      ...(format === undefined ? {} : { format }),
      ...(origin === undefined ? {} : { origin }),
      ...(trust === undefined ? {} : { trusted: readTrust(resolve(cwd, trust), trust) }),
      ...(signal === undefined ? {} : { signal }),
    };
    // Before the store is made: a misspelt name must not leave an empty one.
    await openSource(source);
    const path = storeFile(options.store, cwd);
    const isNew = path !== undefined && !existsSync(path);
    const store = await openStore(options.store, { cwd, create: true, ...key });
    let isEmpty = false;
    try {
      const result = await importFiles(store, {
        ...source,
        judge,
        ...(onProgress === undefined ? {} : { onProgress }),
      });
      isEmpty = isNew && result.files.every(({ error }) => error !== undefined);
      return result;
    } finally {
      await store.close();
      // A store that nothing came into would look like one that holds what the files held.
      if (isEmpty) for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    }
  });
}

/** What came of an export. */
export interface CapturesExported {
  readonly written: number;
  readonly notWritten: readonly NotWritten[];
  readonly problems: readonly Finding[];
}

/**
 * Writes captures to a file (`ndjson`, `har`) or a folder (`http`), with everything in them.
 *
 * @throws {RunError} as `withCaptures`, and when `out` is there already
 */
export async function exportCaptures(
  options: CapturesOptions & { readonly to: ExportFormat; readonly out: string },
): Promise<CapturesExported> {
  demandName(options.out);
  return withCaptures(options, async ({ reader, query, cwd }) => {
    const writer = openWriter(options.to, options.out, cwd);
    const notWritten: NotWritten[] = [];
    const problems: Finding[] = [];
    let written = 0;
    try {
      for await (const item of reader.read(query)) {
        if ('problem' in item) {
          problems.push(item.problem);
          continue;
        }
        const reason = writer.write(item.capture);
        if (reason === undefined) written += 1;
        else notWritten.push({ capture: item.record.id, reason });
      }
      writer.finish();
    } catch (error) {
      writer.abandon();
      throw error;
    }
    return { written, notWritten, problems };
  });
}

export interface RedactOptions extends CapturesOptions {
  /** File (`ndjson`, `har`) or folder (`http`) that redacted captures are written to; those of a store are replaced when absent. */
  readonly out?: string;
  /** `ndjson` when absent, the only one that keeps attestations. */
  readonly to?: ExportFormat;
  /** JSON Pointers of what is replaced beside what contracts mark; `*` for every member or item. */
  readonly pointers?: readonly string[];
  /** Names of headers whose values are replaced. */
  readonly headers?: readonly string[];
  /** What is replaced wherever it looks like that; all when absent. */
  readonly looks?: readonly PersonalLook[];
  /** Whether members that no contract describes are replaced by what they are called; only where no contract is known when absent. */
  readonly byName?: boolean;
  /** Key of the pseudonyms: with the same one equal values stay equal from run to run. A fresh one when absent. */
  readonly pseudonymKey?: Uint8Array;
  /** File with the Ed25519 key that signs what was redacted; it is made when there is none. */
  readonly key?: string;
}

/**
 * Puts pseudonyms of the same shape in place of personal data.
 *
 * @throws {RunError} as `withCaptures`; when files are redacted and nothing says where to write to
 */
export async function redactCaptures(options: RedactOptions): Promise<RedactResult> {
  const { out, to = 'ndjson', store } = options;
  const cwd = resolve(options.cwd ?? '');
  if (out === undefined && store === undefined)
    throw new RunError('usage', 'Files are not redacted in place: the original would be gone for ever.', {
      help: 'Name a file for the redacted captures: --out captures/redacted.ndjson.',
    });
  if (out !== undefined) demandName(out);
  const pointers = options.pointers ?? [];
  for (const pointer of pointers) checkPointer(pointer);
  const signKey = options.key === undefined ? undefined : openKey(resolve(cwd, options.key));
  return withCaptures(options, async ({ reader, judge, query, trusted }) => {
    const writer = out === undefined ? undefined : openWriter(to, out, cwd);
    try {
      const result = await runRedact(reader, {
        judge,
        query,
        trusted,
        rules: {
          pointers,
          headers: new Set((options.headers ?? []).map((name) => name.toLowerCase())),
          looks: options.looks === undefined ? everyLook : new Set(options.looks),
          byName: options.byName ?? false,
        },
        pseudonymKey: options.pseudonymKey ?? randomBytes(32),
        at: new Date().toISOString(),
        ...(signKey === undefined ? {} : { signKey }),
        ...(writer === undefined ? {} : { write: (capture) => writer.write(capture) }),
      });
      writer?.finish();
      return result;
    } catch (error) {
      writer?.abandon();
      throw error;
    }
  });
}

/**
 * Finds all captures with certain values, and removes them when told to.
 *
 * @throws {RunError} as `withCaptures`; when nothing says which
 */
export async function eraseCaptures(
  options: CapturesOptions & { readonly texts?: readonly string[]; readonly erase?: boolean },
): Promise<EraseResult> {
  const { where = [], texts, erase = false, ...rest } = options;
  if (where.length === 0)
    throw new RunError('usage', 'Nothing says what to erase.', {
      help: 'Name a value: --where /data/email=anna@corp.example.',
    });
  const conditions = where.map(readWhere);
  return withCaptures(rest, ({ reader, cwd }) =>
    runErase(reader, { where: conditions, erase, cwd, ...(texts === undefined ? {} : { texts }) }),
  );
}

function demandName(out: string): void {
  if (out.trim() === '')
    throw new RunError('usage', 'The output has no name.', { help: 'Is the variable that holds it set?' });
}

function checkPointer(pointer: string): void {
  try {
    parsePointer(pointer);
  } catch (error) {
    if (!(error instanceof PointerSyntaxError)) throw error;
    throw new RunError('usage', `${error.message}.`, { help: 'For example /data/customer/*/note.' });
  }
}
