/** What a receiver must find out about a delivery, step by step. */
export interface Expected {
  /** `verified`, or why it is refused: a reason that receivers report. */
  readonly authentication:
    | 'verified'
    | 'signature-missing'
    | 'signature-malformed'
    | 'signature-no-timestamp'
    | 'signature-mismatch'
    | 'signature-too-old'
    | 'credential-missing'
    | 'credential-wrong';
  /** Id of the secret that matches. */
  readonly secret?: string;
  /** What the body is, whatever became of the authentication. */
  readonly payload: 'valid' | 'invalid' | 'unknown-event' | 'not-json';
  /** The event that it is recognised as. */
  readonly event?: string;
  /** JSON Pointers to what is wrong with an invalid payload: for a missing property to the object that lacks it. */
  readonly pointers?: readonly string[];
}

/** One delivery with what becomes of it. */
export interface Vector {
  readonly name: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The raw body: its UTF-8 bytes are what is signed. */
  readonly body: string;
  readonly expected: Expected;
}

/** The content of `vectors.json`. */
export interface VectorFile {
  readonly $comment: string;
  /** `<vendor>@<version>`. */
  readonly contract: string;
  readonly about: string;
  /** Secrets for tests: no vendor has ever given them out. */
  readonly secrets: readonly { readonly id: string; readonly value: string }[];
  /** The URL that is registered with the vendor. */
  readonly url: string;
  /** Unix time in seconds at which the deliveries arrive. */
  readonly now: number;
  /** The header that carries the credential, where the vendor signs nothing. */
  readonly header?: string;
  readonly vectors: readonly Vector[];
}
