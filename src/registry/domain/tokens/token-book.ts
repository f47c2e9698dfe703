import type { RegistryStore, TokenEntry } from '../store.ts';
import { hashSecret, isSecret } from './secret.ts';

export interface TokenBookOptions {
  /** How long a token is known before the store is asked again, in milliseconds; 5,000 when absent. */
  readonly lifetime?: number;
  readonly now?: () => number;
}

interface Page {
  readonly token: Promise<TokenEntry | undefined>;
  readonly until: number;
}

/** Tokens are few; what is more is looked up again. */
const most = 1_000;

/**
 * Finds the token that a secret belongs to. What it found it knows for some seconds, so that not every request asks the
 * store: a token that another process revokes is good for no longer than that.
 */
export class TokenBook {
  readonly #store: Pick<RegistryStore, 'findToken'>;
  readonly #lifetime: number;
  readonly #now: () => number;
  #pages = new Map<string, Page>();

  constructor(store: Pick<RegistryStore, 'findToken'>, { lifetime = 5_000, now = Date.now }: TokenBookOptions = {}) {
    this.#store = store;
    this.#lifetime = lifetime;
    this.#now = now;
  }

  /**
   * The token of a secret; undefined when there is none, or it has expired, or is revoked.
   *
   * @throws {StoreError} when the store cannot be asked
   */
  async find(secret: string): Promise<TokenEntry | undefined> {
    if (!isSecret(secret)) return undefined;
    const now = this.#now();
    const token = await this.#lookUp(hashSecret(secret), now);
    if (token?.revoked !== undefined) return undefined;
    return token?.expires !== undefined && token.expires <= now ? undefined : token;
  }

  /** Whether a secret has been good lately: who has it does not guess. */
  knows(secret: string): boolean {
    return this.#pages.has(hashSecret(secret));
  }

  /** Forgets what it knows, also what it is being told: for the process that revokes a token. */
  forget(): void {
    this.#pages = new Map();
  }

  #lookUp(hash: string, now: number): Promise<TokenEntry | undefined> {
    const known = this.#pages.get(hash);
    if (known !== undefined && known.until > now) return known.token;
    const pages = this.#pages;
    const token = this.#store.findToken(hash);
    if (pages.size >= most) pages.clear();
    pages.set(hash, { token, until: now + this.#lifetime });
    // Neither failures nor secrets of nobody take room.
    token.then(
      (found) => found === undefined && pages.delete(hash),
      () => pages.delete(hash),
    );
    return token;
  }
}
