import { RunError } from '../../findings/run-error.ts';
import { roles } from '../../registry/domain/store.ts';
import type { Role } from '../../registry/domain/store.ts';

/** What somebody may do. */
export interface Grant {
  readonly role: Role;
  /** Vendors that it is for; all when absent. */
  readonly vendors?: readonly string[];
}

/** By name; groups with `@` in front. */
export type Grants = ReadonlyMap<string, Grant>;

/**
 * Reads `<name>=<role>[:<vendor>,...]`; the name of a group has `@` in front.
 *
 * @throws {RunError} `usage`, when one is of another form
 */
export function readGrants(texts: readonly string[]): Grants {
  const grants = new Map<string, Grant>();
  for (const text of texts) {
    const [, name, role, vendors] = /^(@?[^@=][^=]*)=([a-z]+)(?::(.+))?$/.exec(text) ?? [];
    const known = roles.find((one) => one === role);
    if (name === undefined || known === undefined)
      throw new RunError('usage', `"${text}" grants nothing.`, {
        help: `Write <person>=<role> or @<group>=<role>[:<vendor>,...]; roles are ${roles.join(', ')}.`,
      });
    grants.set(name, { role: known, ...(vendors === undefined ? {} : { vendors: vendors.split(',') }) });
  }
  return grants;
}

const rank: Readonly<Record<Role, number>> = { reader: 1, writer: 2, admin: 3 };

/** The best of what a person and their groups are granted; the person's own before all others. */
export function grantOf(grants: Grants, person: string, groups: readonly string[]): Grant | undefined {
  // A person who is called like a group is not one.
  const own = person.startsWith('@') ? undefined : grants.get(person);
  if (own !== undefined) return own;
  const found = groups.map((group) => grants.get(`@${group}`)).filter((grant) => grant !== undefined);
  return found.toSorted((one, other) => rank[other.role] - rank[one.role])[0];
}
