import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { AccessDenied, demand, readsAllPublic } from '../../domain/access.ts';
import type { Action, Actor } from '../../domain/access.ts';
import { demandReader } from '../../domain/subjects/private-subjects.ts';
import type { PrivacyBook, PrivateSubjects } from '../../domain/subjects/private-subjects.ts';
import type { SchemaShelf } from '../../domain/subjects/schema-shelf.ts';
import type { SubjectDesk } from '../../domain/subjects/subject-desk.ts';
import { readSubjectName, vendorOf } from '../../domain/subjects/subject-names.ts';

/** What the routes work with. */
export interface ConfluentContext {
  readonly desk: SubjectDesk;
  readonly shelf: SchemaShelf;
  readonly privacy: PrivacyBook;
}

/** Routes on one part of the paths. */
export type AddRoutes = (app: FastifyInstance, context: ConfluentContext) => void;

/** Adds a route: as `app.get` and the others do, for handlers that are asynchronous. */
export function addRoute(
  app: FastifyInstance,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  options: { readonly schema: FastifySchema },
  handler: (request: FastifyRequest, reply: FastifyReply) => unknown,
): void {
  app.route({ method, url, ...options, handler });
}

/** A part of the path, decoded. */
export function parameter(request: FastifyRequest, name: string): string {
  return (request.params as Readonly<Record<string, string>>)[name] ?? '';
}

/**
 * The subject that a path names, once it is clear that whoever asks may do this to it. What is private needs a token even
 * where anybody may write: a refusal would tell what is in it.
 *
 * @throws {AccessDenied}
 * @throws {SubjectError} when it is no name
 */
export async function subjectTo(
  request: FastifyRequest,
  action: Exclude<Action, 'read'>,
  { privacy }: ConfluentContext,
): Promise<string> {
  const given = parameter(request, 'subject');
  // Who may not write at all is told so before anything else.
  demand(request.actor, action, vendorOf(given.replace(/^:\.:/, '')));
  const subject = readSubjectName(given);
  demandReader(await privacy.read(), request.actor, subject, () => {
    const reason = request.actor.known ? 'forbidden' : 'unknown';
    return new AccessDenied(reason, `Writing ${subject} needs a token for ${vendorOf(subject)}.`);
  });
  return subject;
}

/**
 * The same for reading. Another context holds nothing: its subjects are not found.
 *
 * @param absent what is said of a subject that is not there
 * @throws {AccessDenied}
 * @throws {SubjectError} when it is no name
 */
export async function subjectToRead(
  request: FastifyRequest,
  { privacy }: ConfluentContext,
  absent?: (subject: string) => Error,
): Promise<string> {
  const subject = readSubjectName(parameter(request, 'subject'));
  demandReader(await privacy.read(), request.actor, subject, absent);
  return subject;
}

/** What of a list somebody may see. */
export async function visible<Item>(
  items: readonly Item[],
  subjectOf: (item: Item) => string,
  request: FastifyRequest,
  { privacy }: ConfluentContext,
): Promise<readonly Item[]> {
  const subjects = await privacy.read();
  if (seesAll(subjects, request)) return items;
  return items.filter((item) => subjects.mayRead(request.actor, subjectOf(item)));
}

/** Whether nothing has to be hidden from somebody who may read at all. */
export function seesAll(subjects: PrivateSubjects, { actor }: { readonly actor: Actor }): boolean {
  return subjects.isEmpty && readsAllPublic(actor);
}
