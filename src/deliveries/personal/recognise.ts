/** What personal data a text is by its own look. */
export type PersonalLook = 'email' | 'phone' | 'ip' | 'credential';

/** All that is told by its look. */
export const everyLook: ReadonlySet<PersonalLook> = new Set(['email', 'phone', 'ip', 'credential']);

/** A part of a text that looks like personal data. */
export interface PersonalPart {
  readonly look: PersonalLook;
  /** Offsets in UTF-16 units, the end exclusive. */
  readonly start: number;
  readonly end: number;
}

// Bounded repetitions, so that no text takes more than linear time.
const patterns: readonly (readonly [PersonalLook, RegExp])[] = [
  [
    'email',
    /(?<![\w.+%-])[\p{L}\p{N}_.+%'-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}_-])/gu,
  ],
  ['phone', /(?<![\w+.:/-])(?:\+|00)[1-9]\d{0,2}(?:[ ()./-]{0,3}\d){6,13}(?![\w])/g],
  ['ip', /(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?![\w.]|-\d)/g],
  ['credential', /(?<![\w-])eyJ[\w-]{5,4000}\.[\w-]{5,4000}\.[\w-]{0,4000}/g],
  ['credential', /(?<![\w-])(?:sk|rk|pk|whsec|ghp|gho|ghs|xox[abprs])[_-][A-Za-z0-9_-]{12,255}/g],
];

/** The parts of a text that look like personal data or a credential, in order and apart. */
export function personalParts(text: string): PersonalPart[] {
  if (!mayHold.test(text)) return [];
  const found = patterns
    .flatMap(([look, pattern]) =>
      Array.from(text.matchAll(pattern), ({ 0: part, index }) => ({ look, start: index, end: index + part.length })),
    )
    .toSorted((one, other) => one.start - other.start || other.end - one.end);
  const apart: PersonalPart[] = [];
  for (const part of found) if (part.start >= (apart.at(-1)?.end ?? 0)) apart.push(part);
  return apart;
}

/** Whether a text as a whole lets somebody in: a token, or a link with a secret in it. */
export function holdsCredential(text: string): boolean {
  return (
    /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(text) ||
    /^(?:sk|rk|whsec|ghp|gho|xox[a-z])[_-]\w{8,}/.test(text) ||
    /:\/\/[^?#]*\?.*(?:token|key|secret|sig|signature|auth|code)=/i.test(text) ||
    /:\/\/[^/?#@]+:[^/?#@]+@/.test(text)
  );
}

/** A fast look for what the patterns cannot do without. */
const mayHold = /@|\+\d|00[1-9]|\d\.\d{1,3}\.|eyJ|[a-z][_-]\w/;

/**
 * Whether a value is a stand-in that redaction has made, or one that stands for nobody by its own look: addresses of
 * domains and networks that are set aside for documents, telephone numbers that begin in a way that none does.
 * Sources: RFC 2606, RFC 6761, RFC 5737, RFC 3849.
 */
export function isStandIn(value: string | number): boolean {
  const text = String(value).trim();
  if (text === '' || text === '(not kept)') return true;
  if (text.includes('@')) {
    return text
      .split(/[\s,;]+/)
      .every(
        (one) => one === '' || /@(?:[\w-]+\.)*(?:example(?:\.(?:com|org|net))?|invalid|test|localhost)$/i.test(one),
      );
  }
  if (/^https?:\/\//i.test(text))
    return /^https?:\/\/(?:[\w-]+\.)*(?:example(?:\.(?:com|org|net))?|invalid|test|localhost)(?:[:/?#]|$)/i.test(text);
  if (/^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$|^127\.|^0\.0\.0\.0$/.test(text) || /^2001:db8:/i.test(text))
    return true;
  if (/^0{8}-/.test(text)) return true;
  const digits = text.replaceAll(/\D/g, '');
  const letters = text.replaceAll(/[^\p{L}]/gu, '');
  if (letters === '') return digits.length < 6 || /^(?:00)?\d{2}000/.test(digits) || /^(\d)\1+$/.test(digits);
  // Names of people have vowels; the stand-ins for names and words have none.
  return /^[bcdfghjklmnpqrstvwxz]+$/i.test(letters) || /^redacted/i.test(text);
}

const credentialHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'api-key',
  'x-auth-token',
  'x-access-token',
]);

/** Whether a header lets somebody in, by its name. */
export function isCredentialHeader(name: string): boolean {
  return credentialHeaders.has(name.toLowerCase());
}
