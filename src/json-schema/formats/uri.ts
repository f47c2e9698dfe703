import { isIpv4, isIpv6 } from './network.ts';

/** An absolute URI, with a scheme. Source: RFC 3986, section 3. */
export function isUri(text: string): boolean {
  return commonUri.test(text) || isReference(text, ascii, true);
}

/** A URI or a reference relative to one. Source: RFC 3986, section 4.1. */
export function isUriReference(text: string): boolean {
  return commonPath.test(text) || commonUri.test(text) || isReference(text, ascii, false);
}

/** An absolute IRI: a URI that can hold letters of any script. Source: RFC 3987, section 2.2. */
export function isIri(text: string): boolean {
  return isReference(text, unicode, true);
}

/** An IRI or a reference relative to one. Source: RFC 3987, section 2.2. */
export function isIriReference(text: string): boolean {
  return isReference(text, unicode, false);
}

/** Nearly all URIs and paths look like these: one look is enough. */
const commonUri =
  /^https?:\/\/[\w.~-]+(?::\d+)?(?:\/[\w.~!$&'()*+,;=:@/-]*)?(?:\?[\w.~!$&'()*+,;=:@/?-]*)?(?:#[\w.~!$&'()*+,;=:@/?-]*)?$/;
const commonPath = /^\/(?!\/)[\w.~!$&'()*+,;=:@/-]*(?:\?[\w.~!$&'()*+,;=:@/?-]*)?$/;

const variable = String.raw`(?:[\w.]|%[\da-f]{2})+(?:\*|:[1-9]\d{0,3})?`;
const expression = new RegExp(String.raw`^[+#./;?&=,!@|]?${variable}(?:,${variable})*$`, 'i');

/** Text with expressions in braces, `/users/{id}`. Source: RFC 6570, section 2. */
export function isUriTemplate(text: string): boolean {
  // Split with the expressions kept: they are the odd parts.
  return text
    .split(/\{([^{}]*)\}/)
    .every((part, index) => (index % 2 === 1 ? expression.test(part) : isTemplateLiteral(part)));
}

/** Which characters stand in the parts of a reference, as tests of a whole part. */
interface Alphabet {
  readonly userInfo: RegExp;
  readonly host: RegExp;
  readonly path: RegExp;
  readonly query: RegExp;
  readonly fragment: RegExp;
}

const plain = String.raw`\w.~!$&'()*+,;=\-`;
const privateUse = String.raw`\uE000-\uF8FF\u{F0000}-\u{FFFFD}\u{100000}-\u{10FFFD}`;
const letters = String.raw`\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF\u{10000}-\u{1FFFD}\u{20000}-\u{EFFFD}`;

const ascii = alphabet('', '');
const unicode = alphabet(letters, privateUse);

function alphabet(more: string, inQuery: string): Alphabet {
  const only = (characters: string): RegExp =>
    new RegExp(String.raw`^(?:[${plain}${more}${characters}]|%[\dA-Fa-f]{2})*$`, 'u');
  return {
    userInfo: only(':'),
    host: only(''),
    path: only(':@/'),
    query: only(`${inQuery}:@/?`),
    fragment: only(':@/?'),
  };
}

function isReference(text: string, allowed: Alphabet, needsScheme: boolean): boolean {
  const hash = text.indexOf('#');
  const beforeFragment = hash < 0 ? text : text.slice(0, hash);
  if (hash >= 0 && !allowed.fragment.test(text.slice(hash + 1))) return false;
  const mark = beforeFragment.indexOf('?');
  const beforeQuery = mark < 0 ? beforeFragment : beforeFragment.slice(0, mark);
  if (mark >= 0 && !allowed.query.test(beforeFragment.slice(mark + 1))) return false;
  const scheme = /^[a-z][a-z\d+.-]*:/i.exec(beforeQuery)?.[0];
  if (scheme === undefined && (needsScheme || /^[^/]*:/.test(beforeQuery))) return false;
  return isHierarchy(beforeQuery.slice(scheme?.length ?? 0), allowed);
}

function isHierarchy(text: string, allowed: Alphabet): boolean {
  if (!text.startsWith('//')) return allowed.path.test(text);
  const slash = text.indexOf('/', 2);
  const authority = slash < 0 ? text.slice(2) : text.slice(2, slash);
  return isAuthority(authority, allowed) && (slash < 0 || allowed.path.test(text.slice(slash)));
}

function isAuthority(text: string, allowed: Alphabet): boolean {
  const at = text.indexOf('@');
  if (at >= 0 && !allowed.userInfo.test(text.slice(0, at))) return false;
  const place = text.slice(at + 1);
  const port = /:\d*$/.exec(place)?.[0] ?? '';
  const host = place.slice(0, place.length - port.length);
  return host.startsWith('[') ? isIpLiteral(host) : isIpv4(host) || allowed.host.test(host);
}

function isIpLiteral(host: string): boolean {
  if (!host.endsWith(']')) return false;
  const address = host.slice(1, -1);
  return isIpv6(address) || /^v[\da-f]+\.[\w.~!$&'()*+,;=:-]+$/i.test(address);
}

function isTemplateLiteral(text: string): boolean {
  return !/[\0- "'<>\\^`{|}\x7f]/.test(text) && !/%(?![\da-f]{2})/i.test(text);
}
