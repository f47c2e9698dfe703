import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../../../src/asyncapi/model.ts';
import { sign } from '../../../src/signatures/sign.ts';
import { isObject } from '../../../src/util/json.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/python-and-go.md'), 'utf8');

/** The code block in a language that the page on Python and Go shows. */
export function documented(language: 'python' | 'go'): string {
  return new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(page)?.[1] ?? '';
}

export const documentedSecret = 'a secret of the documentation';

/** A delivery of the one documented payload under the name of an event, signed for the URL that the page shows. */
export function deliveryOf({ authentication, events }: Contract, event: string): { headers: object; body: string } {
  if (authentication.kind !== 'signature') throw new Error('The vendor signs nothing.');
  const payload = events.flatMap(({ examples }) => examples)[0]?.payload;
  const body = JSON.stringify(isObject(payload) ? { ...payload, type: event } : payload);
  const headers = sign(authentication.scheme, {
    secret: documentedSecret,
    url: 'https://example.com/webhooks',
    method: 'POST',
    body: Buffer.from(body),
  });
  return { headers: Object.fromEntries(headers), body };
}
