import type { Contract } from '../../../asyncapi/model.ts';
import type { Delivery } from '../../../deliveries/delivery.ts';
import { notKept } from '../../record.ts';

/** Which headers and query parameters no store ever sees. */
export interface WithholdOptions {
  readonly contracts: readonly Contract[];
  /** Names of further headers that hold a credential. */
  readonly secretHeaders: readonly string[];
  /** Names of query parameters that hold a credential, beside those whose name says so. */
  readonly secretParameters: readonly string[];
  /** Signatures are kept. One without a timestamp can be replayed for ever. */
  readonly keepSignatures: boolean;
  /** Whether a value is one of the secrets. */
  readonly isSecret: (value: string) => boolean;
}

/** What is left of a delivery's head. */
export interface Withheld {
  readonly url: string;
  readonly headers: Delivery['headers'];
  /** Names in lower case, `query:<name>` for parameters; each once. */
  readonly withheld: readonly string[];
}

const always = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'www-authenticate'];

/** Names that speak of a credential, whatever the vendor. */
const speaking =
  /(?:^|[-_.])(?:auth|authorization|token|secret|password|passwd|credentials?|api-?key|session)(?:[-_.]|$)/i;
const mostNames = 1000;
const signing = /(?:^|[-_.])(?:signature|sign|sig|hmac)(?:[-_.]|$|\d)/i;

/** Makes the part of the door that takes credentials out: values give way to `notKept`, names stay where they are. */
export function createWithholder(options: WithholdOptions): (url: string, headers: Delivery['headers']) => Withheld {
  const { contracts, secretHeaders, secretParameters, keepSignatures, isSecret } = options;
  const never = new Set([...always, ...secretHeaders.map((name) => name.toLowerCase())]);
  const signatures = new Set<string>();
  for (const { authentication } of contracts) {
    if (authentication.kind === 'header') never.add(authentication.header.toLowerCase());
    if (authentication.kind === 'signature') signatures.add(authentication.scheme.header.toLowerCase());
  }
  const parameters = new Set(secretParameters);

  const byName = new Map<string, boolean>();

  function isCredential(name: string, value: string): boolean {
    const known = byName.get(name);
    const isNamed = known ?? isCredentialByName(name.toLowerCase());
    // The same names come again and again; a stranger could send a new one each time.
    if (known === undefined && byName.size < mostNames) byName.set(name, isNamed);
    return isNamed || (isSecret(value) && !(keepSignatures && signatures.has(name.toLowerCase())));
  }

  function isCredentialByName(lower: string): boolean {
    if (signatures.has(lower)) return !keepSignatures;
    if (never.has(lower) || speaking.test(lower)) return true;
    return signing.test(lower) && !keepSignatures;
  }

  function isCredentialParameter(name: string, value: string): boolean {
    if (parameters.has(name) || speaking.test(name) || isSecret(value)) return true;
    return signing.test(name) && !keepSignatures;
  }

  return (url, headers) => {
    const withheld = new Set<string>();
    const kept = headers.map(([name, value]) => {
      if (!isCredential(name, value)) return [name, value] as const;
      withheld.add(name.toLowerCase());
      return [name, notKept] as const;
    });
    return { headers: kept, url: withoutParameters(url, isCredentialParameter, withheld), withheld: [...withheld] };
  };
}

/** The URL as it was written, but for the values that are withheld. */
function withoutParameters(
  url: string,
  isCredential: (name: string, value: string) => boolean,
  withheld: Set<string>,
): string {
  if (!url.includes('?')) return url;
  const [, before, query, after = ''] = /^([^?#]*\?)([^#]*)(#.*)?$/s.exec(url) ?? [];
  if (before === undefined || query === undefined) return url;
  const parts = query.split('&').map((part) => {
    const [[name, value] = ['', '']] = new URLSearchParams(part);
    if (value === '' || !isCredential(name, value)) return part;
    withheld.add(`query:${name}`);
    return `${part.slice(0, part.indexOf('=') + 1)}${encodeURIComponent(notKept)}`;
  });
  return before + parts.join('&') + after;
}
