import { bodyFromText } from '../body.ts';
import { isObject, own } from '../../util/json.ts';
import { archiveFormat, headersOfObject } from './archive.ts';
import type { ArchiveEntry, EntryProblem } from './archive.ts';
import { toDateTime } from './date-time.ts';
import type { CaptureFormat } from './format.ts';

/**
 * What the API of webhook.site lists for a token: an object with `data`, or the list alone. Source: docs.webhook.site,
 * API, Requests. Headers come in the service's own order and in lower case.
 */
export const webhookSiteFormat: CaptureFormat = archiveFormat({
  name: 'webhook-site',
  title: 'a list of requests of webhook.site',
  detect: (head) =>
    /^(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*\{)/.test(head) && /"uuid"\s*:/.test(head) && /"token_id"\s*:/.test(head),
  lists: [[], ['data']],
  readEntry,
});

function readEntry(data: unknown, index: number): ArchiveEntry | EntryProblem {
  if (!isObject(data)) return problem('it is no object', '');
  const type = own(data, 'type');
  if (typeof type === 'string' && type !== 'web')
    return problem(`it is of type "${type}", not an HTTP request`, '/type');
  const [method, url, content] = [own(data, 'method'), own(data, 'url'), own(data, 'content')];
  if (typeof method !== 'string' || !/^[A-Za-z]{1,20}$/.test(method)) return problem('method is not a word', '/method');
  if (typeof url !== 'string' || url === '') return problem('url is not a text', '/url');
  const headers = headersOfObject(own(data, 'headers'));
  if (headers === undefined) return problem('headers is not an object of lists', '/headers');
  const text = content ?? '';
  if (typeof text !== 'string' || !text.isWellFormed())
    return problem('content is not a text that UTF-8 can express', '/content');
  const body = bodyFromText(text);
  const size = own(data, 'size');
  if (typeof size === 'number' && size > 0 && size !== body.bytes.length) {
    const message = `size says ${size} bytes, the content has ${body.bytes.length}: these are not the bytes that were sent`;
    return { rule: text === '' ? 'bodyMissing' : 'length', message, pointer: '/content' };
  }
  const [uuid, at] = [own(data, 'uuid'), toDateTime(own(data, 'created_at'))];
  return {
    id: typeof uuid === 'string' && uuid !== '' ? uuid : String(index + 1),
    delivery: { method: method.toUpperCase(), url, headers, body },
    ...(at === undefined ? {} : { at }),
    ...(typeof content === 'string' ? { text: '/content' } : {}),
  };
}

function problem(message: string, pointer: string): EntryProblem {
  return { rule: 'shape', message, pointer };
}
