import type { Contract } from '../../asyncapi/model.ts';
import { createFastEngine } from '../../mock/fast/create-fast-engine.ts';
import { endpointFinder, endpointOf } from '../../mock/openapi/endpoints.ts';
import type { FoundEndpoint } from '../../mock/openapi/endpoints.ts';
import { createWarningFinder } from '../../mock/server/find-warnings.ts';
import { createDeliveryJudge } from '../../mock/server/judge-delivery.ts';
import type { JudgeDelivery, JudgeOptions, ReceivedDelivery } from '../../mock/server/judge-delivery.ts';
import type { Verdict } from '../../mock/server/verdict.ts';
import type { Json } from '../../util/json.ts';
import { readPublished } from './published-contract.ts';

/** A delivery to the mock of a published contract. Plain data. */
export interface MockDelivery extends Omit<ReceivedDelivery, 'found'>, Pick<JudgeOptions, 'profile' | 'limit'> {
  /** Which contract it is: the same for the same document. */
  readonly key: string;
  /** The contract; only when the worker has said that it does not know it. */
  readonly document?: Json;
  /** The endpoint that it came to, as `endpointOf` writes it. */
  readonly path: string;
  readonly secrets: readonly string[];
}

interface Court {
  readonly find: (path: string) => FoundEndpoint | undefined;
  readonly judge: JudgeDelivery;
}

/** Contracts whose schemas a worker keeps ready. */
const mostCourts = 20;
const courts = new Map<string, Court>();

/**
 * The model of a published contract.
 * @throws {RunError} when it has errors
 */
export async function mockContractTask(input: { readonly document: Json }): Promise<Contract> {
  return (await readPublished({ document: input.document })).checked.contract;
}

/** @returns undefined when the contract is not known here: it is to be asked again with the document */
export async function mockDeliveryTask(delivery: MockDelivery): Promise<Verdict | undefined> {
  const court = courts.get(delivery.key) ?? (await open(delivery));
  const found = court?.find(delivery.path);
  if (court === undefined || found === undefined) return undefined;
  const { method, url, headers, body, secrets } = delivery;
  return court.judge({ found, method, url, headers, body }, secrets);
}

async function open({ key, document, profile, limit }: MockDelivery): Promise<Court | undefined> {
  if (document === undefined) return undefined;
  const contract = await mockContractTask({ document });
  const court: Court = {
    find: endpointFinder([endpointOf(contract)]),
    judge: createDeliveryJudge({
      engine: createFastEngine([contract]),
      warningsOf: createWarningFinder([contract]),
      profile,
      limit,
    }),
  };
  const [oldest] = courts.keys();
  if (courts.size >= mostCourts && oldest !== undefined) courts.delete(oldest);
  courts.set(key, court);
  return court;
}
