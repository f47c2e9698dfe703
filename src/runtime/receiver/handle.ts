import type { Delivery, Refusal, Violation } from '../api.ts';
import { guarded } from './guarded.ts';
import type { Complain, WaitUntil } from './guarded.ts';
import { methodsOf } from './judge.ts';
import { problem } from './problem.ts';
import type { Answer } from './problem.ts';
import type { AllServed } from './served.ts';
import type { AnyEvent, AnyOptions, AnyOutcome } from './types.ts';

export type Handler = (event: AnyEvent) => unknown;

/** Who is called. */
export interface Handlers {
  readonly byName: Map<string, Handler[]>;
  /** For every known event, after those of its name. */
  readonly any: Handler[];
  readonly unknown: Handler[];
  readonly invalid: Handler[];
  readonly refused: ((refusal: Refusal, delivery: Delivery) => unknown)[];
}

/** What it takes to handle deliveries. */
export interface Desk {
  readonly served: AllServed;
  readonly options: AnyOptions;
  readonly handlers: Handlers;
  readonly complain: Complain;
}

/** Has an outcome handled, and says what is answered. Rejects only when the runtime has a mistake. */
export async function handle(
  desk: Desk,
  outcome: AnyOutcome,
  delivery: Delivery,
  jobs: readonly Promise<unknown>[],
  waitUntil: WaitUntil,
): Promise<Answer> {
  const { options, handlers, served } = desk;
  const complain = (error: unknown): void => desk.complain(error, delivery);
  if (outcome.kind === 'refused') {
    for (const handler of handlers.refused) void guarded(() => handler(outcome, delivery), complain);
    return refusalAnswer(outcome, served);
  }
  if (outcome.kind === 'handshake')
    return [200, outcome.body, { 'content-type': outcome.contentType, 'x-content-type-options': 'nosniff' }];

  const rejection =
    outcome.kind === 'invalid' && options.onInvalid === 'reject'
      ? problem(422, { violations: outcome.violations.map(withoutValues) })
      : undefined;
  const store = rejection ? undefined : options.dedupe;
  const id = store ? `${served[0].client.vendor}:${outcome.deliveryId}` : '';
  const state = store && (await guarded(() => store.claim(id), complain));
  if (state === 'done') return success(served, outcome, 204);
  if (state === 'pending') return problem(503, {}, { 'retry-after': '10' });
  const finish = (how: 'done' | 'release') => store && guarded(() => store[how](id), complain);
  try {
    for (const handler of handlersOf(handlers, outcome)) await handler(outcome);
  } catch (error) {
    complain(error);
    await finish('release');
    return rejection ?? problem(500);
  }
  if (rejection) return rejection;
  const finished = Promise.all(jobs).then(
    () => finish('done'),
    () => finish('release'),
  );
  if (jobs.length > 0) void guarded(() => waitUntil?.(finished), complain);
  else await finished;
  return success(served, outcome, jobs.length > 0 ? 202 : 204);
}

function handlersOf({ byName, any, unknown, invalid }: Handlers, outcome: AnyEvent): readonly Handler[] {
  if (outcome.kind === 'event') return [...(byName.get(outcome.name) ?? []), ...any];
  return outcome.kind === 'invalid' ? invalid : unknown;
}

function refusalAnswer({ status, reason }: Refusal, served: AllServed): Answer {
  // Whoever is not the vendor is not told what is missing.
  if (status === 401) return problem(status, {}, { 'www-authenticate': 'Webhook' });
  return problem(status, { reason }, status === 405 ? { allow: methodsOf(served).join(', ') } : {});
}

/** The place and what is broken, not the message, which holds what was there: answers are logged on their way. */
function withoutValues({ pointer, inner, keyword }: Violation): object {
  return { pointer, inner, keyword };
}

/** The wanted status where the vendor takes it for success, else one that it does. */
function success(served: AllServed, outcome: AnyEvent, wanted: number): Answer {
  const one = 'contract' in outcome ? served.find(({ client }) => client.contract === outcome.contract) : undefined;
  const codes = (one ?? served[0]).definition.delivery.success ?? ['2xx'];
  const fits = codes.includes('2xx') || codes.includes(String(wanted));
  return [fits ? wanted : Number(codes.find((code) => /^2\d\d$/.test(code)) ?? 200)];
}
