import { randomBytes } from 'node:crypto';
import { RunError } from '../../../findings/run-error.ts';
import { may, demand } from '../access.ts';
import type { Actor } from '../access.ts';
import { roles } from '../store.ts';
import type { RegistryStore, Role, TokenEntry } from '../store.ts';
import { createSecret, hashSecret } from './secret.ts';

/** A token that is wanted. */
export interface TokenWish {
  readonly role: Role;
  /** For the audit; made of the role and the id when absent. */
  readonly name?: string;
  /** Vendors that it is for; all when absent. */
  readonly vendors?: readonly string[];
  /** Milliseconds until it ends; never when absent. */
  readonly lifetime?: number;
}

type Store = Pick<RegistryStore, 'listTokens' | 'addToken' | 'revokeToken'>;

/** One line of printable characters, so that lists and logs stay readable. */
const nameForm = /^[\p{L}\p{N}][\p{L}\p{N} _.@+:/-]{0,99}$/u;
const vendorForm = /^[a-z0-9][a-z0-9._-]{0,99}$/i;
/** Names in the audit that stand for something else. */
const taken: ReadonlySet<string> = new Set(['anonymous', 'startup', 'command line']);
const longestLifetime = 10 * 366 * 24 * 60 * 60 * 1000;

/**
 * Makes a token. Whoever administers some vendors alone can make tokens for those.
 *
 * @returns the token, and its secret, which is not kept and cannot be had again
 * @throws {AccessDenied} when the actor may not
 * @throws {RunError} `usage`, when the name, a vendor or the time cannot be used
 */
export async function createToken(
  store: Store,
  wish: TokenWish,
  actor: Actor,
  now: number,
): Promise<{ readonly token: TokenEntry; readonly secret: string }> {
  for (const vendor of wish.vendors ?? [undefined]) demand(actor, 'admin', vendor);
  const id = randomBytes(6).toString('hex');
  const name = checkedName(wish.name ?? `${wish.role}-${id}`);
  const { role, vendors, lifetime } = wish;
  if (!roles.includes(role))
    throw new RunError('usage', `"${role as string}" is no role.`, { help: `Roles are ${roles.join(', ')}.` });
  for (const vendor of vendors ?? []) {
    if (!vendorForm.test(vendor)) throw new RunError('usage', `"${vendor}" is no name of a vendor.`);
  }
  if (vendors?.length === 0) throw new RunError('usage', 'A token without any vendor is good for nothing.');
  if (lifetime !== undefined && !(lifetime > 0 && lifetime <= longestLifetime))
    throw new RunError('usage', 'A token lasts at least a moment and at most ten years, or for ever.');
  const token: TokenEntry = {
    id,
    name,
    role,
    ...(vendors === undefined ? {} : { vendors: [...new Set(vendors)].toSorted() }),
    created: now,
    ...(lifetime === undefined ? {} : { expires: now + lifetime }),
  };
  const secret = createSecret();
  await store.addToken(token, hashSecret(secret), by(actor, 'token.create', token));
  return { token, secret };
}

/** The tokens that an actor administers, by the time they were made. */
export async function listTokens(store: Store, actor: Actor): Promise<readonly TokenEntry[]> {
  const own = (await store.listTokens()).filter((token) => administers(actor, token));
  if (own.length === 0) demand(actor, 'admin', actor.vendors?.[0]);
  return own.toSorted((one, other) => one.created - other.created || (one.id < other.id ? -1 : 1));
}

/**
 * Ends a token.
 *
 * @returns the token; undefined when the actor administers none with this id, or it was revoked before
 * @throws {AccessDenied} when the actor administers nothing
 */
export async function revokeToken(
  store: Store,
  id: string,
  actor: Actor,
  now: number,
): Promise<TokenEntry | undefined> {
  const token = (await listTokens(store, actor)).find((one) => one.id === id);
  if (token === undefined) return undefined;
  return (await store.revokeToken(id, now, by(actor, 'token.revoke', token))) ? token : undefined;
}

function administers(actor: Actor, { vendors }: TokenEntry): boolean {
  return (vendors ?? [undefined]).every((vendor) => may(actor, 'admin', vendor));
}

function by(actor: Actor, action: string, { id, name }: TokenEntry) {
  return { actor: actor.name, action, target: `${id} ${name}` };
}

function checkedName(name: string): string {
  if (nameForm.test(name) && !taken.has(name.toLowerCase())) return name;
  throw new RunError('usage', `"${name}" cannot be the name of a token.`, {
    help: 'A name has at most 100 letters, digits, spaces and ._@+:/- and is not one of the registry itself.',
  });
}
