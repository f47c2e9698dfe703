import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadContract } from '../../src/api/load-contract.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import { verify } from '../../src/signatures/verify.ts';
import type { Json } from '../../src/util/json.ts';
import { root } from './support.ts';

interface Receiver {
  readonly url: string;
  /** Bodies in the order in which they came. */
  readonly received: readonly string[];
  readonly stop: () => void;
}

/** A receiver that refuses what is not signed, no JSON, or not valid. */
export async function startReceiver(
  target: string,
  secrets: readonly string[],
  answer?: () => number | undefined,
): Promise<Receiver> {
  const { contract } = await loadContract(target, { cwd: root });
  if (contract === undefined) throw new Error(`${target} cannot be loaded`);
  const validator = createValidator(contract.schemas);
  const received: string[] = [];
  let url = '';
  const judge = (headers: readonly string[], body: Buffer): number => {
    const pairs = headers.flatMap((name, index): [string, string][] =>
      index % 2 === 0 ? [[name, headers[index + 1] ?? '']] : [],
    );
    const { authentication } = contract;
    if (authentication.kind === 'signature') {
      const delivery = { method: 'POST', url, headers: pairs, body, secrets: secrets.map((value) => ({ value })) };
      if (!verify(authentication.scheme, delivery).valid) return 401;
    }
    if (authentication.kind === 'header') {
      const value = pairs.find(([name]) => name.toLowerCase() === authentication.header.toLowerCase())?.[1];
      if (value === undefined || !secrets.includes(value)) return 401;
    }
    return judgePayload(body.toString());
  };
  const judgePayload = (text: string): number => {
    try {
      const payload = JSON.parse(text) as Json;
      const isKnown = contract.events.some(({ payload: name }) => validator.compile(name).isValid(payload));
      return isKnown ? 200 : 422;
    } catch {
      return 400;
    }
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      received.push(body.toString());
      response.writeHead(answer?.() ?? judge(request.rawHeaders, body)).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  return { url, received, stop: () => void server.close() };
}
