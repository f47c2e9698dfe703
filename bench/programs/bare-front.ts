/** Takes deliveries over HTTP with an engine, and nothing else: `node bench/programs/bare-front.ts fast|prism`. Prints its URL. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadContract } from '../../src/api/load-contract.ts';
import { shippedContracts } from '../../src/checks/targets.ts';
import { identifyEvent } from '../../src/deliveries/identify-event.ts';
import { createFastEngine } from '../../src/mock/fast/create-fast-engine.ts';
import { endpointFinder, endpointOf } from '../../src/mock/openapi/endpoints.ts';
import { createPrismEngine } from '../../src/mock/prism/create-prism-engine.ts';
import type { Json } from '../../src/util/json.ts';

const loaded = await Promise.all(shippedContracts().map(({ file }) => loadContract(file)));
const contracts = loaded.map(({ contract }) => contract).filter((contract) => contract !== undefined);
const engine = process.argv[2] === 'prism' ? await createPrismEngine(contracts) : createFastEngine(contracts);
const find = endpointFinder(contracts.map(endpointOf));

const server = createServer((request, response) => {
  void take(request, response);
});

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  response.statusCode = await answer(request.url ?? '', request.rawHeaders, Buffer.concat(chunks));
  response.end();
}

async function answer(url: string, rawHeaders: readonly string[], body: Buffer): Promise<number> {
  const found = find(url);
  if (found === undefined) return 404;
  const { contract } = found.endpoint;
  const headers = Array.from({ length: rawHeaders.length / 2 }, (_, index) => {
    return [rawHeaders[index * 2] ?? '', rawHeaders[index * 2 + 1] ?? ''] as const;
  });
  const payload = JSON.parse(body.toString()) as Json;
  const { event } = identifyEvent(contract, payload, headers);
  const { accepted } = await engine.judge({ contract, event: event?.name, payload, headers, path: found.path });
  return accepted ? 204 : 422;
}

server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
