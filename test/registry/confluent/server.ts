import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { createAnalyst } from '../../../src/isolation/analyst.ts';
import { createWorkerPool } from '../../../src/isolation/worker-pool.ts';
import type { Actor } from '../../../src/registry/domain/access.ts';
import type { Analyst } from '../../../src/registry/domain/analyst.ts';
import type { RegistryStore } from '../../../src/registry/domain/store.ts';
import { PrivacyBook } from '../../../src/registry/domain/subjects/private-subjects.ts';
import { SchemaShelf } from '../../../src/registry/domain/subjects/schema-shelf.ts';
import { createSubjectDesk } from '../../../src/registry/domain/subjects/subject-desk.ts';
import type { SubjectDesk } from '../../../src/registry/domain/subjects/subject-desk.ts';
import { decorateActor } from '../../../src/registry/routes/actor.ts';
import { confluentRoutes } from '../../../src/registry/routes/confluent/confluent-routes.ts';
import type { Json } from '../../../src/util/json.ts';

export const admin: Actor = { name: 'admin', role: 'admin', known: true };
export const anonymous: Actor = { name: 'anonymous', role: 'reader', known: false };

/** A server with the routes under test, and what a client sends to it. */
export interface TestServer {
  readonly app: FastifyInstance;
  readonly desk: SubjectDesk;
  readonly privacy: PrivacyBook;
  /** Who asks from now on. */
  actAs(actor: Actor): void;
  call(method: string, url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Registers a schema and expects it to be accepted. */
  register(subject: string, schema: Json, more?: object): Promise<{ readonly id: number; readonly version: number }>;
  close(): Promise<unknown>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
  readonly text: string;
}

/** One for all tests of a file: starting workers takes longer than most of them. */
const usual = createAnalyst(createWorkerPool({ size: 2, deadline: 10_000 }));

/** The body of a request that registers, looks up or checks a schema. */
export function draft(schema: Json, more: object = {}): object {
  return { schemaType: 'JSON', schema: JSON.stringify(schema), ...more };
}

export function startServer(store: RegistryStore, analyst: Analyst = usual): TestServer {
  const desk = createSubjectDesk(store, analyst);
  const privacy = new PrivacyBook(store);
  let actor = admin;
  const app = fastify({ routerOptions: { maxParamLength: 2_000 } });
  decorateActor(app, () => actor);
  app.register(confluentRoutes, { desk, privacy, shelf: new SchemaShelf(store) });
  const call: TestServer['call'] = async (method, url, body, headers = {}) => {
    const sent = body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) };
    const answer = await app.inject({
      method: method as 'GET',
      url,
      headers: body === undefined ? headers : { 'content-type': 'application/vnd.schemaregistry.v1+json', ...headers },
      ...sent,
    });
    const text = answer.body;
    const type = answer.headers['content-type'] ?? '';
    return { status: answer.statusCode, type, text, body: parse(text) };
  };
  return {
    app,
    desk,
    privacy,
    actAs: (next) => {
      actor = next;
    },
    call,
    async register(subject, schema, more = {}) {
      const { status, body } = await call(
        'POST',
        `/subjects/${encodeURIComponent(subject)}/versions`,
        draft(schema, more),
      );
      if (status !== 200) throw new Error(`${subject} was refused: ${JSON.stringify(body)}`);
      return body as { id: number; version: number };
    },
    close: () => app.close(),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
