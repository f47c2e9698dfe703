import type { ContractEvent } from '../asyncapi/model.ts';
import type { Capture } from '../deliveries/capture.ts';
import type { Json } from '../util/json.ts';
import type { CheckedContract } from './checked-contract.ts';
import type { CaptureSet } from './options.ts';

/** A capture whose event is known. */
export interface IdentifiedCapture {
  readonly capture: Capture;
  readonly payload: Json;
  readonly checked: CheckedContract;
  readonly event: ContractEvent;
  readonly set: CaptureSet;
  /** Whether the payload has been found valid already. */
  readonly accepted: boolean;
}
