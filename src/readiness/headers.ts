import { RunError } from '../findings/run-error.ts';
import type { OutgoingDelivery } from '../sending/build-delivery.ts';

/** A header that deliveries get beside the contract's own. */
export interface ExtraHeader {
  readonly name: string;
  readonly value: string;
  /** Name of the variable that reports show in place of the value, which is then a secret; shown when absent. */
  readonly variable?: string;
}

/**
 * A delivery with headers put in: one that the contract brings too is replaced.
 *
 * @throws {RunError} when a name or value cannot stand in an HTTP message
 */
export function withHeaders(delivery: OutgoingDelivery, headers: readonly ExtraHeader[]): OutgoingDelivery {
  if (headers.length === 0) return delivery;
  const names = new Set(headers.map(({ name }) => name.toLowerCase()));
  const kept = delivery.headers.filter(([name]) => !names.has(name.toLowerCase()));
  return { ...delivery, headers: [...kept, ...headers.map(({ name, value }) => [name, value] as const)] };
}

/**
 * Refuses what cannot stand in an HTTP message. Source: RFC 9110, sections 5.1 and 5.5.
 *
 * @throws {RunError} which does not show the value
 */
export function checkHeaders(headers: readonly ExtraHeader[]): void {
  for (const { name, value } of headers) {
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) {
      throw new RunError('usage', `"${name}" is no name of a header.`, { help: "Write --header 'Name: value'." });
    }
    if (!/^[\t\u0020-\u007E\u0080-\u00FF]*$/.test(value)) {
      throw new RunError('usage', `The value of the header ${name} holds a character that no header can hold.`);
    }
  }
}

/** Secrets that headers can hold, with the name of the variable that stands for each in what is shown. */
export type Secrets = ReadonlyMap<string, string>;

/** The secrets of a run: those shared with the receiver, by their variables, and those of further headers. */
export function secretsOf(
  shared: readonly (readonly [value: string | undefined, variable: string])[],
  headers: readonly ExtraHeader[],
): Secrets {
  const found = new Map<string, string>();
  for (const { value, variable } of headers) if (variable !== undefined) found.set(value, variable);
  for (const [value, variable] of shared) if (value !== undefined) found.set(value, variable);
  return found;
}
