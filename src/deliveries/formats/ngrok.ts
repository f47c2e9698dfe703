import { bodyFromBytes } from '../body.ts';
import { absoluteUrl, isHttpProblem, parseHttpMessage } from '../http-message.ts';
import { isObject, own } from '../../util/json.ts';
import { archiveFormat } from './archive.ts';
import type { ArchiveEntry, EntryProblem } from './archive.ts';
import { toDateTime } from './date-time.ts';
import type { CaptureFormat } from './format.ts';

/**
 * What the inspection API of the ngrok agent lists: an object with `requests`, each with the raw message in base64.
 * Source: ngrok documentation, Agent API, List Captured Requests. The raw message is read, not the parsed members.
 */
export const ngrokFormat: CaptureFormat = archiveFormat({
  name: 'ngrok',
  title: 'a list of requests of the ngrok agent',
  detect: (head) =>
    /^(?:\xef\xbb\xbf)?\s*\{/.test(head) && /"requests"\s*:\s*\[/.test(head) && /"\/api\/requests\/http/.test(head),
  lists: [['requests']],
  readEntry,
});

function readEntry(data: unknown, index: number): ArchiveEntry | EntryProblem {
  const request = isObject(data) ? own(data, 'request') : undefined;
  if (!isObject(data) || !isObject(request)) return { rule: 'shape', message: 'it has no request', pointer: '' };
  const raw = own(request, 'raw');
  if (typeof raw !== 'string') return { rule: 'bodyMissing', message: 'it has no raw request', pointer: '/request' };
  const bytes = Buffer.from(raw, 'base64');
  if (bytes.toString('base64') !== raw)
    return { rule: 'shape', message: 'request.raw is not base64', pointer: '/request/raw' };
  const message = parseHttpMessage(bytes);
  if (isHttpProblem(message)) {
    // The agent keeps the beginning of long bodies alone.
    const { kind, message: why } = message;
    return { rule: kind === 'length' ? 'length' : 'shape', message: `request.raw: ${why}`, pointer: '/request/raw' };
  }
  const [id, at, url] = [own(data, 'id'), toDateTime(own(data, 'start')), absoluteUrl(message)];
  return {
    id: typeof id === 'string' && id !== '' ? id : String(index + 1),
    delivery: {
      method: message.method,
      url: url ?? message.target,
      headers: message.headers,
      body: bodyFromBytes(message.body),
    },
    ...(url === undefined ? { missing: new Set(['url' as const]) } : {}),
    ...(at === undefined ? {} : { at }),
  };
}
