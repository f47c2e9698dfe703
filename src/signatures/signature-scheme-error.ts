/** A scheme or a secret that cannot be used: a mistake of whoever wrote it, not of whoever sent a delivery. */
export class SignatureSchemeError extends TypeError {
  override readonly name = 'SignatureSchemeError';
}
