import type { Delivery } from '../deliveries/delivery.ts';

/** Why a body is no payload of a contract, in a sentence for somebody who recorded it. */
export function whyNotJson({ body, headers }: Delivery): string {
  const { text } = body;
  if (body.bytes.length === 0) return 'The body is empty.';
  if (text === undefined) return 'The body is no text in UTF-8, and so no JSON.';
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (/^\s*</.test(text)) return 'The body is XML or HTML: a contract describes JSON alone.';
  if (
    /form-urlencoded/i.test(type) ||
    /^[\w.[\]%+-]{1,200}=[^&\s{]*(?:&[\w.[\]%+-]{1,200}=[^&\s]*)*$/.test(text.slice(0, 10_000))
  )
    return 'The body is a form (name=value&...): a contract describes JSON alone. Many vendors can be set to send JSON.';
  if (/^multipart\//i.test(type)) return 'The body has several parts: a contract describes JSON alone.';
  return 'The body is not JSON.';
}
