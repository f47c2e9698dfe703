import type { Contract } from '../../asyncapi/model.ts';
import type { SignatureScheme } from '../../signatures/scheme.ts';

/** A secret that says what it is, in the spelling that the scheme demands. */
export interface TestSecret {
  readonly id: string;
  readonly value: string;
}

/** Two secrets, as during a change, and one that is none of them. */
export function testSecrets({ vendor, authentication }: Contract): {
  current: TestSecret;
  former: TestSecret;
  foreign: TestSecret;
} {
  const rule = authentication.kind === 'signature' ? authentication.scheme.secret : undefined;
  const secret = (id: string): TestSecret => ({ id, value: spell(`test-secret-not-real-${vendor}-${id}`, rule) });
  return { current: secret('current'), former: secret('former'), foreign: secret('foreign') };
}

function spell(text: string, { prefix = '', encoding = 'utf8' }: NonNullable<SignatureScheme['secret']> = {}): string {
  return prefix + (encoding === 'utf8' ? text : Buffer.from(text).toString(encoding));
}
