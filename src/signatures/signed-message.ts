import type { Message } from './hmac.ts';
import type { SignatureScheme } from './scheme.ts';
import { SignatureSchemeError } from './signature-scheme-error.ts';

/** What a signature covers. */
export interface SignedParts {
  readonly url: string;
  readonly method: string;
  readonly body: Uint8Array;
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
}

/** Whether the scheme signs the part called `name`. */
export function covers({ signed }: SignatureScheme, name: keyof SignedParts): boolean {
  return signed.includes(`{${name}}`);
}

/** A template, made ready: texts, and the parts between them. */
export type Template = readonly (string | { readonly part: keyof SignedParts })[];

/**
 * `{url}{body}` as its pieces.
 *
 * @throws {SignatureSchemeError} when it names an unknown part
 */
export function splitTemplate({ signed }: SignatureScheme): Template {
  return signed
    .split(/\{(\w+)\}/)
    .map((piece, index) => (index % 2 === 0 ? piece : { part: knownPart(piece) }))
    .filter((piece) => piece !== '');
}

function knownPart(name: string): keyof SignedParts {
  if (name === 'url' || name === 'method' || name === 'body' || name === 'id' || name === 'timestamp') return name;
  throw new SignatureSchemeError(
    `The scheme signs {${name}}, which is none of {url}, {method}, {body}, {id} and {timestamp}.`,
  );
}

/**
 * What is signed: the template's texts and parts, texts beside each other made one.
 *
 * @throws {SignatureSchemeError} when the template names a part that `parts` does not have
 */
export function signedMessage(template: Template, parts: SignedParts): Message {
  const message: (string | Uint8Array)[] = [];
  let text = '';
  for (const piece of template) {
    const value = typeof piece === 'string' ? piece : parts[piece.part];
    if (value === undefined)
      throw new SignatureSchemeError('The scheme signs a part, but says nowhere in "parts" where it stands.');
    if (typeof value === 'string') text += value;
    else {
      if (text !== '') message.push(text);
      message.push(value);
      text = '';
    }
  }
  if (text !== '') message.push(text);
  return message;
}
