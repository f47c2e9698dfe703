import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Space } from '../spaces/space.ts';
import { changeFaults, createSpace, describeSpaces, listDeliveries } from './admin.ts';
import { jsonAnswer, problemAnswer, textAnswer } from '../../http/answer.ts';
import type { Answer } from '../../http/answer.ts';
import { deliver } from './deliver.ts';
import type { Desk, Visit } from './desk.ts';
import { overview } from './overview.ts';
import { renderPage } from './page/render-page.ts';
import { pagePolicy } from './page/style.ts';
import { pathOf, wantsHtml } from '../../http/request.ts';
import { send } from '../../http/send.ts';

/** Answers a visit; undefined when it has answered itself. */
type Handler = (visit: Visit) => Answer | Promise<Answer | undefined> | undefined;

type Methods = Readonly<Record<string, Handler>>;

/** What every space has below its prefix. */
const inSpace: ReadonlyMap<string, Methods> = new Map<string, Methods>([
  ['/', { GET: showOverview, DELETE: removeSpace }],
  ['/__deliveries', { GET: listDeliveries, DELETE: clearDeliveries }],
  ['/__deliveries/stream', { GET: streamDeliveries }],
  ['/__faults', { GET: ({ space }) => jsonAnswer(200, space.faults), PUT: changeFaults, DELETE: resetFaults }],
]);

/** What the server has besides. */
const atHome: ReadonlyMap<string, Methods> = new Map<string, Methods>([
  ['/__spaces', { GET: describeSpaces, POST: createSpace }],
  ['/healthz', { GET: () => jsonAnswer(200, { status: 'ok' }) }],
  ['/metrics', { GET: async ({ desk: { metrics } }) => textAnswer(200, metrics.contentType, await metrics.text()) }],
]);

/** Leads a request to what answers it. Rejects only for a bug. */
export async function route(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '*') return send(request, response, wholeServer(request));
  const path = pathOf(request);
  const found = desk.find(path);
  if (found !== undefined) return deliver(desk, desk.home, found, request, response);
  const [, name, rest = ''] = /^\/s\/([^/]*)(\/.*)?$/.exec(path) ?? [];
  if (name === undefined) return routeIn(desk, desk.home, path, request, response);
  const space = desk.spaces.open(name);
  if (space === undefined) return send(request, response, problemAnswer(404, howToMake(desk)));
  if (space === 'full') return send(request, response, full(desk));
  return routeIn(desk, space, rest === '' ? '/' : rest, request, response);
}

/** `*` is the server itself, which can be asked for its options alone. Source: RFC 9110, section 9.3.7. */
function wholeServer({ method }: IncomingMessage): Answer {
  const allow = 'GET, HEAD, POST, PUT, DELETE, OPTIONS';
  if (method === 'OPTIONS') return { status: 204, headers: { allow }, body: '' };
  return problemAnswer(400, 'OPTIONS alone can be asked of *; deliveries go to a path.');
}

async function routeIn(
  desk: Desk,
  space: Space,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const methods = (space === desk.home ? atHome.get(path) : undefined) ?? inSpace.get(path);
  if (methods === undefined) {
    const found = space === desk.home ? undefined : desk.find(path);
    const isVisit = found === undefined && (request.method === 'GET' || request.method === 'HEAD');
    if (isVisit)
      return send(request, response, problemAnswer(404, 'There is nothing here; GET / lists what there is.'));
    return deliver(desk, space, found, request, response);
  }
  // Where it lives may be asked by any name: what checks its health has its own.
  const refused = path === '/healthz' ? undefined : desk.refuseVisit(request);
  if (refused !== undefined) return send(request, response, problemAnswer(403, refused));
  const name = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
  const handler = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (handler === undefined) {
    const allow = Object.keys(methods).join(', ');
    return send(request, response, problemAnswer(405, `This takes ${allow}.`, {}, { allow }));
  }
  const answer = await handler({ desk, space, request, response });
  if (answer !== undefined) send(request, response, answer);
}

function showOverview({ desk, space, request }: Visit): Answer {
  const seen = overview(desk, space, request);
  if (!wantsHtml(request)) return jsonAnswer(200, seen, { vary: 'accept' });
  const headers = { 'content-security-policy': pagePolicy, 'referrer-policy': 'no-referrer', vary: 'accept' };
  return textAnswer(200, 'text/html; charset=utf-8', renderPage(seen, space.list.latest(50)), headers);
}

function clearDeliveries({ space }: Visit): Answer {
  space.list.clear();
  return { status: 204, headers: {}, body: '' };
}

function resetFaults({ space }: Visit): Answer {
  space.faults = {};
  return { status: 204, headers: {}, body: '' };
}

function removeSpace({ desk, space }: Visit): Answer {
  if (space.name === undefined) return problemAnswer(405, 'Only a space can be removed.', {}, { allow: 'GET' });
  desk.spaces.remove(space.name);
  return { status: 204, headers: {}, body: '' };
}

function streamDeliveries({ desk, space, request, response }: Visit): Answer | undefined {
  if (request.method === 'HEAD') return textAnswer(200, 'text/event-stream', '');
  if (desk.streams.open(space.list, response)) return undefined;
  return problemAnswer(503, 'There are too many streams.', {}, { 'retry-after': '10' });
}

function howToMake({ spaces: { mode } }: Desk): string {
  if (mode === 'none') return 'This mock has no spaces.';
  if (mode === 'auto') return 'No space can have this name: it takes lower-case letters, digits and hyphens.';
  return 'There is no such space, or it has ended. POST /__spaces makes one.';
}

function full({ spaces: { most } }: Desk): Answer {
  return problemAnswer(503, `There are ${most} spaces already, and there can be no more.`, {}, { 'retry-after': '60' });
}
