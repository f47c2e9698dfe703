import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { AttestationKey } from '../attest.ts';
import { derive } from '../store/codec.ts';
import type { Parcel } from '../store/store.ts';
import type { Forwarded } from './receiver.ts';

/**
 * Packs deliveries that wait for their receiver. They hold what the door keeps out of records (without it the signature
 * would not be there to be verified), so they are sealed with the gateway's own key, and are gone once delivered.
 */
export interface Packer {
  readonly owner: string;
  pack(id: string, forwarded: Forwarded): Parcel;
  /** Undefined when it was packed with another key, or is damaged. */
  unpack(id: string, bytes: Uint8Array): Forwarded | undefined;
}

const nonceBytes = 12;
const tagBytes = 16;

/** Seals with AES-256-GCM (NIST SP 800-38D), by a key that HKDF (RFC 5869) makes of the gateway's private key. */
export function createPacker({ id: owner, privateKey }: AttestationKey): Packer {
  const key = derive(privateKey.export({ type: 'pkcs8', format: 'der' }), owner, 'parcel');
  return {
    owner,
    pack(id, { method, target, headers, body }) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(id));
      const head = Buffer.from(JSON.stringify([method, target, headers]));
      const length = Buffer.alloc(4);
      length.writeUInt32LE(head.byteLength);
      const text = Buffer.concat([cipher.update(length), cipher.update(head), cipher.update(body), cipher.final()]);
      return { owner, bytes: Buffer.concat([nonce, cipher.getAuthTag(), text]) };
    },
    unpack(id, bytes) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
          authTagLength: tagBytes,
        });
        decipher.setAAD(Buffer.from(id)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
        const end = 4 + text.readUInt32LE();
        const [method, target, headers] = JSON.parse(text.toString('utf8', 4, end)) as [
          string,
          string,
          Forwarded['headers'],
        ];
        return { method, target, headers, body: Uint8Array.from(text.subarray(end)) };
      } catch {
        return undefined;
      }
    },
  };
}
