import { encode } from '../signatures/encoding.ts';
import type { Hmac } from '../signatures/hmac.ts';
import type { SignatureScheme } from '../signatures/scheme.ts';

/** What is used of `node:crypto`. */
export interface NodeCrypto {
  createHmac(algorithm: string, key: unknown): NodeHash;
  createHash(algorithm: string): NodeHash;
  createSecretKey(bytes: Uint8Array): unknown;
}

interface NodeHash {
  update(data: string | Uint8Array): this;
  digest(encoding: SignatureScheme['encoding']): string;
}

/**
 * Node's cryptography, which answers at once, where there is one (Node.js 20.16, Bun, Deno, Workers with
 * `nodejs_compat`), without an import that a bundler would have to find. See `docs/adr/0011-receiver-answers.md`.
 */
export function findNodeCrypto(): NodeCrypto | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => NodeCrypto | undefined } };
  return process?.getBuiltinModule?.('node:crypto');
}

/** HMAC of Node.js, or of the web (https://w3c.github.io/webcrypto/) where that is absent. */
export function createHmac(node: NodeCrypto | undefined): Hmac<string | Promise<string>> {
  return (algorithm, bytes) => {
    if (node) {
      const name = algorithm.slice('hmac-'.length);
      const key = node.createSecretKey(bytes);
      return (message, encoding) => {
        const hmac = node.createHmac(name, key);
        for (const piece of message) hmac.update(piece);
        return hmac.digest(encoding);
      };
    }
    const hash = `SHA-${algorithm.slice('hmac-sha'.length)}`;
    const key = crypto.subtle.importKey('raw', copy(bytes), { name: 'HMAC', hash }, false, ['sign']);
    return async (message, encoding) => {
      const encoder = new TextEncoder();
      const pieces = message.map((piece) => (typeof piece === 'string' ? encoder.encode(piece) : piece));
      return encode(new Uint8Array(await crypto.subtle.sign('HMAC', await key, concat(pieces))), encoding);
    };
  };
}

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array, node: NodeCrypto | undefined): string | Promise<string> {
  return node ? node.createHash('sha256').update(bytes).digest('hex') : webSha256(bytes);
}

async function webSha256(bytes: Uint8Array): Promise<string> {
  return encode(new Uint8Array(await crypto.subtle.digest('SHA-256', copy(bytes))), 'hex');
}

/** Web cryptography does not take memory that is shared between threads. */
function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** The bytes of all chunks in a row. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}
