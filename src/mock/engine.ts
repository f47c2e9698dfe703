import type { Contract } from '../asyncapi/model.ts';
import type { Delivery } from '../deliveries/delivery.ts';
import type { Json } from '../util/json.ts';

/**
 * What judges deliveries: their headers and their payload. Whatever comes before belongs to the front: method, size,
 * content type, JSON, and who sent it. Headers that authenticate are therefore not judged, whatever a header schema says.
 */
export interface Engine {
  readonly name: 'prism' | 'fast';
  /** Never throws and never rejects for what is in a delivery. */
  judge(delivery: JudgedDelivery): Promise<Judgement> | Judgement;
}

/** A delivery, read as far as the front reads it. */
export interface JudgedDelivery {
  /** One of the contracts that the engine was made for. */
  readonly contract: Contract;
  /** Name of the event that the selector finds; undefined when it finds none. */
  readonly event: string | undefined;
  readonly payload: Json;
  /** Names as sent, compared without case. */
  readonly headers: Delivery['headers'];
  /** The endpoint that it came to, as `endpointOf` writes it. At the endpoint of one event no other is accepted. */
  readonly path: string;
}

export interface Judgement {
  readonly accepted: boolean;
  /** Empty exactly when the delivery is accepted. */
  readonly violations: readonly JudgedViolation[];
  /**
   * Set when two validators differ where they should not, which is a bug in one of them: a sentence that says so, without
   * a value of the payload.
   */
  readonly disagreement?: string;
}

/** One way in which a delivery breaks its contract. */
export interface JudgedViolation {
  readonly in: 'body' | 'headers';
  /** JSON Pointer into the payload; for headers the name of the header as a pointer. */
  readonly pointer: string;
  /** JSON Pointer into the JSON that the text at `pointer` holds, when that is where it breaks. */
  readonly inner?: string;
  /** The keyword of JSON Schema at fault, where it is known. */
  readonly keyword?: string;
  /** For a person. */
  readonly message: string;
  /** What the keyword demands, where it is known. */
  readonly expected?: Json;
  /** What was there, where it is known; long values are shortened. */
  readonly actual?: Json;
}
