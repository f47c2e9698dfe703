import type { Texts } from './texts.ts';
import { textFormats } from './texts.ts';
import { wordsOf } from './words.ts';

/** Kinds of personal data, as `x-personal-data` names them. */
export type PersonalData = 'name' | 'phone' | 'email' | 'address' | 'ip' | 'free-text' | 'identifier' | 'location';

/** By the last one or two words of a property's name. */
const byWords: readonly (readonly [PersonalData, ReadonlySet<string>])[] = [
  ['email', new Set(['email', 'e mail', 'mail', 'email address', 'mail address', 'emails'])],
  [
    'phone',
    new Set(['phone', 'phone number', 'mobile', 'mobile number', 'telephone', 'msisdn', 'fax', 'cell', 'phones']),
  ],
  [
    'name',
    new Set([
      'first name',
      'last name',
      'full name',
      'given name',
      'family name',
      'middle name',
      'surname',
      'nickname',
      'customer name',
      'guest name',
      'visitor name',
      'real name',
      'contact name',
      'user name',
      'firstname',
      'lastname',
      'fullname',
      'username',
      'login',
      'display name',
      'author name',
      'cardholder name',
      'person name',
      'patient name',
    ]),
  ],
  [
    'address',
    new Set([
      'address',
      'street',
      'street address',
      'postal code',
      'postcode',
      'zip',
      'zip code',
      'address1',
      'address2',
      'line1',
      'line2',
      'address line',
      'house number',
    ]),
  ],
  ['ip', new Set(['ip', 'ip address', 'remote addr', 'client ip', 'remote ip'])],
  ['location', new Set(['latitude', 'longitude', 'lat', 'lng', 'lon', 'city', 'coordinates', 'geolocation'])],
  [
    'identifier',
    new Set([
      'birthday',
      'birthdate',
      'birth date',
      'of birth',
      'dob',
      'gender',
      'passport',
      'passport number',
      'iban',
      'ssn',
      'tax id',
      'national id',
      'device id',
      'user agent',
      'license plate',
    ]),
  ],
  ['free-text', new Set(['note', 'notes', 'comment', 'comments', 'remark', 'remarks', 'feedback'])],
];

const people: ReadonlySet<string> = new Set([
  'user',
  'customer',
  'person',
  'contact',
  'guest',
  'visitor',
  'patient',
  'author',
  'owner',
  'sender',
  'recipient',
  'member',
  'attendee',
  'employee',
  'driver',
  'assignee',
  'reviewer',
  'shipping',
  'billing',
  'profile',
  'client',
  'committer',
  'pusher',
  'from',
  'to',
  'caller',
  'actor',
  'creator',
]);

/**
 * What personal data a property seems to hold, by its name and by what its values look like; undefined for none.
 *
 * @param parent name of the property that holds the object, or an empty text
 */
export function guessPersonalData(key: string, parent: string, texts: Texts | undefined): PersonalData | undefined {
  const words = wordsOf(key);
  const [last = '', two] = [words.at(-1), words.slice(-2).join(' ')];
  // Both words first: an IP address is no postal one.
  const named = [two, last]
    .map((name) => byWords.find(([, names]) => names.has(name))?.[0])
    .find((kind) => kind !== undefined);
  if (texts === undefined) return named === 'name' || named === 'free-text' ? undefined : named;
  if (texts.count > texts.empty) {
    if (hasFormat(texts, 'email')) return 'email';
    if (hasFormat(texts, 'ipv4') || (hasFormat(texts, 'ipv6') && texts.count > 1)) return named ?? 'ip';
    if (texts.phones === texts.count) return 'phone';
  }
  if (named === 'identifier') return named;
  // A link, an id or a time, whatever it is called.
  if (texts.count > 0 && texts.formats !== 0) return undefined;
  if (named !== undefined) return named;
  if (last === 'name' && words.length === 1 && isPersonOf(parent)) return 'name';
  // Long texts with spaces are written by people, or for people.
  const isProse = texts.spaced * 2 >= texts.count && texts.longest >= 40 && texts.values?.size !== 1;
  return isProse && texts.json < texts.count ? 'free-text' : undefined;
}

function isPersonOf(parent: string): boolean {
  const last = wordsOf(parent).at(-1) ?? '';
  return people.has(last) || people.has(last.replace(/s$/, ''));
}

function hasFormat({ formats }: Texts, name: string): boolean {
  return (formats & (1 << textFormats.findIndex((format) => format.name === name))) !== 0;
}
