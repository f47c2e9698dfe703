import type { Random } from './random.ts';

/** Writes one text. Whatever looks like a person's is one that nobody has. */
export type TextSource = (random: Random) => string;

const words = 'amber birch cedar delta ember fjord grove harbor indigo juniper lake maple north olive pine river'.split(
  ' ',
);
const firstNames = 'Ada Alan Barbara Charles Donald Edsger Frances Grace Hedy Joan Katherine Margaret'.split(' ');
const lastNames = 'Example Fictional Madeup Nobody Placeholder Sample Testperson'.split(' ');
const sentences = [
  'This text is made up.',
  'A sample, nothing more.',
  'Nobody wrote this.',
  'Please read the example.',
  'Two of them, by the window.',
];
const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

export const word: TextSource = (random) => `${random.pick(words)}-${random.pick(words)}`;

export const name: TextSource = (random) => `${random.pick(firstNames)} ${random.pick(lastNames)}`;

export const firstName: TextSource = (random) => random.pick(firstNames);

export const lastName: TextSource = (random) => random.pick(lastNames);

export const sentence: TextSource = (random) => random.pick(sentences);

/** Letters and digits, as vendors make ids. */
export const identifier: TextSource = (random) => characters(random, alphabet, 20);

/** Source: RFC 2606, section 3: nobody has an address below example.com. */
export const email: TextSource = (random) =>
  `${random.pick(firstNames).toLowerCase()}.${random.pick(lastNames).toLowerCase()}${random.int(1, 99)}@example.com`;

/** Source: NANPA: 555-0100 to 555-0199 are kept for fiction, in every area. */
export const phone: TextSource = (random) =>
  `+1${random.pick(['202', '303', '415', '512', '617'])}55501${String(random.int(0, 99)).padStart(2, '0')}`;

/** Source: RFC 5737: these networks are kept for documentation. */
export const ipv4: TextSource = (random) =>
  `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.int(1, 254)}`;

export const city: TextSource = (random) => random.pick(['Exampleville', 'Sampleton', 'Port Fiction', 'Nowhere']);

export const locale: TextSource = (random) => random.pick(['en', 'de', 'fi', 'fr', 'es']);

export const country: TextSource = (random) => random.pick(['DE', 'FI', 'FR', 'SE', 'US']);

export const url: TextSource = (random) => `https://www.example.com/${random.pick(words)}/${random.int(1, 999)}`;

/** Texts by what `x-personal-data` says that a place holds. */
export const personalTexts: Readonly<Record<string, TextSource>> = {
  email,
  identifier,
  'free-text': sentence,
  ip: ipv4,
  location: city,
  name,
  phone,
};

/** Texts by the name of the property that holds them: guesses that make samples easier to read, and nothing rests on. */
const texts: readonly (readonly [RegExp, TextSource])[] = [
  [/first_?name|given_?name/i, firstName],
  [/last_?name|family_?name|surname/i, lastName],
  [/e_?mail/i, email],
  [/phone|mobile/i, phone],
  [/locale|lang(?:uage)?$/i, locale],
  [/country/i, country],
  [/city|region/i, city],
  [/ur[il]$|link$/i, url],
  [/(?:^|_)ids?$|I[dD]s?$/, identifier],
];

/** What the name of a property suggests; undefined when it suggests nothing. */
export function textsNamed(property: string): TextSource | undefined {
  return texts.find(([pattern]) => pattern.test(property))?.[1];
}

/** So many of these characters. */
export function characters(random: Random, from: string, count: number): string {
  let text = '';
  for (let index = 0; index < count; index++) text += from[random.int(0, from.length - 1)];
  return text;
}
