/** `192.0.2.1`, without leading zeros. Source: RFC 3986, section 3.2.2 `IPv4address`. */
export function isIpv4(text: string): boolean {
  return text.length <= 15 && /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);
}

/** `2001:db8::1` or `::ffff:192.0.2.1`, without a zone. Source: RFC 4291, section 2.2. */
export function isIpv6(text: string): boolean {
  if (text.length > 45) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const [before = '', after] = halves;
  const head = countGroups(before, after === undefined);
  const tail = after === undefined ? 0 : countGroups(after, true);
  if (head === undefined || tail === undefined) return false;
  return after === undefined ? head === 8 : head + tail <= 7;
}

const label = String.raw`[a-zA-Z\d](?:[a-zA-Z\d-]{0,61}[a-zA-Z\d])?`;
const hostname = new RegExp(String.raw`^${label}(?:\.${label})*$`);
const singleLabel = new RegExp(`^${label}$`);

/** A name of letters, digits and hyphens, at most 63 in a label and 253 in all. Source: RFC 1123, section 2.1. */
export function isHostname(text: string): boolean {
  return text.length <= 253 && hostname.test(text);
}

/** A host name whose labels can hold letters of any script. Source: RFC 5890, section 2.3.2; without bidirectional rules. */
export function isIdnHostname(text: string): boolean {
  return (
    text.length <= 253 &&
    text.split(/[.\u3002\uFF0E\uFF61]/).every((part) => singleLabel.test(part) || isUnicodeLabel(part))
  );
}

const atext = String.raw`[\w!#$%&'*+/=?^\x60{|}~-]+`;
const plainMailbox = /^[\w+-]+(?:\.[\w+-]+)*@[a-zA-Z\d]+(?:[.-][a-zA-Z\d]+)*$/;
const localPart = new RegExp(String.raw`^(?:${atext}(?:\.${atext})*|"(?:[ !#-\[\]-~]|\\[ -~])*")$`);
const unicodeText = String.raw`(?:[\w!#$%&'*+/=?^\x60{|}~-]|[^\0-\x9f\s])+`;
const unicodeLocalPart = new RegExp(
  String.raw`^(?:${unicodeText}(?:\.${unicodeText})*|"(?:[ !#-\[\]-~]|[^\0-\x9f]|\\[ -~])*")$`,
  'u',
);

/** A mailbox, `name@example.com`. Source: RFC 5321, sections 4.1.2 `Mailbox` and 4.5.3.1. */
export function isEmail(text: string): boolean {
  // Nearly all of them are short and plain: one look is enough. Within 64 characters no part is too long.
  if (text.length <= 64 && plainMailbox.test(text)) return true;
  return isMailbox(text, localPart, isHostname);
}

/** A mailbox with letters of any script. Source: RFC 6531, section 3.3. */
export function isIdnEmail(text: string): boolean {
  return isMailbox(text, unicodeLocalPart, isIdnHostname);
}

function isMailbox(text: string, local: RegExp, isHost: (host: string) => boolean): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || at > 64) return false;
  const host = text.slice(at + 1);
  if (host.length > 255 || !local.test(text.slice(0, at))) return false;
  if (!host.startsWith('[') || !host.endsWith(']')) return isHost(host);
  const literal = host.slice(1, -1);
  return /^IPv6:/i.test(literal) ? isIpv6(literal.slice(5)) : isIpv4(literal);
}

/** Letters, digits and marks, and what RFC 5892 allows beside them (appendices A and F, section 2.6). */
const unicodeLabel =
  /^[\p{L}\p{N}\u06FD\u06FE\u0F0B\u30FB](?:[\p{L}\p{M}\p{N}\u00B7\u0375\u05F3\u05F4\u06FD\u06FE\u0F0B\u30FB-]|\u200C|\u200D)*$/u;

function isUnicodeLabel(part: string): boolean {
  if (part.length > 63 || part.startsWith('-') || part.endsWith('-') || part.slice(2, 4) === '--') return false;
  if (part.includes('\u30FB') && !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(part)) return false;
  return unicodeLabel.test(part);
}

/** How many 16-bit groups a part of an IPv6 address writes; a dotted quad at the end writes two. */
function countGroups(part: string, isEnd: boolean): number | undefined {
  if (part === '') return 0;
  const groups = part.split(':');
  const last = groups.at(-1) ?? '';
  const hasQuad = isEnd && last.includes('.');
  if (hasQuad && !isIpv4(last)) return undefined;
  const plain = hasQuad ? groups.slice(0, -1) : groups;
  return plain.every((group) => /^[\da-f]{1,4}$/i.test(group)) ? plain.length + (hasQuad ? 2 : 0) : undefined;
}
