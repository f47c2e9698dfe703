import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { bodyFromBytes } from '../../../src/deliveries/body.ts';
import type { Capture } from '../../../src/deliveries/capture.ts';
import { isFinding } from '../../../src/deliveries/capture-finding.ts';
import { readCaptures } from '../../../src/deliveries/read-captures.ts';

/** Runs with a folder that is gone afterwards. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-captures-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const name = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,15}$/)
  .filter((one) => !/^(?:content-length|transfer-encoding|host)$/i.test(one));
const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
const time = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
  .map((date) => date.toISOString());
const word = fc.stringMatching(/^[a-z][a-z0-9.-]{0,12}$/);

/** Captures that every format can state. */
export const captures: fc.Arbitrary<Capture> = fc
  .record({
    id: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((one) => one.isWellFormed()),
    method: fc.constantFrom('POST', 'PUT', 'DELETE'),
    path: fc.webPath(),
    headers: fc.array(fc.tuple(name, value), { maxLength: 5 }),
    body: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 60 }),
      fc.json().map((text) => new Uint8Array(Buffer.from(text.toWellFormed()))),
      fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => new Uint8Array(Buffer.from(text.toWellFormed()))),
    ),
    origin: fc.constantFrom('live', 'documented', 'simulated', undefined),
    at: time,
    vendor: fc.option(word, { nil: undefined }),
    event: fc.option(word, { nil: undefined }),
  })
  .map(({ id, method, path, headers, body, origin, at, vendor, event }) => ({
    id,
    delivery: {
      method,
      url: `https://a.example${path.startsWith('/') ? path : `/${path}`}`,
      headers,
      body: bodyFromBytes(body),
    },
    missing: new Set(),
    origin,
    attested: false,
    at,
    ...(vendor === undefined ? {} : { vendor }),
    ...(event === undefined ? {} : { event }),
    place: { file: 'generated' },
    locate: () => undefined,
  }));

/** What of a capture must survive; its place does not. */
export function essence({ id, delivery, missing, origin, at, vendor, contract, event, record }: Capture): object {
  const { method, url, headers, body } = delivery;
  return {
    id,
    method,
    url,
    headers: headers.map(([one, two]) => [one, two]),
    body: Buffer.from(body.bytes).toString('base64'),
    missing: [...missing],
    origin,
    at,
    vendor,
    contract,
    event,
    record,
  };
}

/** All captures of files; fails on what cannot be read. */
export async function readEvery(files: readonly string[]): Promise<Capture[]> {
  const found: Capture[] = [];
  for await (const item of readCaptures(files)) {
    if (isFinding(item)) throw new Error(`${item.place.file}: ${item.message}`);
    found.push(item);
  }
  return found;
}
