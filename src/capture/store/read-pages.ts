import { leastIdAt } from '../record.ts';
import type { CaptureRecord } from '../record.ts';
import type { Codec } from './codec.ts';
import { compiled } from '../../database/builder.ts';
import type { Executor } from '../../database/executor.ts';
import { statementsFor } from './statements.ts';
import type { CaptureTable } from './statements.ts';
import type { RecordQuery } from './store.ts';

const mostRecords = 500;
/** Pages end early when their records have more bytes than this. */
const mostBytes = 16 * 1024 * 1024;

/** Reads the records that a query wants, page by page; pages that the search for a text leaves empty are left out. */
export async function* readPages(
  executor: Executor,
  codec: Codec,
  query: RecordQuery,
  recordOf: (row: CaptureTable) => CaptureRecord,
): AsyncGenerator<readonly CaptureRecord[], void, undefined> {
  const { text, limit = Infinity } = query;
  const has = text === undefined ? () => true : textFinder(text);
  let left = limit;
  let { after } = query;
  while (left > 0) {
    const size = text === undefined ? Math.min(left, mostRecords) : mostRecords;
    const ids = await pageOf(executor, codec, { ...query, ...(after === undefined ? {} : { after }) }, size);
    const [first, last] = [ids.at(0), ids.at(-1)];
    if (first === undefined || last === undefined) return;
    const wanted = statementsFor(executor.dialect)
      .selectFrom('counterfoil_captures')
      .selectAll()
      .where('id', 'in', ids);
    const isNewest = query.first === 'newest';
    const [result] = await executor.run([compiled(wanted.orderBy('id', isNewest ? 'desc' : 'asc'))], 'read');
    const page = ((result?.rows ?? []) as unknown as readonly CaptureTable[]).map(recordOf).filter(has).slice(0, left);
    after = last;
    left -= page.length;
    if (page.length > 0) yield page;
  }
}

/** The ids of one page. */
async function pageOf(executor: Executor, codec: Codec, query: RecordQuery, size: number): Promise<string[]> {
  const { vendor, contract, event, verdict, since, until, unredacted, first, after } = query;
  const isNewest = first === 'newest';
  let select = statementsFor(executor.dialect)
    .selectFrom('counterfoil_captures')
    .select(['id', 'size'])
    .orderBy('id', isNewest ? 'desc' : 'asc')
    .limit(size);
  if (vendor !== undefined) select = select.where('vendor', '=', codec.label(vendor));
  if (contract !== undefined) select = select.where('contract', '=', codec.label(contract));
  if (event !== undefined) select = select.where('event', '=', codec.label(event));
  if (verdict !== undefined) select = select.where('verdict', '=', verdict);
  if (since !== undefined) select = select.where('id', '>=', leastIdAt(since));
  if (until !== undefined) select = select.where('id', '<', leastIdAt(until));
  if (unredacted === true) select = select.where('redacted', '=', 0);
  if (after !== undefined) select = select.where('id', isNewest ? '<' : '>', after);
  const [result] = await executor.run([compiled(select)], 'read');
  const ids: string[] = [];
  let bytes = 0;
  for (const row of (result?.rows ?? []) as readonly Pick<CaptureTable, 'id' | 'size'>[]) {
    bytes += row.size;
    if (ids.length > 0 && bytes > mostBytes) break;
    ids.push(row.id);
  }
  return ids;
}

const decoder = new TextDecoder();

function textFinder(text: string): (record: CaptureRecord) => boolean {
  const wanted = text.toLowerCase();
  const has = (candidate: string): boolean => candidate.toLowerCase().includes(wanted);
  return ({ url, headers, body }) =>
    has(url) || headers.some(([name, value]) => has(name) || has(value)) || has(decoder.decode(body));
}
