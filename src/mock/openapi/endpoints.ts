import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import { compareVersions } from '../../util/versions.ts';

/** Where the deliveries of one contract are taken. */
export interface Endpoint {
  readonly contract: Contract;
  /** Takes all events: `/<vendor>/<major version>`. Percent-encoded. */
  readonly path: string;
  /** One endpoint per event, in the order of the contract: `/<vendor>/<major version>/<event>`. */
  readonly events: readonly EventEndpoint[];
}

export interface EventEndpoint {
  readonly event: ContractEvent;
  readonly path: string;
}

/** What a path leads to. */
export interface FoundEndpoint {
  readonly endpoint: Endpoint;
  /** Undefined for the endpoint that takes all events. */
  readonly event: ContractEvent | undefined;
  /** As `endpointOf` writes it. */
  readonly path: string;
}

/** The endpoints of a contract. The same major version has the same paths, so that an update of a contract changes none. */
export function endpointOf(contract: Contract): Endpoint {
  const path = `/${segment(contract.vendor)}/${segment(majorOf(contract))}`;
  const events = contract.events.map((event) => ({ event, path: `${path}/${segment(event.name)}` }));
  return { contract, path, events };
}

/**
 * The contracts that have endpoints: the newest version of each major version of each vendor, in the order in which they
 * are first named, and the ids of the others.
 */
export function newestOfMajor(contracts: readonly Contract[]): {
  readonly newest: readonly Contract[];
  readonly superseded: readonly string[];
} {
  const byPath = new Map<string, Contract>();
  for (const contract of contracts) {
    const { path } = endpointOf(contract);
    const known = byPath.get(path);
    if (known === undefined || compareVersions(contract.version, known.version) > 0) byPath.set(path, contract);
  }
  const newest = [...byPath.values()];
  return { newest, superseded: contracts.filter((contract) => !newest.includes(contract)).map(({ id }) => id) };
}

/** Finds out, in constant time, what a request's path (without query) leads to, however it is percent-encoded. */
export function endpointFinder(endpoints: readonly Endpoint[]): (path: string) => FoundEndpoint | undefined {
  const byPath = new Map<string, FoundEndpoint>();
  for (const endpoint of endpoints) {
    byPath.set(decoded(endpoint.path), { endpoint, event: undefined, path: endpoint.path });
    for (const { event, path } of endpoint.events) byPath.set(decoded(path), { endpoint, event, path });
  }
  return (path) => byPath.get(decoded(path));
}

function majorOf({ version }: Contract): string {
  return version.split('.', 1)[0] ?? '0';
}

/** A segment of dots would be read as a step up, and an empty one is lost on the way. Source: RFC 3986, section 5.2.4. */
function segment(text: string): string {
  const encoded = encodeURIComponent(text.toWellFormed());
  return /^\.*$/.test(encoded) ? `~${encoded}` : encoded;
}

/** Segment by segment, so that an encoded slash divides nothing. */
function decoded(path: string): string {
  return JSON.stringify(path.split('/').map(decodedSegment));
}

function decodedSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
