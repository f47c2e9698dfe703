import { problemAnswer } from '../../http/answer.ts';
import { listen } from '../../http/listen.ts';
import type { ListeningServer, Timeouts } from '../../http/listen.ts';
import { send } from '../../http/send.ts';
import type { Desk } from './desk.ts';
import { route } from './routes.ts';

/** @throws {RunError} when the address cannot be listened on */
export function serve(
  makeDesk: (closing: AbortSignal) => Desk,
  { host, port }: { readonly host: string; readonly port: number },
  timeouts?: Timeouts,
): Promise<ListeningServer> {
  let desk: Desk | undefined;
  return listen({
    host,
    port,
    ...(timeouts === undefined ? {} : { timeouts }),
    answer(received, response, closing) {
      const own = (desk ??= makeDesk(closing));
      route(own, received, response).catch((error: unknown) => {
        own.log.bug('A request cannot be answered.', error);
        send(received, response, problemAnswer(500, 'The mock has failed, which is a bug; its log says more.'));
      });
    },
    onRefused: (status, detail) => desk?.log.notice(`A request was refused, ${status}: ${detail}`),
    onClose: () => desk?.streams.close(),
  });
}
