import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findContract, listContracts, unknownVendor } from '../../domain/contracts/find-contracts.ts';
import type { ContractEntry } from '../../domain/store.ts';
import { jsonContent, preferred, sendContent } from './answers.ts';
import type { ContractRoutesOptions } from './options.ts';
import { DocumentShelf, parts } from './document-shelf.ts';
import type { Part } from './document-shelf.ts';
import {
  anySchema,
  answer,
  contractListSchema,
  contractSchema,
  notModified,
  responses,
  textSchema,
  vendorParams,
  versionParams,
} from './schemas.ts';
import { isPrivate, summaryOf } from './summary.ts';

interface VersionParams {
  readonly vendor: string;
  readonly version: string;
}

const tags = ['contracts'];
/** What a contract is sent as, and which of its documents that is; none is the summary. */
const forms = {
  'application/json': undefined,
  'application/vnd.aai.asyncapi+json': 'asyncapi.json',
  'application/vnd.aai.asyncapi+yaml': 'asyncapi.yaml',
  'application/yaml': 'asyncapi.yaml',
} as const;

const summaries: Readonly<Record<Part, string>> = {
  'asyncapi.json': 'The AsyncAPI document, with everything in it',
  'asyncapi.yaml': 'The same as YAML',
  'scenarios.yaml': 'Life cycles for the simulator',
  'openapi.json': 'The receiver that the contract asks for, as OpenAPI 3.1',
  'report.json': 'What a check said when it was published',
  'conformance.json': 'How far its examples bear out its schemas',
};

/** What is read: lists, summaries, documents. */
export function readRoutes(server: FastifyInstance, { desk, publicUrl = '' }: ContractRoutesOptions): void {
  const shelf = new DocumentShelf(desk.store);
  const listed = (entries: readonly ContractEntry[]) =>
    jsonContent({ contracts: entries.map((entry) => summaryOf(entry, publicUrl)) });

  server.get<{ Querystring: { vendor?: string } }>(
    '/contracts',
    {
      schema: {
        summary: 'All contracts',
        tags,
        querystring: { type: 'object', properties: { vendor: { type: 'string', maxLength: 200 } } },
        response: responses(
          { 200: answer('Contracts.', { 'application/json': contractListSchema }), ...notModified },
          401,
          403,
        ),
      },
    },
    async (request, reply) =>
      sendContent(
        request,
        reply,
        listed(await listContracts(desk, request.actor, request.query.vendor)),
        'fresh',
        false,
      ),
  );

  server.get<{ Params: { vendor: string } }>(
    '/contracts/:vendor',
    {
      schema: {
        summary: 'The versions of a vendor, the oldest first',
        tags,
        params: vendorParams,
        response: responses(
          { 200: answer('Contracts.', { 'application/json': contractListSchema }), ...notModified },
          401,
          403,
          404,
        ),
      },
    },
    async (request, reply) => {
      const { vendor } = request.params;
      const entries = await listContracts(desk, request.actor, vendor);
      if (entries.length === 0) throw await unknownVendor(desk, request.actor, vendor);
      return sendContent(request, reply, listed(entries), 'fresh', false);
    },
  );

  server.get<{ Params: VersionParams }>(
    '/contracts/:vendor/:version',
    {
      schema: {
        summary: 'A contract, or its AsyncAPI document where `Accept` asks for that',
        tags,
        params: versionParams,
        response: responses(
          {
            200: answer('The contract.', {
              'application/json': contractSchema,
              'application/vnd.aai.asyncapi+json': anySchema,
              'application/vnd.aai.asyncapi+yaml': textSchema,
              'application/yaml': textSchema,
            }),
            ...notModified,
          },
          401,
          403,
          404,
        ),
      },
    },
    async (request, reply) => {
      const entry = await found(request, reply);
      const form = preferred(request.headers.accept, Object.keys(forms) as [keyof typeof forms]);
      const part = forms[form];
      if (part === undefined)
        return sendContent(request, reply, jsonContent(summaryOf(entry, publicUrl)), 'fresh', isPrivate(entry));
      const content = await shelf.get(entry, part);
      return sendContent(request, reply, { ...content, type: `${form}; charset=utf-8` }, 'fresh', isPrivate(entry));
    },
  );

  for (const part of parts) {
    const type = part.endsWith('.json') ? 'application/json' : 'application/yaml';
    const schema = part.endsWith('.json') ? anySchema : textSchema;
    server.get<{ Params: VersionParams }>(
      `/contracts/:vendor/:version/${part}`,
      {
        schema: {
          summary: summaries[part],
          tags,
          params: versionParams,
          response: responses({ 200: answer('The document.', { [type]: schema }), ...notModified }, 401, 403, 404),
        },
      },
      async (request, reply) => {
        const entry = await found(request, reply);
        // A range may mean another version tomorrow.
        const caching = request.params.version === entry.version ? 'lasting' : 'fresh';
        return sendContent(request, reply, await shelf.get(entry, part), caching, isPrivate(entry));
      },
    );
  }

  async function found(
    request: FastifyRequest<{ Params: VersionParams }>,
    reply: FastifyReply,
  ): Promise<ContractEntry> {
    const { vendor, version } = request.params;
    const entry = await findContract(desk, request.actor, vendor, version);
    if (entry.version !== version)
      reply.header(
        'content-location',
        request.url.replace(/^(\/contracts\/[^/]+\/)[^/?]+/, (_, before: string) => before + entry.version),
      );
    return entry;
  }
}
