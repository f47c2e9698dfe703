import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes: nobody guesses them, whatever a guess costs. */
const length = 32;
const form = /^cf_[\w-]{43}$/;

/** A new secret. The prefix lets scanners of repositories find one that got lost. */
export function createSecret(): string {
  return `cf_${randomBytes(length).toString('base64url')}`;
}

/** Whether a text looks like a secret that `createSecret` made. */
export function isSecret(text: string): boolean {
  return form.test(text);
}

/**
 * What is kept of a secret: its SHA-256, in hex. A slow hash protects what people choose themselves, and would let anyone
 * keep the server busy; these secrets have 256 bits of chance. Since it is the hash that is looked up, how long that takes
 * says nothing about a secret.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
