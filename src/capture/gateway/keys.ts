import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { RunError } from '../../findings/run-error.ts';
import { createAttestationKey, readAttestationKey, readTrustedKeys, writeAttestationKey } from '../attest.ts';
import type { AttestationKey, TrustedKeys } from '../attest.ts';

/**
 * Reads the key of a gateway, or makes one: the private key in `file`, which only its owner may read, the public one
 * beside it in `<file>.pub`, for whoever shall trust what this gateway records.
 *
 * @throws {RunError} when the file is no such key, others may read it, or it cannot be made
 */
export function openKey(file: string): AttestationKey {
  try {
    if (!existsSync(file)) return makeKey(file);
    // On Windows the mode says nothing.
    if ((statSync(file).mode & 0o077) !== 0 && platform() !== 'win32')
      throw new RunError('usage', `The key ${file} may be read by other users.`, { help: `chmod 600 ${file}` });
    const key = readAttestationKey(readFileSync(file, 'utf8'));
    if (key !== undefined) return key;
  } catch (error) {
    if (error instanceof RunError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new RunError('input', `The key ${file} cannot be used: ${why}.`, { help: 'Name another file with --key.' });
  }
  throw new RunError('input', `${file} is no Ed25519 key in PEM.`, {
    help: 'Name another file with --key; where there is none, a key is made.',
  });
}

function makeKey(file: string): AttestationKey {
  const key = createAttestationKey();
  const pem = writeAttestationKey(key);
  writeFileSync(file, pem.private, { mode: 0o600, flag: 'wx' });
  chmodSync(file, 0o600);
  writeFileSync(`${file}.pub`, pem.public);
  return key;
}

/**
 * The keys whose records count as attested: those in `<file>.pub`, which may hold several, one PEM block after another.
 * None when there is no such file.
 */
export function readTrust(file: string): TrustedKeys {
  try {
    return readTrustedKeys(readFileSync(`${file}.pub`, 'utf8'));
  } catch {
    return new Map();
  }
}
