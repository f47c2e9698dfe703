import { valuesOf } from '../../signatures/signature-header.ts';
import type { Headers } from '../../signatures/signature-header.ts';
import { longestDelay } from '../spaces/faults.ts';

/** What a sender asks for by `Prefer: code=503, delay=2`. */
export interface Preferences {
  /** Status code of the answer. */
  readonly code: number | undefined;
  /** Wait before the answer, in seconds. */
  readonly delay: number | undefined;
}

const none: Preferences = { code: undefined, delay: undefined };

/** Reads the header `Prefer`; what is not understood is left out of account. Source: RFC 7240, section 2. */
export function readPreferences(headers: Headers): Preferences {
  const values = valuesOf(headers, 'prefer');
  if (values.length === 0) return none;
  const text = values.join(',').slice(0, 1_000);
  const valueOf = (name: string): number | undefined => {
    const found = new RegExp(`(?:^|[,;])\\s*${name}\\s*=\\s*"?(\\d{1,3}(?:\\.\\d{1,3})?)"?\\s*(?=$|[,;])`, 'i').exec(
      text,
    );
    return found === null ? undefined : Number(found[1]);
  };
  const code = valueOf('code');
  const delay = valueOf('delay');
  return {
    code: code !== undefined && Number.isInteger(code) && code >= 200 && code <= 599 ? code : undefined,
    delay: delay === undefined ? undefined : Math.min(delay, longestDelay),
  };
}
