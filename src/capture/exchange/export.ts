import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { RunError } from '../../findings/run-error.ts';
import type { Capture } from '../../deliveries/capture.ts';
import { captureToLine } from '../../deliveries/capture-line.ts';
import { formatHttp, UnwritableDelivery } from '../../deliveries/http-message.ts';
import { toolVersion } from '../../util/version.ts';
import { writeAll } from '../write-all.ts';

export type ExportFormat = 'ndjson' | 'har' | 'http';

/** A capture that a format cannot state. */
export interface NotWritten {
  readonly capture: string;
  readonly reason: string;
}

/** Writes captures of one format. */
export interface CaptureWriter {
  /** Why the capture cannot be written; undefined when it was. */
  write(capture: Capture): string | undefined;
  /** Puts what was written in its place. */
  finish(): void;
  /** Removes what was written. */
  abandon(): void;
}

/**
 * Opens files that captures are written to, which nobody else may read. `ndjson` and `har` write one file, which is there
 * whole or not at all; `http` writes a file for each capture into a folder, which must not be there either.
 *
 * @param name relative to `cwd`
 * @throws {RunError} when the file is there already or cannot be written
 */
export function openWriter(format: ExportFormat, name: string, cwd = ''): CaptureWriter {
  const out = resolve(cwd, name);
  if (existsSync(out))
    throw new RunError('usage', `${name} is there already.`, { help: 'Name another one, or remove it first.' });
  return guarded(out, () => {
    if (format === 'http') return httpWriter(out);
    return format === 'ndjson' ? lineWriter(out) : harWriter(out);
  });
}

/** Calls for each capture what writes a file to be moved to its place at the end. */
function fileWriter(
  out: string,
  steps: { head: string; one(capture: Capture, index: number): string; tail: string },
): CaptureWriter {
  mkdirSync(dirname(out), { recursive: true });
  const beside = `${out}.part`;
  const file = openSync(beside, 'w', 0o600);
  const put = (text: string): void => guarded(out, () => writeAll(file, text));
  put(steps.head);
  let count = 0;
  return {
    write(capture) {
      put(steps.one(capture, count));
      count += 1;
      return undefined;
    },
    finish() {
      put(steps.tail);
      // A full disk shows itself here at the latest.
      guarded(out, () => fsyncSync(file));
      closeSync(file);
      guarded(out, () => renameSync(beside, out));
    },
    abandon() {
      closeSync(file);
      rmSync(beside, { force: true });
    },
  };
}

function lineWriter(out: string): CaptureWriter {
  return fileWriter(out, { head: '', one: (capture) => `${captureToLine(capture)}\n`, tail: '' });
}

function harWriter(out: string): CaptureWriter {
  const creator = JSON.stringify({ name: 'counterfoil', version: toolVersion });
  return fileWriter(out, {
    head: `{"log":{"version":"1.2","creator":${creator},"entries":[`,
    one: (capture, index) => `${index === 0 ? '' : ','}\n${JSON.stringify(harEntry(capture))}`,
    tail: '\n]}}\n',
  });
}

/**
 * A capture as an entry of an HTTP Archive 1.2. What the archive has no place for stands in `_counterfoil`; the answer is
 * an empty one, since the archive demands one.
 */
export function harEntry(capture: Capture): Record<string, unknown> {
  const { id, delivery, missing, origin, vendor, contract, event, at } = capture;
  const { method, url, headers, body } = delivery;
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const text =
    body.text === undefined
      ? { text: Buffer.from(body.bytes).toString('base64'), encoding: 'base64' }
      : { text: body.text };
  return {
    startedDateTime: at ?? new Date(0).toISOString(),
    time: 0,
    request: {
      method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: headers.map(([name, value]) => ({ name, value })),
      queryString: URL.canParse(url) ? [...new URL(url).searchParams].map(([name, value]) => ({ name, value })) : [],
      ...(body.bytes.length === 0 ? {} : { postData: { mimeType: type, ...text } }),
      headersSize: -1,
      bodySize: body.bytes.length,
    },
    response: {
      status: 0,
      statusText: '',
      httpVersion: '',
      cookies: [],
      headers: [],
      content: { size: 0, mimeType: '' },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    _counterfoil: {
      id,
      ...(at === undefined ? { at: null } : {}),
      ...(missing.size === 0 ? {} : { missing: [...missing] }),
      ...(origin === undefined ? {} : { origin }),
      ...(vendor === undefined ? {} : { vendor }),
      ...(contract === undefined ? {} : { contract }),
      ...(event === undefined ? {} : { event }),
    },
  };
}

function httpWriter(out: string): CaptureWriter {
  mkdirSync(out, { recursive: true, mode: 0o700 });
  chmodSync(out, 0o700);
  const taken = new Set<string>();
  return {
    write(capture) {
      const { id, delivery, missing, origin } = capture;
      const lacking = [...missing].filter((part) => part !== 'url');
      if (lacking.length > 0) return `it has no ${lacking.join(' and no ')}, which a raw message needs`;
      try {
        const message = formatHttp(missing.has('url') && delivery.url === '' ? { ...delivery, url: '/' } : delivery);
        const stem = id.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 80) || 'capture';
        let name = stem;
        for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${stem}-${count}`;
        taken.add(name.toLowerCase());
        const file = openSync(join(out, `${name}${origin === undefined ? '' : `.${origin}`}.http`), 'wx', 0o600);
        guarded(out, () => writeAll(file, message));
        closeSync(file);
        return undefined;
      } catch (error) {
        if (error instanceof UnwritableDelivery) return error.message;
        throw error;
      }
    },
    finish() {},
    abandon: () => rmSync(out, { recursive: true, force: true }),
  };
}

function guarded<Result>(out: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new RunError('usage', `${out} cannot be written: ${error.message}.`, {
      help:
        error.code === 'ENOSPC'
          ? 'Make room on the disk, and run it again; nothing was kept of it.'
          : 'Name a file or folder in a folder that you may write to.',
    });
  }
}
