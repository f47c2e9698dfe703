import { wordsOf } from '../../json-schema/infer/words.ts';

/** Words in the names of what only one side may know. */
const secretWords: ReadonlySet<string> = new Set([
  'token',
  'secret',
  'password',
  'passwd',
  'authorization',
  'apikey',
  'credential',
  'credentials',
  'otp',
  'pin',
]);

/** Whether a member's name says that it holds a credential. */
export function isCredentialName(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => secretWords.has(word)) || words.join(' ').endsWith('api key');
}
