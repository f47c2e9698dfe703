import type { FastifyInstance, FastifyReply } from 'fastify';
import { comparisonJson } from '../../domain/contracts/compare-versions.ts';
import { ContractError } from '../../domain/contracts/contract-error.ts';
import { deprecateContract, restoreContract, setVisibility } from '../../domain/contracts/describe-contract.ts';
import type { Deprecation } from '../../domain/contracts/describe-contract.ts';
import { printable } from '../../domain/contracts/find-contracts.ts';
import { contractLimits } from '../../domain/contracts/limits.ts';
import { publishContract } from '../../domain/contracts/publish-contract.ts';
import type { ContractEntry, Visibility } from '../../domain/store.ts';
import type { Json } from '../../../util/json.ts';
import { jsonType } from './answers.ts';
import type { ContractRoutesOptions } from './options.ts';
import {
  answer,
  contractSchema,
  deprecationSchema,
  exactParams,
  publicationSchema,
  publishedSchema,
  responses,
  visibilitySchema,
} from './schemas.ts';
import { summaryOf } from './summary.ts';

interface Params {
  readonly vendor: string;
  readonly version: string;
}

interface Body {
  readonly document: Json;
  readonly scenarios?: Json;
  readonly visibility?: Visibility;
}

const tags = ['contracts'];
const described = { 200: answer('The contract.', { 'application/json': contractSchema }) };

/** What is written: publications, deprecations, visibility. */
export function writeRoutes(server: FastifyInstance, { desk, publicUrl = '' }: ContractRoutesOptions): void {
  server.put<{ Params: Params; Querystring: { dryRun?: boolean }; Body: Body }>(
    '/contracts/:vendor/:version',
    {
      bodyLimit: contractLimits.bytes,
      schema: {
        summary: 'Publish a contract',
        tags,
        params: exactParams,
        querystring: {
          type: 'object',
          properties: { dryRun: { type: 'boolean', description: 'Judges, and writes nothing.' } },
        },
        body: publicationSchema,
        response: responses(
          {
            200: answer('It is there already, or `dryRun` was asked for.', { 'application/json': publishedSchema }),
            201: answer('It is published.', { 'application/json': publishedSchema }),
          },
          400,
          401,
          403,
          409,
          413,
          415,
          422,
          503,
        ),
      },
    },
    async ({ actor, params, query, body }, reply) => {
      demandMembers(body, ['document', 'scenarios', 'visibility']);
      const { dryRun = false } = query;
      const { status, entry, comparison, findings, subjects, conflicts, client } = await publishContract(
        desk,
        actor,
        { ...params, ...body },
        dryRun,
      );
      const summary = summaryOf(entry, publicUrl);
      const isNew = status === 'published' && !dryRun;
      if (isNew) reply.header('location', `${publicUrl}/contracts/${entry.vendor}/${entry.version}`);
      return send(reply, isNew ? 201 : 200, {
        status,
        dryRun,
        contract: summary,
        findings,
        subjects: subjects.map(({ subject, version, id }) => ({ subject, version, id })),
        ...(conflicts.length === 0 ? {} : { conflicts }),
        ...(comparison === undefined ? {} : { comparison: comparisonJson(comparison) }),
        ...(client === undefined ? {} : { package: client }),
      });
    },
  );

  server.post<{ Params: Params; Body: Deprecation }>(
    '/contracts/:vendor/:version/deprecate',
    {
      schema: {
        summary: 'Tell receivers to leave a version',
        tags,
        params: exactParams,
        body: deprecationSchema,
        response: responses(described, 400, 401, 403, 404, 415, 422, 503),
      },
    },
    async ({ actor, params: { vendor, version }, body }, reply) => {
      demandMembers(body, ['successor', 'reason']);
      return sendEntry(reply, await deprecateContract(desk, actor, vendor, version, body));
    },
  );

  server.delete<{ Params: Params }>(
    '/contracts/:vendor/:version/deprecate',
    {
      schema: {
        summary: 'Take a deprecation back',
        tags,
        params: exactParams,
        response: responses(described, 401, 403, 404, 503),
      },
    },
    async ({ actor, params: { vendor, version } }, reply) =>
      sendEntry(reply, await restoreContract(desk, actor, vendor, version)),
  );

  server.put<{ Params: Params; Body: { visibility: Visibility } }>(
    '/contracts/:vendor/:version/visibility',
    {
      schema: {
        summary: 'Say who may see a contract',
        tags,
        params: exactParams,
        body: visibilitySchema,
        response: responses(described, 400, 401, 403, 404, 415, 503),
      },
    },
    async ({ actor, params: { vendor, version }, body }, reply) => {
      demandMembers(body, ['visibility']);
      return sendEntry(reply, await setVisibility(desk, actor, vendor, version, body.visibility));
    },
  );

  function sendEntry(reply: FastifyReply, entry: ContractEntry): FastifyReply {
    return send(reply, 200, summaryOf(entry, publicUrl));
  }
}

function send(reply: FastifyReply, status: number, value: unknown): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type(jsonType)
    .send(`${JSON.stringify(value)}\n`);
}

/** A misspelt member would be passed over without a word. */
function demandMembers(body: object, known: readonly string[]): void {
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ContractError('unusable', `The body has ${printable(unknown)}; it may have ${known.join(', ')}.`);
}
