import { sourceOf } from '../signature-header.ts';
import type { SignatureScheme } from '../scheme.ts';
import { distinct } from './variation.ts';
import type { Variant } from './variation.ts';

/** What vendors sign, beside what a scheme says. */
const known: readonly string[] = [
  '{body}',
  '{url}{body}',
  '{body}{url}',
  '{url}',
  '{url}.{body}',
  '{url}\n{body}',
  '{method}{url}{body}',
  '{timestamp}{body}',
  '{timestamp}.{body}',
  '{timestamp}:{body}',
  'v0:{timestamp}:{body}',
  '{body}{timestamp}',
  '{body}.{timestamp}',
  '{timestamp}{url}{body}',
  '{url}{timestamp}{body}',
  '{id}{body}',
  '{id}.{body}',
  '{id}{timestamp}{body}',
  '{id}.{timestamp}.{body}',
  '{timestamp}.{id}.{body}',
];

const advice =
  "Correct `signed` in the contract's x-signature, or the program that signs: they do not say the same about what is signed.";

/** The templates that may have been signed, the scheme's own first; those alone whose parts the scheme can read. */
export function templateVariants(scheme: SignatureScheme): Variant<string>[] {
  const readable = known.filter((template) =>
    (['id', 'timestamp'] as const).every(
      (name) => !template.includes(`{${name}}`) || sourceOf(scheme, name) !== undefined,
    ),
  );
  const others = readable.map((template) => {
    const when = `${shown(template)} is signed instead of ${shown(scheme.signed)}`;
    return { value: template, variations: [{ kind: 'signed-parts' as const, when, advice }] };
  });
  return distinct([{ value: scheme.signed, variations: [] }, ...others], (template) => template);
}

function shown(template: string): string {
  return template.replaceAll('\n', '\\n');
}
