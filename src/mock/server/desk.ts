import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Contract } from '../../asyncapi/model.ts';
import type { Engine } from '../engine.ts';
import type { MockLog } from '../log/log.ts';
import type { Endpoint, FoundEndpoint } from '../openapi/endpoints.ts';
import type { Space } from '../spaces/space.ts';
import type { Spaces } from '../spaces/spaces.ts';
import type { JudgeDelivery } from './judge-delivery.ts';
import type { Metrics } from './metrics.ts';
import type { BodyReader } from '../../http/read-body.ts';
import type { Streams } from './stream.ts';
import type { RefuseVisit } from '../../http/visitors.ts';

/** Everything that requests are answered with. */
export interface Desk {
  readonly engine: Engine['name'];
  readonly profile: 'tolerant' | 'strict';
  readonly contracts: readonly Contract[];
  readonly endpoints: readonly Endpoint[];
  readonly find: (path: string) => FoundEndpoint | undefined;
  readonly judge: JudgeDelivery;
  readonly readBody: BodyReader;
  /** Most bytes of a body. */
  readonly limit: number;
  /** URL in front of all paths as senders know it; as the request says when absent. */
  readonly publicUrl: string | undefined;
  /** Environment variables that the server's own secrets stood in, by vendor. */
  readonly variables: Readonly<Record<string, string>>;
  /** Why a request that is no delivery is refused, by its host and its origin. */
  readonly refuseVisit: RefuseVisit;
  readonly home: Space;
  readonly spaces: Spaces;
  /** Who has it may see the names of all spaces; nobody when absent. */
  readonly operatorKey: string | undefined;
  readonly streams: Streams;
  readonly metrics: Metrics;
  readonly log: MockLog;
  /** Aborted when the server ends: waits are cut short. */
  readonly closing: AbortSignal;
}

/** A request that is no delivery. */
export interface Visit {
  readonly desk: Desk;
  readonly space: Space;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}
