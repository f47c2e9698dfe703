import { valueOf } from '../../signatures/signature-header.ts';
import type { NodeRequest, NodeResponse, PlatformResponse, RequestLike } from '../api.ts';
import { answer } from './answer.ts';
import { readNodeBody, readWebBody } from './body.ts';
import type { WaitUntil } from './guarded.ts';
import type { Desk } from './handle.ts';
import type { Judge } from './judge.ts';

/** Answers a web request. Never rejects. */
export async function answerWeb(
  desk: Desk,
  judge: Judge,
  request: RequestLike,
  platform: readonly unknown[],
): Promise<PlatformResponse> {
  const context = platform.at(-1) as { readonly waitUntil?: WaitUntil } | undefined;
  const [status, body, headers = {}] = await answer(
    desk,
    judge,
    () => {
      const pairs: [string, string][] = [];
      request.headers.forEach((value, name) => pairs.push([name, value]));
      return { method: request.method, url: request.url, headers: pairs };
    },
    (limit) => readWebBody(request, limit),
    (work) => context?.waitUntil?.(work),
  );
  return new Response(body ?? null, { status, headers });
}

/** Answers a request of Node.js. Never rejects. */
export async function answerNode(
  desk: Desk,
  judge: Judge,
  request: NodeRequest,
  response: NodeResponse,
): Promise<void> {
  const [status, body, headers = {}] = await answer(
    desk,
    judge,
    () => {
      const { method = '', url = '', originalUrl = url, rawHeaders } = request;
      const socket: { readonly encrypted?: boolean } | undefined = request.socket;
      const pairs = rawHeaders.flatMap((name, index): [string, string][] =>
        index % 2 ? [] : [[name, rawHeaders[index + 1] ?? '']],
      );
      return {
        method,
        url: `http${socket?.encrypted ? 's' : ''}://${valueOf(pairs, 'host') ?? ''}${originalUrl}`,
        headers: pairs,
      };
    },
    (limit) => readNodeBody(request, limit),
  );
  try {
    response.statusCode = status;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end(body);
  } catch {
    // Somebody else has answered meanwhile.
  }
}
