import type { Role } from './store.ts';

/** Who asks. */
export interface Actor {
  /** Name of the token or person, for the audit; `anonymous` when nobody has said who they are. */
  readonly name: string;
  /** Undefined when nothing is allowed. */
  readonly role: Role | undefined;
  /** Vendors that the role is for; all when absent. */
  readonly vendors?: readonly string[];
  /** What everybody may do here without a token: nobody may do less for having one. Nothing when absent. */
  readonly anybody?: Role;
  /** Whether they have said who they are. */
  readonly known: boolean;
}

/** What somebody wants to do. */
export type Action = 'read' | 'write' | 'admin';

/** Somebody who may not do what they ask for. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  /** `unknown`: they have not said who they are, or not credibly (401); `forbidden`: they may not (403). */
  readonly reason: 'unknown' | 'forbidden';

  constructor(reason: AccessDenied['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

const rank: Readonly<Record<Role, number>> = { reader: 1, writer: 2, admin: 3 };
const needed: Readonly<Record<Action, number>> = { read: 1, write: 2, admin: 3 };

/** Whether somebody may do something, to what belongs to a vendor, or to all when `vendor` is undefined. */
export function may({ role, vendors, anybody }: Actor, action: Action, vendor: string | undefined): boolean {
  if (suffices(anybody, action)) return true;
  if (!suffices(role, action)) return false;
  if (vendors === undefined) return true;
  return vendor === undefined ? action === 'read' : vendors.includes(vendor);
}

/** Whether somebody may see what a vendor keeps private: who has said who they are, and has a role for the vendor. */
export function maySeePrivate({ role, vendors, known }: Actor, vendor: string): boolean {
  return known && role !== undefined && (vendors === undefined || vendors.includes(vendor));
}

/** Whether somebody may read whatever is public. */
export function readsAllPublic({ role, vendors, anybody }: Actor): boolean {
  return anybody !== undefined || (role !== undefined && vendors === undefined);
}

function suffices(role: Role | undefined, action: Action): boolean {
  return role !== undefined && rank[role] >= needed[action];
}

/**
 * @throws {AccessDenied} when they may not
 */
export function demand(actor: Actor, action: Action, vendor: string | undefined): void {
  if (may(actor, action, vendor)) return;
  if (!actor.known)
    throw new AccessDenied(
      'unknown',
      'This needs a token: `Authorization: Bearer <token>`, or Basic with it as password.',
    );
  throw new AccessDenied(
    'forbidden',
    `${actor.name} may not ${action === 'admin' ? 'administer' : action} ${vendor === undefined ? 'here' : `what belongs to ${vendor}`}.`,
  );
}
