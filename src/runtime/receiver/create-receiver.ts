import type { Client, CreateReceiver, Receiver } from '../api.ts';
import { definitionOf } from '../create-client.ts';
import { createLater, guarded } from './guarded.ts';
import type { Complain } from './guarded.ts';
import type { Handler, Handlers } from './handle.ts';
import { createJudge } from './judge.ts';
import { answerNode, answerWeb } from './platforms.ts';
import type { AllServed, Served } from './served.ts';
import type { AnyContract, AnyOptions } from './types.ts';

/** See `CreateReceiver` and `Receiver`. */
export const createReceiver = ((
  clients: Client<AnyContract> | readonly Client<AnyContract>[],
  options: AnyOptions = {},
): Receiver<AnyContract> => {
  const served = serve([clients].flat());
  const { onError = writeError } = options;
  const complain: Complain = (error, delivery) => void guarded(() => onError(error, delivery));
  const judge = createJudge(served, options);
  const handlers: Handlers = { byName: new Map(), any: [], unknown: [], invalid: [], refused: [] };
  const desk = { served, options, handlers, complain };
  const receiver: Receiver<AnyContract> = {
    on(names, handler) {
      for (const name of [names].flat()) {
        if (!served.some(({ client }) => Object.hasOwn(client.events, name)))
          throw new TypeError(`There is no event "${name}" in ${served.map(({ client }) => client.contract).join()}.`);
        if (typeof handler !== 'function') throw new TypeError(`The handler of "${name}" is no function.`);
        handlers.byName.set(name, [...(handlers.byName.get(name) ?? []), handler as Handler]);
      }
      return receiver;
    },
    onAny: adder(handlers.any),
    onUnknownEvent: adder(handlers.unknown),
    onInvalid: adder(handlers.invalid),
    onRefused: adder(handlers.refused),
    fetch: (request, ...platform) => answerWeb(desk, judge, request, platform),
    node: (request, response) => answerNode(desk, judge, request, response),
    verifyAndParse: async (delivery) => judge.judge(delivery, createLater(delivery, complain)),
  };
  function adder(list: unknown[]): (handler: unknown) => typeof receiver {
    return (handler) => {
      list.push(handler);
      return receiver;
    };
  }
  return receiver;
}) as unknown as CreateReceiver;

/** The error alone: a delivery holds credentials and personal data. */
function writeError(error: unknown): void {
  globalThis.console.error(error);
}

/** @throws {TypeError} when there is no client, or not all are of one vendor */
function serve(clients: readonly Client<AnyContract>[]): AllServed {
  const [first, ...others] = clients.map((client): Served => {
    const definition = definitionOf(client);
    if (definition) return { client, definition };
    throw new TypeError('This is no client, or one that another version of Counterfoil has generated.');
  });
  const stranger = others.find(({ client }) => client.vendor !== first?.client.vendor);
  if (!first || stranger) throw new TypeError('A receiver serves the contracts of one vendor.');
  return [first, ...others];
}
