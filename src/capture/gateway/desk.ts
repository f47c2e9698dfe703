import type { Contract } from '../../asyncapi/model.ts';
import type { BodyReader } from '../../http/read-body.ts';
import type { RedactPayload } from './door/redact-payload.ts';
import type { Withheld } from './door/withhold.ts';
import type { Delivery } from '../../deliveries/delivery.ts';
import type { HeldDeliveries } from './held.ts';
import type { Judge } from './judge.ts';
import type { Capacity, RateLimit } from './limits.ts';
import type { GatewayLog } from './log/log.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { Packer } from './parcels.ts';
import type { Receiver } from './receiver.ts';
import type { RecordWriter } from './record-writer.ts';
import type { SecretBook } from './secrets.ts';

/** What is refused, when it is: `invalid` breaks its contract or its signature, `unknown` is of no known event. */
export type Refused = 'invalid' | 'unknown';

/** What becomes of personal data: for `redact-after`, housekeeping redacts later. */
export type PersonalData = 'keep' | 'redact' | { readonly redactAfter: number };

/** Everything that a delivery meets on its way. */
export interface GatewayDesk {
  readonly contracts: readonly Contract[];
  readonly judge: Judge;
  readonly secrets: SecretBook;
  readonly withhold: (url: string, headers: Delivery['headers']) => Withheld;
  readonly redact: RedactPayload;
  readonly personalData: PersonalData;
  readonly writer: RecordWriter;
  /** Undefined when the gateway answers itself. */
  readonly receiver: Receiver | undefined;
  /** Undefined when nothing is held. */
  readonly held: HeldDeliveries | undefined;
  readonly packer: Packer;
  readonly refuse: ReadonlySet<Refused>;
  readonly onStoreFailure: 'forward' | 'refuse';
  readonly readBody: BodyReader;
  readonly capacity: Capacity;
  readonly rate: RateLimit;
  /** Most bytes of a body. */
  readonly limit: number;
  /** How long a delivery waits for the store, in milliseconds. */
  readonly storePatience: number;
  /** URL in front of all paths as vendors know it; as each request says when absent. */
  readonly publicUrl: string | undefined;
  readonly metrics: GatewayMetrics;
  readonly log: GatewayLog;
}
