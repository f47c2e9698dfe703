import type { CaptureRecord } from '../record.ts';
import { contentText, frameLength, readFrame, writeFrame } from './codec.ts';
import type { Change, Entry } from './store.ts';

/** What goes before the frame of a record. */
interface Head {
  /** Parts of the record that are not in its frame. */
  readonly known: Pick<CaptureRecord, 'id' | 'answer' | 'delivery'>;
  /** Of what is new. */
  readonly sameness?: string;
  /** Of what changes. */
  readonly change?: Omit<Change, 'parcel'>;
  readonly owner?: string;
}

const lengths = 12;

/**
 * Entries as one piece of memory, which goes from thread to thread uncopied. Each is three lengths, a head in JSON, the
 * record as the store writes it (so that nobody writes it again), and the parcel.
 */
export function packEntries(entries: readonly Entry[]): Uint8Array<ArrayBuffer> {
  const parts = entries.map((entry) => {
    const record = entry.kind === 'new' ? entry.added.record : entry.record;
    const parcel = entry.kind === 'new' ? entry.added.parcel : entry.change.parcel;
    const head = JSON.stringify(headOf(entry, record, parcel?.owner));
    const text = contentText(record);
    const [headLength, textLength] = [Buffer.byteLength(head), Buffer.byteLength(text)];
    return { record, parcel: parcel?.bytes, head, text, headLength, textLength };
  });
  let length = 0;
  for (const { headLength, textLength, record, parcel } of parts)
    length += lengths + headLength + frameLength(textLength, record.body) + (parcel?.byteLength ?? 0);
  const bytes = Buffer.allocUnsafeSlow(length);
  let at = 0;
  for (const { head, headLength, text, textLength, record, parcel } of parts) {
    const frame = frameLength(textLength, record.body);
    bytes.writeUInt32LE(headLength, at);
    bytes.writeUInt32LE(frame, at + 4);
    bytes.writeUInt32LE(parcel?.byteLength ?? 0, at + 8);
    at += lengths;
    at += bytes.write(head, at, headLength);
    writeFrame(bytes, at, text, textLength, record.body);
    at += frame;
    if (parcel !== undefined) bytes.set(parcel, at);
    at += parcel?.byteLength ?? 0;
  }
  return bytes;
}

function headOf(entry: Entry, { id, answer, delivery }: CaptureRecord, owner: string | undefined): Head {
  const known = {
    id,
    ...(answer === undefined ? {} : { answer }),
    ...(delivery === undefined ? {} : { delivery }),
  };
  if (entry.kind === 'new') return { known, sameness: entry.added.sameness, ...owned(owner) };
  const { parcel: _, ...change } = entry.change;
  return { known, change, ...owned(owner) };
}

function owned(owner: string | undefined): { readonly owner?: string } {
  return owner === undefined ? {} : { owner };
}

/** What `packEntries` has packed; bodies, frames and parcels are parts of the same memory. */
export function unpackEntries(packed: Uint8Array<ArrayBuffer>): Entry[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const entries: Entry[] = [];
  for (let at = 0; at < bytes.byteLength;) {
    const [headLength, frameBytes, parcelBytes] = [0, 4, 8].map((offset) => bytes.readUInt32LE(at + offset));
    const start = at + lengths;
    const middle = start + (headLength ?? 0);
    const end = middle + (frameBytes ?? 0);
    at = end + (parcelBytes ?? 0);
    const { known, sameness, change, owner } = JSON.parse(bytes.toString('utf8', start, middle)) as Head;
    const frame = bytes.subarray(middle, end);
    const parcel = owner === undefined ? {} : { parcel: { owner, bytes: bytes.subarray(end, at) } };
    const record: CaptureRecord = { ...readFrame(frame), ...known };
    entries.push(
      sameness === undefined
        ? { kind: 'change', record, change: { ...change, ...parcel } }
        : { kind: 'new', added: { record, sameness, frame, ...parcel } },
    );
  }
  return entries;
}
