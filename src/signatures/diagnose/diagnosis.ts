import type { Headers } from '../signature-header.ts';
import type { SignatureVerdict } from '../verify.ts';
import type { Variation } from './variation.ts';

/** A delivery whose signature is in question. */
export interface DiagnosedDelivery {
  /** Upper case. */
  readonly method: string;
  /** As it was received: absolute, or the path alone. */
  readonly url: string;
  readonly headers: Headers;
  /** The raw bytes, as they were received. */
  readonly body: Uint8Array;
}

export interface DiagnoseOptions {
  /** The URL as it is registered with the vendor; the delivery's own when absent. */
  readonly url?: string | undefined;
  /** The secrets that may have been used; `id` tells in the diagnosis which one it was. */
  readonly secrets: readonly { readonly id?: string; readonly value: string }[];
  /** Unix time in seconds at which the delivery was received; when absent, nothing is too old. */
  readonly now?: number | undefined;
  /** How many variations of URL, body, secret and template are tried at a time; 2 when absent, which takes 20 times as long. */
  readonly variations?: 1 | 2;
}

/** Why a signature does not fit. Plain data, which holds no secret. */
export type Diagnosis =
  /** The signature is right. */
  | ({ readonly status: 'fits'; readonly secret: string | undefined } & Words)
  /** The signature would be right if everything in `variations` were as it says. */
  | ({
      readonly status: 'explained';
      readonly secret: string | undefined;
      readonly variations: readonly Variation[];
    } & Words)
  /** Nothing that was tried makes it right. */
  | ({
      readonly status: 'unexplained';
      /** What `verify` says. */
      readonly reason: Fault['reason'];
      /** Number of signatures that were computed. */
      readonly tried: number;
      /** Whether every variation was tried; of large bodies only the likely ones are. */
      readonly isWhole: boolean;
    } & Words);

interface Words {
  /** One sentence that says what was found. */
  readonly message: string;
  /** What it means and what to do: sentences. */
  readonly advice: readonly string[];
}

export type Fault = Extract<SignatureVerdict, { valid: false }>;
