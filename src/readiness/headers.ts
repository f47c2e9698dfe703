import type { Contract } from '../asyncapi/model.ts';
import { RunError } from '../checks/run-error.ts';
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

/**
 * The variables that stand for secret values of headers, by the header's name in lower case.
 *
 * @param secretName variable that the secret came from
 */
export function secretHeaders(
  { authentication }: Contract,
  headers: readonly ExtraHeader[],
  secretName: string,
): ReadonlyMap<string, string> {
  const own = headers.flatMap(({ name, variable }): [string, string][] =>
    variable === undefined ? [] : [[name.toLowerCase(), variable]],
  );
  const given: [string, string][] =
    authentication.kind === 'header' ? [[authentication.header.toLowerCase(), secretName]] : [];
  return new Map([...given, ...own]);
}
