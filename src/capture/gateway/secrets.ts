import { readFileSync, statSync } from 'node:fs';
import type { Contract } from '../../asyncapi/model.ts';
import { RunError } from '../../findings/run-error.ts';
import { checkSecret } from '../../deliveries/authenticate.ts';
import type { KnownSecret } from '../../deliveries/authenticate.ts';
import { SignatureSchemeError } from '../../signatures/signature-scheme-error.ts';
import { nearest } from '../../util/nearest.ts';

/** A secret with the vendor that it is shared with. */
export interface VendorSecret extends KnownSecret {
  readonly vendor: string;
  /** The name it goes by in records. */
  readonly id: string;
}

/**
 * The secrets that deliveries are verified with: those given at the start, and those in a file, which may change.
 */
export class SecretBook {
  readonly #given: readonly VendorSecret[];
  readonly #file: string | undefined;
  readonly #contracts: readonly Contract[];
  #byVendor = new Map<string, readonly KnownSecret[]>();
  #values: ReadonlySet<string> = new Set();
  #stamp = '';

  /**
   * @param file lines `<vendor>=<secret>` or `<vendor>:<id>=<secret>`
   * @throws {RunError} when the file cannot be read, or a secret belongs to nobody or cannot be used
   */
  constructor(contracts: readonly Contract[], given: readonly VendorSecret[], file: string | undefined) {
    this.#contracts = contracts;
    this.#given = given;
    this.#file = file;
    this.reload();
  }

  /** The secrets of a vendor. */
  of(vendor: string): readonly KnownSecret[] {
    return this.#byVendor.get(vendor) ?? [];
  }

  /** Whether a text is one of the secrets. */
  has(text: string): boolean {
    return this.#values.has(text);
  }

  /** Whether the file is another one than when it was read last. */
  get isStale(): boolean {
    return this.#file !== undefined && stampOf(this.#file) !== this.#stamp;
  }

  /**
   * Reads the file anew. When it cannot be used, the secrets stay as they are.
   *
   * @returns how many secrets there are
   * @throws {RunError} as the constructor
   */
  reload(): number {
    const stamp = this.#file === undefined ? '' : stampOf(this.#file);
    // A wrong file is told of once, and not with every look at it.
    this.#stamp = stamp;
    const secrets = [...this.#given, ...(this.#file === undefined ? [] : readSecretFile(this.#file))];
    for (const secret of secrets) checkOne(secret, this.#contracts);
    const byVendor = new Map<string, KnownSecret[]>();
    for (const { vendor, id, value } of secrets) {
      const own = byVendor.get(vendor);
      if (own === undefined) byVendor.set(vendor, [{ id, value }]);
      else own.push({ id, value });
    }
    this.#byVendor = byVendor;
    this.#values = new Set(secrets.map(({ value }) => value));
    return secrets.length;
  }
}

function stampOf(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return 'gone';
  }
}

function readSecretFile(file: string): VendorSecret[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RunError('input', `The file of secrets ${file} cannot be read: ${why}.`, {
      help: 'It holds lines such as cafe=the-secret, and cafe:new=another-secret.',
    });
  }
  const counts = new Map<string, number>();
  const secrets = text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '' || line.trimStart().startsWith('#')) return [];
    const [, vendor, name, value] = /^\s*([^=:\s]+)(?::([^=\s]+))?\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (vendor === undefined || value === undefined || value === '')
      throw new RunError('input', `Line ${index + 1} of the file of secrets ${file} is not <vendor>=<secret>.`, {
        help: 'Write cafe=the-secret, or cafe:new=another-secret; lines that begin with # are skipped.',
      });
    const count = (counts.get(vendor) ?? 0) + 1;
    counts.set(vendor, count);
    return [{ vendor, id: name ?? `${vendor}#${count}`, value }];
  });
  if (secrets.length > 0) return secrets;
  // A file that is being written is empty for a moment: nothing must go unchecked for that.
  throw new RunError('input', `The file of secrets ${file} holds no secret.`, {
    help: 'Write lines such as cafe=the-secret into it.',
  });
}

function checkOne({ vendor, id, value }: VendorSecret, contracts: readonly Contract[]): void {
  const own = contracts.filter((contract) => contract.vendor === vendor);
  const vendors = [...new Set(contracts.map((contract) => contract.vendor))];
  if (own.length === 0) {
    const meant = nearest(vendor, vendors);
    throw new RunError('usage', `There is a secret of ${vendor}, but no contract of it.`, {
      help: meant === undefined ? `There are contracts of ${vendors.join(', ')}.` : `Did you mean ${meant}?`,
    });
  }
  if (own.every(({ authentication }) => authentication.kind === 'none'))
    throw new RunError('usage', `${vendor} signs nothing, and has no use for a secret.`, { help: 'Leave it out.' });
  for (const contract of own) {
    try {
      checkSecret(contract, value);
    } catch (error) {
      if (!(error instanceof SignatureSchemeError)) throw error;
      throw new RunError('usage', `The secret ${id} of ${vendor} cannot be used: ${error.message}`);
    }
  }
}
