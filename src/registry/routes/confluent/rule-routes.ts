import type { FastifyRequest } from 'fastify';
import { demand } from '../../domain/access.ts';
import { configure, forgetMode, forgetRules, readMode, readRules } from '../../domain/subjects/configure-subjects.ts';
import type { Rules } from '../../domain/subjects/configure-subjects.ts';
import { isHidden } from '../../domain/subjects/private-subjects.ts';
import { noLevel, noMode } from '../../domain/subjects/subject-error.ts';
import { readSubjectName } from '../../domain/subjects/subject-names.ts';
import type { AddRoutes, ConfluentContext } from './context.ts';
import { addRoute, parameter, subjectTo, subjectToRead } from './context.ts';
import { answers, bodies, describeRoute } from './documents.ts';
import { flag, readConfigBody, readModeBody } from './read-request.ts';

/** `/config` and `/mode`, for all subjects and for one. */
export const addRuleRoutes: AddRoutes = (app, context) => {
  const { desk } = context;
  const all = { path: [] as string[] };
  const one = { path: ['subject'], errors: [404] };

  for (const { path, parts, toRead, toChange } of [
    { path: '', parts: all, toRead: readAll, toChange: changeAll },
    {
      path: '/:subject',
      parts: one,
      toRead: (request: FastifyRequest, absent: (subject: string) => Error) => ruledSubject(request, context, absent),
      toChange: (request: FastifyRequest) => subjectTo(request, 'admin', context),
    },
  ]) {
    const query = path === '' ? [] : ['defaultToGlobal'];
    addRoute(
      app,
      'GET',
      `/config${path}`,
      { schema: describeRoute('How new versions are judged', { ...parts, query, answer: answers.config }) },
      async (request) =>
        configAnswer(await readRules(desk, await toRead(request, noLevel), flag(request, 'defaultToGlobal'))),
    );
    addRoute(
      app,
      'PUT',
      `/config${path}`,
      {
        schema: describeRoute('Change how new versions are judged', {
          ...parts,
          body: bodies.config,
          answer: bodies.config,
          errors: [422],
        }),
      },
      async (request) => {
        const subject = await toChange(request);
        const change = readConfigBody(request);
        await configure(desk, subject, change, request.actor.name);
        const { level, policy, normalize } = change;
        return { compatibility: level, compatibilityPolicy: policy, normalize };
      },
    );
    addRoute(
      app,
      'DELETE',
      `/config${path}`,
      { schema: describeRoute('Forget how new versions are judged', { ...parts, answer: answers.config }) },
      async (request) => configAnswer(await forgetRules(desk, await toChange(request), request.actor.name)),
    );
    addRoute(
      app,
      'GET',
      `/mode${path}`,
      { schema: describeRoute('Whether versions can be written', { ...parts, query, answer: bodies.mode }) },
      async (request) => ({
        mode: await readMode(desk, await toRead(request, noMode), flag(request, 'defaultToGlobal')),
      }),
    );
    addRoute(
      app,
      'PUT',
      `/mode${path}`,
      {
        schema: describeRoute('Say whether versions can be written', {
          ...parts,
          body: bodies.mode,
          answer: bodies.mode,
          errors: [422],
        }),
      },
      async (request) => {
        const subject = await toChange(request);
        const { mode } = readModeBody(request);
        await configure(desk, subject, { mode }, request.actor.name);
        return { mode };
      },
    );
    addRoute(
      app,
      'DELETE',
      `/mode${path}`,
      { schema: describeRoute('Forget whether versions can be written', { ...parts, answer: bodies.mode }) },
      async (request) => ({ mode: await forgetMode(desk, await toChange(request), request.actor.name) }),
    );
  }
};

/** A subject; undefined, which means all, when it is not there for whoever asks and they would take what holds for all. */
async function ruledSubject(
  request: FastifyRequest,
  context: ConfluentContext,
  absent: (subject: string) => Error,
): Promise<string | undefined> {
  const { actor } = request;
  const subject = readSubjectName(parameter(request, 'subject'));
  const takesAll = flag(request, 'defaultToGlobal') && isHidden(await context.privacy.read(), actor, subject);
  return takesAll ? undefined : subjectToRead(request, context, absent);
}

function readAll(request: FastifyRequest): undefined {
  demand(request.actor, 'read', undefined);
}

function changeAll(request: FastifyRequest): undefined {
  demand(request.actor, 'admin', undefined);
}

function configAnswer({ level, policy, normalize }: Rules) {
  return { compatibilityLevel: level, compatibilityPolicy: policy, normalize };
}
