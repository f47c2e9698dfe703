import type { FastifyInstance } from 'fastify';
import { comparePublished, comparisonJson } from '../../domain/contracts/compare-versions.ts';
import type { ComparisonReport } from '../../../checks/compare/result.ts';
import { findContract } from '../../domain/contracts/find-contracts.ts';
import { markdown } from '../../../reporters/compare/markdown.ts';
import { toolVersion } from '../../../util/version.ts';
import { contentOf, jsonContent, preferred, sendContent } from './answers.ts';
import type { ContractRoutesOptions } from './options.ts';
import { isPrivate } from './summary.ts';
import { answer, comparisonSchema, notModified, responses, textSchema, vendorParams } from './schemas.ts';

interface Query {
  readonly from: string;
  readonly to?: string;
}

const version = { type: 'string', maxLength: 200 } as const;

/** What two published versions differ in. */
export function compareRoute(server: FastifyInstance, { desk }: ContractRoutesOptions): void {
  server.get<{ Params: { vendor: string }; Querystring: Query }>(
    '/contracts/:vendor/compare',
    {
      schema: {
        summary: 'What differs between two versions, with payloads that break receivers',
        tags: ['contracts'],
        params: vendorParams,
        querystring: {
          type: 'object',
          required: ['from'],
          properties: {
            from: { ...version, description: 'What receivers were written against.' },
            to: { ...version, description: 'What takes its place; `latest` when absent.' },
          },
        },
        response: responses(
          {
            200: answer('The comparison.', { 'application/json': comparisonSchema, 'text/markdown': textSchema }),
            ...notModified,
          },
          400,
          401,
          403,
          404,
          422,
          503,
        ),
      },
    },
    async (request, reply) => {
      const { actor, params, query } = request;
      const older = await findContract(desk, actor, params.vendor, query.from);
      const newer = await findContract(desk, actor, params.vendor, query.to ?? 'latest');
      const report = await comparePublished(desk, older, newer);
      const form = preferred(request.headers.accept, ['application/json', 'text/markdown']);
      const content =
        form === 'application/json'
          ? jsonContent(comparisonJson(report))
          : contentOf(asMarkdown(report), 'text/markdown; charset=utf-8');
      return sendContent(request, reply, content, 'fresh', isPrivate(older) || isPrivate(newer));
    },
  );
}

function asMarkdown(report: ComparisonReport): string {
  const result = {
    toolVersion,
    verdict: report.forward === 'compatible' ? ('pass' as const) : ('fail' as const),
    mode: 'forward' as const,
    comparisons: [report],
    contractChanges: [],
    findings: [],
    counts: { error: 0, warning: 0, info: 0 },
    rules: [],
  };
  return markdown(result, { colour: false, width: 120, unicode: true, rules: [] });
}
