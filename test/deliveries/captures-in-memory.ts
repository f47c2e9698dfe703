import type { Capture } from '../../src/deliveries/capture.ts';
import { isFinding } from '../../src/deliveries/capture-finding.ts';
import type { CaptureItem } from '../../src/deliveries/capture-finding.ts';
import type { CaptureFormat, CaptureSource, ReadOptions } from '../../src/deliveries/formats/format.ts';
import type { Finding } from '../../src/findings/finding.ts';

/** A capture file that exists only in memory, handed out in chunks of the given size. */
export function source(file: string, content: string | Uint8Array, chunkSize = 7): CaptureSource {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    file,
    async *chunks() {
      for (let start = 0; start < bytes.length; start += chunkSize) yield bytes.slice(start, start + chunkSize);
    },
  };
}

/** Everything that a format reads from a source. */
export async function readAll(
  format: CaptureFormat,
  from: CaptureSource,
  options: ReadOptions = {},
): Promise<CaptureItem[]> {
  const items: CaptureItem[] = [];
  for await (const run of format.read(from, options)) items.push(...run);
  return items;
}

/** The one capture that was read; fails on anything else. */
export function onlyCapture(items: readonly CaptureItem[]): Capture {
  const [item, ...rest] = items;
  if (item === undefined || rest.length > 0 || isFinding(item))
    throw new Error(`expected one capture, got ${JSON.stringify(items)}`);
  return item;
}

/** The one finding that was read; fails on anything else. */
export function onlyFinding(items: readonly CaptureItem[]): Finding {
  const [item, ...rest] = items;
  if (item === undefined || rest.length > 0 || !isFinding(item)) throw new Error('expected one finding');
  return item;
}
