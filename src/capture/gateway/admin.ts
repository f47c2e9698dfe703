import { jsonAnswer, problemAnswer, textAnswer } from '../../http/answer.ts';
import type { Answer } from '../../http/answer.ts';
import { listen } from '../../http/listen.ts';
import type { ListeningServer } from '../../http/listen.ts';
import { pathOf } from '../../http/request.ts';
import { send } from '../../http/send.ts';
import type { GatewayDesk } from './desk.ts';

/**
 * Serves `/healthz` and `/metrics` on a port of their own: whatever path a vendor calls, the gateway passes it on.
 *
 * @throws {RunError} when the address cannot be listened on
 */
export function serveAdmin(
  desk: GatewayDesk,
  address: { readonly host: string; readonly port: number },
): Promise<ListeningServer> {
  return listen({
    ...address,
    portOption: '--admin-port',
    answer(request, response) {
      answerFor(desk, request.method ?? '', pathOf(request)).then(
        (answer) => send(request, response, answer),
        (error: unknown) => {
          desk.log.bug('A request to the admin port cannot be answered.', error);
          send(request, response, problemAnswer(500, 'The gateway has failed, which is a bug; its log says more.'));
        },
      );
    },
  });
}

async function answerFor(desk: GatewayDesk, method: string, path: string): Promise<Answer> {
  if (path !== '/healthz' && path !== '/metrics') return problemAnswer(404, 'There are /healthz and /metrics here.');
  if (method !== 'GET' && method !== 'HEAD') return problemAnswer(405, 'This takes GET.', {}, { allow: 'GET' });
  if (path === '/metrics') return textAnswer(200, desk.metrics.contentType, await desk.metrics.text());
  const { obstacle } = desk.writer;
  const held = desk.held?.count ?? 0;
  if (obstacle === undefined) return jsonAnswer(200, { status: 'ok', held });
  return jsonAnswer(503, { status: 'failing', store: obstacle.reason, detail: obstacle.message, held });
}
