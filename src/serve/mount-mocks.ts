import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Contract } from '../asyncapi/model.ts';
import { endpointFinder } from '../mock/openapi/endpoints.ts';
import { failureOf } from '../registry/routes/failure.ts';
import { AccessDenied, demand, maySeePrivate } from '../registry/domain/access.ts';
import type { Actor } from '../registry/domain/access.ts';
import type { PrivacyBook, PrivateSubjects } from '../registry/domain/subjects/private-subjects.ts';
import { problemAnswer } from '../http/answer.ts';
import { pathOf } from '../http/request.ts';
import { send } from '../http/send.ts';
import { route } from '../mock/server/routes.ts';
import type { Desk } from '../mock/server/desk.ts';

export interface MountOptions {
  readonly makeDesk: (closing: AbortSignal) => Desk;
  /** Aborted when the server ends. */
  readonly ending: AbortSignal;
  /** Which contracts are private; none when absent. */
  readonly privacy: Pick<PrivacyBook, 'read'> | undefined;
  /** URL in front of all paths; as each request says when absent. */
  readonly publicUrl: string | undefined;
}

export const mocksPrefix = '/mocks';

/** Mocks describe themselves, and are no part of the registry's API. */
const hidden = { schema: { hide: true } };

/**
 * Serves mocks below `/mocks`. Deliveries need no token: vendors have none. What tells of them, and changes it, is for those
 * who may read and write here; the name of a space is what gives access to it.
 */
export function mountMocks(server: FastifyInstance, { makeDesk, ending, privacy, publicUrl }: MountOptions): Desk {
  const desk = makeDesk(ending);
  server.addHook('preClose', async () => desk.streams.close());
  void server.register(async (scope) => {
    // Bodies are the mock's to read, byte for byte.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.get(mocksPrefix, hidden, async (_, reply) => reply.redirect(`${mocksPrefix}/`));
    scope.all(`${mocksPrefix}/*`, hidden, async (request, reply) => {
      // What is logged is the path as it came: it is kept when it is first asked for.
      const { raw, originalUrl } = request;
      const base = publicUrl ?? `${request.protocol}://${request.host}`;
      raw.url = originalUrl.slice(mocksPrefix.length);
      const seen = privacy === undefined ? desk : seenBy(desk, request.actor, await privacy.read());
      demandFor(seen, request, seen !== desk);
      reply.hijack();
      reply.sendHeaders();
      try {
        await route({ ...seen, publicUrl: base + mocksPrefix }, raw, reply.raw);
      } catch (error) {
        request.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'bug');
        send(raw, reply.raw, problemAnswer(500, failureOf(error).detail));
      }
    });
  });
  return desk;
}

/** The desk without contracts that are private, and not there for whoever asks; the desk itself when it has none. */
function seenBy(desk: Desk, actor: Actor, subjects: PrivateSubjects): Desk {
  const isHidden = ({ vendor, version }: Contract): boolean =>
    subjects.isPrivate(`${vendor}.v${version.split('.', 1)[0]}`) && !maySeePrivate(actor, vendor);
  if (subjects.isEmpty || !desk.contracts.some(isHidden)) return desk;
  const endpoints = desk.endpoints.filter(({ contract }) => !isHidden(contract));
  const contracts = desk.contracts.filter((contract) => !isHidden(contract));
  return { ...desk, contracts, endpoints, find: endpointFinder(endpoints) };
}

/** @throws {AccessDenied} when a visit to what all deliveries are kept in is not for whoever makes it */
function demandFor(desk: Desk, { raw, actor }: FastifyRequest, hides: boolean): void {
  const path = pathOf(raw);
  if (hides && path.startsWith('/__deliveries'))
    throw new AccessDenied(
      actor.known ? 'forbidden' : 'unknown',
      'What has come here needs a token for all its vendors.',
    );
  if (desk.find(path) !== undefined || path.startsWith('/s/')) return;
  const isReading = raw.method === 'GET' || raw.method === 'HEAD' || raw.method === 'OPTIONS';
  if (!isReading && !path.startsWith('/__') && path !== '/') return;
  demand(actor, isReading ? 'read' : 'write', undefined);
}
