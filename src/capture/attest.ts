import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { hashLeaf, hashTree, rootOf } from './hash-tree.ts';
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

/** Signs a record as it is: everything in it but the attestation itself. */
export function attest(record: CaptureRecord, key: AttestationKey): Attestation {
  return attestAll([record], key)[0] as Attestation;
}

/**
 * Signs records together, as each of them is: one signature over the root of a hash tree, whose leaves are the records. A
 * signature takes as long as ten hashes, and a gateway writes many records at a time.
 */
export function attestAll(records: readonly CaptureRecord[], { id, privateKey }: AttestationKey): Attestation[] {
  if (records.length === 0) return [];
  const leaves = records.map((record) => hashLeaf(statementOf(record, id)));
  const { root, proofs } = hashTree(leaves);
  const signature = sign(null, signedText(root), privateKey).toString('base64');
  return proofs.map((proof) => ({ key: id, signature, ...(proof === '' ? {} : { proof }) }));
}

/** Whether a trusted key has signed the record as it is. */
export function verifyAttestation(record: CaptureRecord, trusted: TrustedKeys): AttestationState {
  const { attestation } = record;
  if (attestation === undefined) return 'none';
  const key = trusted.get(attestation.key);
  if (key === undefined) return 'untrusted';
  const root = rootOf(hashLeaf(statementOf(record, attestation.key)), attestation.proof);
  const signature = Buffer.from(attestation.signature, 'base64');
  return root !== undefined && verify(null, signedText(root), key, signature) ? 'attested' : 'wrong';
}

function signedText(root: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${purpose}\n`), root]);
}

const purpose = 'counterfoil capture records 1';

/**
 * What a leaf is made of: all members of the record in a fixed order as a JSON array, the body by its SHA-256. Absent
 * members are null, so that leaving one out cannot make another one of it.
 */
function statementOf(record: CaptureRecord, key: string): Uint8Array {
  const { signature, answer, redactions = [] } = record;
  const parts = [
    key,
    record.id,
    // What states no time has another one wherever it is read.
    record.untimed === true ? undefined : record.receivedAt,
    record.origin,
    record.vendor,
    record.contract,
    record.event,
    record.method,
    record.url,
    record.headers,
    hash('sha256', record.body, 'base64'),
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
    ...(record.untimed === true ? ['untimed'] : []),
  ];
  return Buffer.from(JSON.stringify(parts.map((part) => part ?? null)));
}

function keyOf(privateKey: KeyObject): AttestationKey {
  return { id: idOf(createPublicKey(privateKey)), privateKey };
}

function idOf(publicKey: KeyObject): string {
  return hash('sha256', publicKey.export({ type: 'spki', format: 'der' }), 'hex').slice(0, 16);
}
