import type { Contract, ContractEvent } from '../asyncapi/model.ts';
import type { Json } from '../util/json.ts';
import { compareVersions } from '../util/versions.ts';
import type { Capture } from './capture.ts';
import type { Delivery } from './delivery.ts';
import { eventIdentifier } from './identify-event.ts';
import type { EventIdentification, EventIdentifier } from './identify-event.ts';

/** The contract that a capture is held against. */
interface ContractChoice {
  readonly contract: Contract;
  readonly identification: EventIdentification;
  /** Whether its payload was found valid on the way; undefined when there was nothing to choose and nobody looked. */
  readonly accepted: boolean | undefined;
}

/** Chooses a contract for one capture after another; undefined when none of them has to do with it. */
export type ContractChooser = (capture: Capture, payload: Json) => ContractChoice | undefined;

interface Ranked {
  readonly contract: Contract;
  readonly identify: EventIdentifier;
  /** Header that carries the signature or the fixed value, in lower case. */
  readonly header: string | undefined;
}

/**
 * Makes the choice for captures that are held against several contracts. A contract or vendor that the capture states
 * rules out all others. Then come those whose selector knows the event, of these the ones whose signature header is
 * there, the newest version first: the first that accepts the payload is taken, else the first. When no selector knows
 * the event, the signature header alone, or a stated vendor, decides.
 * @param accepts whether the payload is valid for an event of a contract
 */
export function createContractChooser(
  contracts: readonly Contract[],
  accepts: (contract: Contract, event: ContractEvent, payload: Json) => boolean,
): ContractChooser {
  const ranked = contracts
    .toSorted((one, other) => compareVersions(other.version, one.version))
    .map((contract) => ({
      contract,
      identify: eventIdentifier(contract),
      header: proofHeader(contract)?.toLowerCase(),
    }));
  return (capture, payload) => {
    const candidates = rank(ranked, capture, payload);
    const [first] = candidates;
    if (first === undefined) return undefined;
    if (candidates.length === 1 && first.identification.event !== undefined) return first;
    return firstAccepting(candidates, payload, accepts) ?? { ...first, accepted: false };
  };
}

function rank(contracts: readonly Ranked[], capture: Capture, payload: Json): readonly ContractChoice[] {
  const { delivery, missing } = capture;
  const headers = missing.has('headers') ? undefined : delivery.headers;
  let best: ContractChoice[] = [];
  let bestRank = unrelated;
  for (const { contract, identify, header } of contracts) {
    if (!isStated(capture, contract)) continue;
    const identification = identify(payload, headers);
    const rank = rankOf(identification, header !== undefined && hasHeader(delivery.headers, header), capture);
    if (rank === unrelated || rank > bestRank) continue;
    // A contract that knows the event leaves no room for those that do not.
    if (rank < bestRank) best = [];
    bestRank = rank;
    best.push({ contract, identification, accepted: undefined });
  }
  return best;
}

/** The rank of a contract that has nothing to do with the capture; 0 is the best. */
const unrelated = 4;

function rankOf(
  { reason, candidates }: EventIdentification,
  hasHeader: boolean,
  { vendor, contract }: Capture,
): number {
  if (reason === 'identified') return hasHeader ? 0 : 1;
  if (hasHeader) return 2;
  return candidates.length > 0 || vendor !== undefined || contract !== undefined ? 3 : unrelated;
}

/** Whether a header is there; `wanted` is in lower case. */
export function hasHeader(headers: Delivery['headers'], wanted: string): boolean {
  for (const [name] of headers) {
    if (name.length === wanted.length && name.toLowerCase() === wanted) return true;
  }
  return false;
}

function isStated({ contract, vendor }: Capture, candidate: Contract): boolean {
  if (contract !== undefined) return candidate.id === contract;
  return vendor === undefined || candidate.vendor === vendor;
}

function firstAccepting(
  candidates: readonly ContractChoice[],
  payload: Json,
  accepts: (contract: Contract, event: ContractEvent, payload: Json) => boolean,
): ContractChoice | undefined {
  for (const { contract, identification } of candidates) {
    const event = identification.candidates.find((candidate) => accepts(contract, candidate, payload));
    if (event !== undefined) {
      if (event === identification.event) return { contract, identification, accepted: true };
      return { contract, identification: { ...identification, event, candidates: [event] }, accepted: true };
    }
  }
  return undefined;
}

/** The header that proves where a delivery comes from: its signature, or a value that both sides know. */
export function proofHeader({ authentication }: Contract): string | undefined {
  if (authentication.kind === 'signature') return authentication.scheme.header;
  return authentication.kind === 'header' ? authentication.header : undefined;
}
