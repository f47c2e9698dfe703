/**
 * How a vendor signs a delivery: the content of `x-signature`, as described in `docs/contract-format.md`.
 */
export interface SignatureScheme {
  /** Header that carries the signature or signatures. Compared without case. */
  readonly header: string;
  readonly algorithm: 'hmac-sha1' | 'hmac-sha256' | 'hmac-sha384' | 'hmac-sha512';
  readonly encoding: 'hex' | 'base64' | 'base64url';
  /** What is signed: text with `{url}`, `{method}`, `{body}`, `{id}` and `{timestamp}`; the body's raw bytes stand for `{body}`. */
  readonly signed: string;
  /** Where `{id}` and `{timestamp}` come from: `header:<name>`, or `pair:<key>` inside the signature header. */
  readonly parts?: { readonly id?: string; readonly timestamp?: string };
  /** How several signatures share the header: Stripe has separator `,` and label `v1=`. */
  readonly list?: { readonly separator: string; readonly label?: string };
  /** Text in front of each signature: GitHub has `sha256=`. */
  readonly prefix?: string;
  /** How the key is made from the secret: Standard Webhooks drops `whsec_` and decodes base64. */
  readonly secret?: { readonly prefix?: string; readonly encoding?: 'utf8' | 'base64' | 'hex' };
  /** Greatest allowed age or lead of the timestamp, in seconds. */
  readonly tolerance?: number;
}
