import { valuesOf } from '../../signatures/signature-header.ts';
import type { Headers } from '../../signatures/signature-header.ts';
import { longestDelay } from '../spaces/faults.ts';

/** What a sender asks for by `Prefer: code=503, delay=2`. */
export interface Preferences {
  /** Status code of the answer. */
  readonly code: number | undefined;
  /** Wait before the answer, in seconds. */
  readonly delay: number | undefined;
  /** What is wrong with one of the two. */
  readonly problem?: string;
}

const none: Preferences = { code: undefined, delay: undefined };
const number = /^"?(\d{1,4}(?:\.\d{1,3})?)"?$/;

/** Reads the header `Prefer`; preferences of other names are left out of account. Source: RFC 7240, section 2. */
export function readPreferences(headers: Headers): Preferences {
  const values = valuesOf(headers, 'prefer');
  if (values.length === 0) return none;
  const text = values.join(',').slice(0, 1_000);
  const preferences = text.split(/[,;]/).map((one) => one.split('='));
  const textOf = (name: string): string | undefined => {
    const found = preferences.find(([given = '']) => given.trim().toLowerCase() === name);
    return found === undefined ? undefined : found.slice(1).join('=').trim();
  };
  const [code, delay] = [textOf('code'), textOf('delay')];
  const status = code === undefined ? undefined : Number(number.exec(code)?.[1]);
  const seconds = delay === undefined ? undefined : Number(number.exec(delay)?.[1]);
  if (status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 599))
    return { ...none, problem: 'Prefer: code takes a status from 200 to 599, as in code=503.' };
  if (Number.isNaN(seconds))
    return { ...none, problem: `Prefer: delay takes seconds up to ${longestDelay}, as in delay=2.` };
  return { code: status, delay: seconds === undefined ? undefined : Math.min(seconds, longestDelay) };
}
