import type { OpenAPIV3_1 } from 'openapi-types';
import type { Contract } from '../../asyncapi/model.ts';
import { RunError } from '../../findings/run-error.ts';
import { toOpenApi } from '../openapi/to-openapi.ts';
import type { PrismHttp, PrismOperation, PrismOutcome } from './prism-http.ts';

/** Asks Prism about one request; the outcome holds what it finds. */
export type AskPrism = (
  path: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
) => Promise<PrismOutcome>;

/** No body of a vendor is this text. Every schema refuses it, as long as Prism looks at schemas at all. */
const probe = '\u0000 refused by every schema that compiles';

/**
 * Has Prism serve contracts within this process: without its HTTP server, which hangs on a body that is no JSON; without
 * its answers, which can end the process by a header with an emoji; and without the search for an operation.
 *
 * @throws {RunError} when Prism cannot compile a schema: it would accept everything there
 */
export async function serveByPrism(prism: PrismHttp, contracts: readonly Contract[]): Promise<AskPrism> {
  const document = toOpenApi(contracts, { judging: true, errors: false });
  // Prism writes into the document.
  const operations = await prism.getHttpOperationsFromSpec(structuredClone(withProbe(document)));
  const byPath = Map.groupBy(operations, ({ path }) => path);
  const instance = prism.createInstance(
    {
      isProxy: false,
      validateRequest: true,
      validateResponse: false,
      checkSecurity: false,
      errors: false,
      upstreamProxy: undefined,
      mock: { dynamic: false },
    },
    { logger: silent, mock: () => () => ({ _tag: 'Right', right: { statusCode: 200 } }) },
  );

  const ask: AskPrism = (path, method, headers, body) => {
    const found = byPath.get(path) ?? [];
    const operation = found.find((one) => one.method === method) ?? found[0];
    const input = { method: operation?.method ?? method, url: { path, query: {} }, headers, body };
    return instance.request(input, operation === undefined ? [] : [operation])();
  };
  await refuseDeaf(operations, ask);
  return ask;
}

/** Puts every body's schema behind a condition that refuses the probe. */
function withProbe(document: OpenAPIV3_1.Document): object {
  const paths = Object.entries(document.paths ?? {}).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item ?? {}).map(([method, operation]) => [method, withProbeInBody(operation as OperationLike)]),
    ),
  ]);
  return { ...document, paths: Object.fromEntries(paths) };
}

interface OperationLike {
  readonly requestBody: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
}

function withProbeInBody(operation: OperationLike): object {
  const { requestBody } = operation;
  const content = Object.entries(requestBody.content).map(([type, { schema }]) => [
    type,
    { schema: { if: { not: { const: probe } }, else: false, ...consequence(schema) } },
  ]);
  return { ...operation, requestBody: { ...requestBody, content: Object.fromEntries(content) } };
}

/** An object with a property `then` in its literal looks like a promise. */
function consequence(schema: object): object {
  return Object.fromEntries([schema].map((held) => ['then', held]));
}

async function refuseDeaf(operations: readonly PrismOperation[], ask: AskPrism): Promise<void> {
  for (const { path, method } of operations) {
    const outcome = await ask(path, method, {}, probe);
    const found = 'right' in outcome ? outcome.right.validations.input : [];
    if (found.some((diagnostic) => diagnostic.path?.[0] === 'body')) continue;
    throw new RunError('input', `Prism cannot use the schemas of ${path}: it would accept everything there.`, {
      help: 'Use the engine "fast".',
    });
  }
}

const nothing = (): void => undefined;
const silent = {
  child: (): object => silent,
  trace: nothing,
  debug: nothing,
  info: nothing,
  success: nothing,
  warn: nothing,
  error: nothing,
};
