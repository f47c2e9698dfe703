import type { FastifyRequest } from 'fastify';
import { AccessDenied } from '../../registry/domain/access.ts';
import type { Actor } from '../../registry/domain/access.ts';
import type { Role } from '../../registry/domain/store.ts';
import { grantOf } from './grants.ts';
import type { Grants } from './grants.ts';
import type { Networks } from './networks.ts';

/** A company's sign-on proxy in front of the registry, which says who asks. */
export interface TrustedHeader {
  /** Header with the name of the person, lower case. */
  readonly name: string;
  /** Header with the names of their groups, divided by commas; lower case. */
  readonly groups?: string;
  readonly grants: Grants;
  /** What everybody may do whom no grant names; nothing when absent. */
  readonly role?: Role;
}

const person = /^[\x20-\x7E\x80-\xFF]{1,200}$/;

/**
 * Who asks, as a proxy says; undefined when it says nothing.
 *
 * @throws {AccessDenied} when somebody else than the proxy sends the header: it would let anyone be anyone
 */
export function actorOfHeader(
  { name, groups, grants, role }: TrustedHeader,
  isProxy: Networks,
  { headers, raw, socket }: FastifyRequest,
): Actor | undefined {
  const given = headers[name];
  if (given === undefined || given === '') return undefined;
  if (!isProxy(socket.remoteAddress))
    throw new AccessDenied('unknown', `The header ${name} is believed from the sign-on proxy alone.`);
  // A proxy that adds its own to what somebody sends tells of two, and joined they would be a third.
  for (const each of groups === undefined ? [name] : [name, groups])
    if (countOf(raw.rawHeaders, each) > 1)
      throw new AccessDenied(
        'unknown',
        `The header ${each} came more than once: the proxy must take out what people send.`,
      );
  if (typeof given !== 'string' || !person.test(given))
    throw new AccessDenied('unknown', `The header ${name} names nobody.`);
  const grant = grantOf(grants, given, listOf(groups === undefined ? undefined : headers[groups]));
  return {
    name: given,
    role: grant?.role ?? role,
    ...(grant?.vendors === undefined ? {} : { vendors: grant.vendors }),
    known: true,
  };
}

/** @param headers names and values, one after the other */
function countOf(headers: readonly string[], name: string): number {
  return headers.filter((text, index) => index % 2 === 0 && text.toLowerCase() === name).length;
}

function listOf(header: string | string[] | undefined): string[] {
  return String(header ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
