import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import type { Attestation, CaptureRecord } from './record.ts';

/** A key that a gateway signs its records with. */
export interface AttestationKey {
  /** As in `Attestation.key`. */
  readonly id: string;
  readonly privateKey: KeyObject;
}

/** Public keys that are trusted, by id. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>;

/**
 * `attested`: a trusted key signed the record as it is; `untrusted`: a key that is not among the trusted ones did, or says
 * so; `wrong`: the record is not what the key signed; `none`: there is no attestation.
 */
export type AttestationState = 'attested' | 'untrusted' | 'wrong' | 'none';

/** A new Ed25519 key (RFC 8032). */
export function createAttestationKey(): AttestationKey {
  return keyOf(generateKeyPairSync('ed25519').privateKey);
}

/**
 * Reads a private key.
 *
 * @param pem PKCS #8
 * @returns undefined when the text is no Ed25519 key
 */
export function readAttestationKey(pem: string): AttestationKey | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? keyOf(key) : undefined;
  } catch {
    return undefined;
  }
}

/** A key as PEM: the private one as PKCS #8, the public one as SPKI. */
export function writeAttestationKey({ privateKey }: AttestationKey): {
  readonly private: string;
  readonly public: string;
} {
  return {
    private: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    public: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }) as string,
  };
}

/** The Ed25519 public keys in a text of PEM blocks; what is none is passed over. */
export function readTrustedKeys(pem: string): TrustedKeys {
  const keys = new Map<string, KeyObject>();
  for (const [block] of pem.matchAll(/-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----/g)) {
    try {
      const key = createPublicKey(block);
      if (key.asymmetricKeyType === 'ed25519') keys.set(idOf(key), key);
    } catch {
      // A block that is no key can make nothing trusted.
    }
  }
  return keys;
}

/** What a key trusts by itself: records that it signed. */
export function trustOf({ id, privateKey }: AttestationKey): TrustedKeys {
  return new Map([[id, createPublicKey(privateKey)]]);
}

/** Signs a record as it is: everything in it but the attestation itself. The work is done beside the main thread. */
export function attest(record: CaptureRecord, { id, privateKey }: AttestationKey): Promise<Attestation> {
  const { promise, resolve, reject } = Promise.withResolvers<Attestation>();
  sign(null, statementOf(record, id), privateKey, (error, signature) => {
    if (error) reject(error);
    else resolve({ key: id, signature: signature.toString('base64') });
  });
  return promise;
}

/** Whether a trusted key has signed the record as it is. */
export function verifyAttestation(record: CaptureRecord, trusted: TrustedKeys): AttestationState {
  const { attestation } = record;
  if (attestation === undefined) return 'none';
  const key = trusted.get(attestation.key);
  if (key === undefined) return 'untrusted';
  const signature = Buffer.from(attestation.signature, 'base64');
  return verify(null, statementOf(record, attestation.key), key, signature) ? 'attested' : 'wrong';
}

const purpose = 'counterfoil capture record 1';

/**
 * What is signed: a line that says what for, and all members of the record in a fixed order as a JSON array, the body by
 * its SHA-256. Absent members are null, so that leaving one out cannot make another one of it.
 */
function statementOf(record: CaptureRecord, key: string): Uint8Array {
  const { signature, answer, redactions = [] } = record;
  const parts = [
    key,
    record.id,
    record.receivedAt,
    record.origin,
    record.vendor,
    record.contract,
    record.event,
    record.method,
    record.url,
    record.headers,
    createHash('sha256').update(record.body).digest('base64'),
    record.missing,
    record.remote,
    record.verdict,
    record.reasons,
    [signature.state, signature.secret, signature.reason],
    record.withheld,
    record.duplicateOf,
    record.retryOf,
    answer && [answer.status, answer.by, answer.duration, answer.failure],
    record.delivery,
    redactions.map(({ at, places, more, attestedBefore }) => [at, places, more, attestedBefore]),
  ];
  return Buffer.from(`${purpose}\n${JSON.stringify(parts.map((part) => part ?? null))}`);
}

function keyOf(privateKey: KeyObject): AttestationKey {
  return { id: idOf(createPublicKey(privateKey)), privateKey };
}

function idOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}
