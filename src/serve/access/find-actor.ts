import type { FastifyRequest } from 'fastify';
import { AccessDenied } from '../../registry/domain/access.ts';
import type { Actor } from '../../registry/domain/access.ts';
import type { Role } from '../../registry/domain/store.ts';
import { readCredentials } from '../../registry/domain/tokens/credentials.ts';
import type { Credentials } from '../../registry/domain/tokens/credentials.ts';
import { isSecret } from '../../registry/domain/tokens/secret.ts';
import type { TokenBook } from '../../registry/domain/tokens/token-book.ts';
import type { FindActor } from '../../registry/routes/actor.ts';
import type { FailureLimit } from './limits.ts';
import { actorOfHeader } from './trusted-header.ts';
import type { TrustedHeader } from './trusted-header.ts';
import type { Networks } from './networks.ts';

/** What may be done without saying who one is. */
export type Anonymous = 'none' | 'read' | 'write';

export interface FindActorOptions {
  readonly tokens: TokenBook;
  readonly anonymous: Anonymous;
  readonly trustedHeader: TrustedHeader | undefined;
  /** Addresses of proxies. */
  readonly isProxy: Networks;
  readonly failures: FailureLimit;
  /** Called for credentials that are refused. */
  readonly onRefused: (request: FastifyRequest) => void;
}

const anonymousRole: Readonly<Record<Anonymous, Role | undefined>> = {
  none: undefined,
  read: 'reader',
  write: 'writer',
};

/** Finds out who asks: by a token, else by what a trusted proxy says, else it is anybody. */
export function actorFinder(options: FindActorOptions): FindActor {
  const { tokens, trustedHeader, isProxy, failures, onRefused } = options;
  const role = anonymousRole[options.anonymous];
  const anybody: Actor = { name: 'anonymous', role, known: false };

  async function find(request: FastifyRequest, credentials: Credentials): Promise<Actor> {
    const isToken = credentials.kind === 'secret' && isSecret(credentials.secret);
    // What a sign-on proxy passes on of its own protocol is not for us.
    if (!isToken && trustedHeader !== undefined) {
      const person = actorOfHeader(trustedHeader, isProxy, request);
      if (person !== undefined) return person;
    }
    if (credentials.kind === 'none') return anybody;
    const secret = credentials.kind === 'secret' ? credentials.secret : '';
    // Others behind the same address may be wrong: that ends nobody's work.
    if (!tokens.knows(secret)) await failures.demand(request);
    const token = await tokens.find(secret);
    if (token === undefined)
      throw new AccessDenied('unknown', 'There is no such token, or it has expired, or was revoked.');
    const { name, role, vendors } = token;
    return { name, role, ...(vendors === undefined ? {} : { vendors }), known: true };
  }

  return (request) => {
    const credentials = readCredentials(request.headers.authorization);
    // Most are anybody's, and need not wait.
    return credentials.kind === 'none' && trustedHeader === undefined ? anybody : know(request, credentials);
  };

  async function know(request: FastifyRequest, credentials: Credentials): Promise<Actor> {
    try {
      const actor = await find(request, credentials);
      return role === undefined || !actor.known ? actor : { ...actor, anybody: role };
    } catch (error) {
      if (error instanceof AccessDenied) {
        await failures.count(request);
        onRefused(request);
      }
      throw error;
    }
  }
}
