import { placesOf, readWhere } from '../capture/erase/match.ts';
import { captureOfRecord } from '../capture/exchange/records.ts';
import type { Found } from '../capture/exchange/sources.ts';
import { showCapture } from '../capture/exchange/show.ts';
import type { ShownCapture } from '../capture/exchange/show.ts';
import type { CaptureRecord } from '../capture/record.ts';
import { RunError } from '../findings/run-error.ts';
import type { Finding } from '../findings/finding.ts';
import { withCaptures } from './captures-open.ts';
import type { CapturesOptions, OpenCaptures } from './captures-open.ts';

export type { ShownCapture };

/** A capture in a list. */
export interface ListedCapture {
  readonly id: string;
  /** The file, or the store. */
  readonly from: string;
  readonly receivedAt: string;
  readonly origin: CaptureRecord['origin'];
  readonly attested: boolean;
  readonly contract?: string;
  readonly event?: string;
  readonly method: string;
  readonly verdict: CaptureRecord['verdict'];
  readonly signature: CaptureRecord['signature']['state'];
  /** Status of the answer. */
  readonly answer?: number;
  /** Of the body. */
  readonly bytes: number;
  readonly redacted: boolean;
  /** Where what was looked for stands. */
  readonly places?: readonly string[];
}

export interface CaptureList {
  readonly captures: readonly ListedCapture[];
  /** Whether there are more than were asked for. */
  readonly isCut: boolean;
  readonly problems: readonly Finding[];
}

/**
 * Lists captures, the newest first for a store and in their order for files.
 *
 * @throws {RunError} as `withCaptures`
 */
export async function listCaptures(options: CapturesOptions & { readonly limit?: number }): Promise<CaptureList> {
  return withCaptures(options, (open) => list(open, options, () => []));
}

/**
 * Lists captures that hold a text in body, headers or URL, or a value at a place (`/data/email=...`), with where.
 *
 * @throws {RunError} as `withCaptures`
 */
export async function grepCaptures(
  wanted: string,
  options: CapturesOptions & { readonly limit?: number },
): Promise<CaptureList> {
  if (wanted === '')
    throw new RunError('usage', 'The text to look for is empty.', { help: '`counterfoil captures list` lists all.' });
  const where = /^(?:\/|\*=)/.test(wanted) ? readWhere(wanted) : { path: undefined, value: wanted };
  return withCaptures(options, (open) =>
    list(open, options, (record) => {
      const places = placesOf(record, where);
      return places.length === 0 ? undefined : places;
    }),
  );
}

async function list(
  { reader, judge, query }: OpenCaptures,
  { limit = 50 }: { readonly limit?: number },
  placesIn: (record: CaptureRecord) => readonly string[] | undefined,
): Promise<CaptureList> {
  const captures: ListedCapture[] = [];
  const problems: Finding[] = [];
  for await (const item of reader.read({ ...query, first: 'newest' })) {
    if ('problem' in item) {
      problems.push(item.problem);
      continue;
    }
    const places = placesIn(item.record);
    if (places === undefined) continue;
    if (captures.length >= limit) return { captures, isCut: true, problems };
    const { record, capture } = item;
    const judged = record.verdict === 'not-judged' ? judge(capture) : undefined;
    const contract = record.contract ?? judged?.checked?.contract.id;
    const event = record.event ?? judged?.event;
    const { signature, verdict } = judged?.checked === undefined ? record : judged;
    captures.push({
      id: record.id,
      from: capture.place.file,
      receivedAt: record.receivedAt,
      origin: record.origin,
      attested: capture.attested,
      ...(contract === undefined ? {} : { contract }),
      ...(event === undefined ? {} : { event }),
      method: record.method,
      verdict,
      signature: signature.state,
      ...(record.answer?.status === undefined ? {} : { answer: record.answer.status }),
      bytes: record.body.length,
      redacted: record.redactions !== undefined,
      ...(places.length === 0 ? {} : { places }),
    });
  }
  return { captures, isCut: false, problems };
}

/**
 * One capture whole, personal data and credentials masked unless they are to be revealed.
 *
 * @param id of the capture; the beginning of one is enough where it is the only one
 * @throws {RunError} as `withCaptures`, and when there is no such capture or several
 */
export async function showOneCapture(
  id: string,
  options: CapturesOptions & { readonly reveal?: boolean },
): Promise<ShownCapture & { readonly attested: boolean }> {
  return withCaptures(options, async ({ reader, judge, query, trusted }) => {
    const show = ({ record, capture }: Found): ShownCapture & { readonly attested: boolean } => {
      const { checked, event } = judge(capture);
      return { ...showCapture(record, { checked, event }, options.reveal === true), attested: capture.attested };
    };
    const exact = await reader.store?.get(id);
    if (exact !== undefined)
      return show({ record: exact, capture: captureOfRecord(exact, reader.store?.location ?? '', trusted) });
    const found: Found[] = [];
    const problems: Finding[] = [];
    let count = 0;
    for await (const item of reader.read(query)) {
      if ('problem' in item) problems.push(item.problem);
      if ('problem' in item || !item.record.id.startsWith(id)) continue;
      count += 1;
      // Two are enough to know that there are several; one that has the very id wins.
      if (item.record.id === id) found.unshift(item);
      else if (found.length < 2) found.push(item);
    }
    const [first] = found;
    const same = found.filter(({ record }) => record.id === id).length;
    if (first === undefined)
      throw new RunError(
        'input',
        `There is no capture "${id}"${problems.length === 0 ? '' : ' in what can be read'}.`,
        {
          help: '`counterfoil captures list` shows the ids.',
          findings: problems.slice(0, 20),
        },
      );
    if (same > 1 || (same === 0 && count > 1))
      throw new RunError(
        'usage',
        `${same > 1 ? same : count} captures have this id, or one that begins with it: "${id}".`,
        {
          help: 'Give more of the id, or name the file that the capture stands in.',
        },
      );
    return show(first);
  });
}
