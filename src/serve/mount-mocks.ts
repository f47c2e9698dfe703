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
import type { WorkerPool } from '../isolation/worker-pool.ts';
import type { RegistryStore } from '../registry/domain/store.ts';
import { PublishedMocks } from './published-mocks.ts';
import { route } from '../mock/server/routes.ts';
import type { Desk } from '../mock/server/desk.ts';

export interface MountOptions {
  readonly makeDesk: (closing: AbortSignal) => Desk;
  /** Where contracts are published that have mocks too, and the workers that judge for them. */
  readonly published: { readonly store: RegistryStore; readonly pool: WorkerPool };
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
export function mountMocks(server: FastifyInstance, options: MountOptions): Desk {
  const { makeDesk, published, ending, privacy, publicUrl } = options;
  const desk = makeDesk(ending);
  const mocks = new PublishedMocks({
    ...published,
    desk,
    onFailure: (contract, error) =>
      server.log.warn({ contract, error: error instanceof Error ? error.name : 'unknown' }, 'A contract has no mock.'),
  });
  server.addHook('preClose', async () => desk.streams.close());
  server.addHook('onClose', async () => published.pool.close());
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
      const subjects = await privacy?.read();
      const isHidden = hiding(request.actor, subjects);
      const seen = without(await mocks.at(pathOf(raw), isHidden), isHidden);
      demandFor(seen, request, subjects?.hidesFrom(request.actor) ?? false);
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

type IsHidden = (contract: Pick<Contract, 'vendor' | 'version'>) => boolean;

/** Which contracts are private, and not there for whoever asks. */
function hiding(actor: Actor, subjects: PrivateSubjects | undefined): IsHidden {
  if (subjects === undefined || subjects.isEmpty) return () => false;
  return ({ vendor, version }) =>
    subjects.isPrivate(`${vendor}.v${version.split('.', 1)[0]}`) && !maySeePrivate(actor, vendor);
}

function without(desk: Desk, isHidden: IsHidden): Desk {
  if (!desk.contracts.some(isHidden)) return desk;
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
