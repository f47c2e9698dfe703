/** What a request says to prove who sends it. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'secret'; readonly secret: string }
  /** There is a header, but nothing in it that could be a secret. */
  | { readonly kind: 'unreadable' };

/**
 * Reads a header `Authorization`: `Bearer <secret>`, or Basic with the secret as password and any name, which is what
 * Confluent's clients send. Sources: RFC 6750, section 2.1; RFC 7617, section 2.
 */
export function readCredentials(header: string | undefined): Credentials {
  if (header === undefined || header === '') return { kind: 'none' };
  const [, scheme = '', rest = ''] = /^(\w+) +([^ ]+) *$/.exec(header.slice(0, longest)) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return { kind: 'secret', secret: rest };
    case 'basic':
      return passwordOf(rest);
    default:
      return { kind: 'unreadable' };
  }
}

/** Longer ones are cut, and then wrong. */
const longest = 2_000;

function passwordOf(encoded: string): Credentials {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? { kind: 'unreadable' } : { kind: 'secret', secret: text.slice(colon + 1) };
}
