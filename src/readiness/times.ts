import type { Contract, ContractEvent } from '../asyncapi/model.ts';
import type { Json } from '../util/json.ts';
import { changeAt, jsonTextsOf } from './edit.ts';
import { placesIn } from './places.ts';
import type { PreparedContract } from './prepared-contract.ts';
import { isStillSent } from './variations.ts';

/** RFC 3339, section 5.6. */
const moment = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/**
 * A payload with all its moments moved by the same time, so that the latest is at `latest`: texts as RFC 3339 writes them,
 * and the number by which the contract orders deliveries. Undefined when it holds none, or cannot be moved.
 *
 * @param latest in milliseconds since 1970
 */
export function moveTimes(
  prepared: PreparedContract,
  event: ContractEvent,
  payload: Json,
  latest: number,
): Json | undefined {
  const holdsJson = jsonTextsOf(prepared.validator.compile(event.payload), payload);
  const found = placesIn(payload, holdsJson).flatMap(({ tokens, pointer, value }) => {
    const time = timeOf(prepared.contract, pointer, value);
    return time === undefined ? [] : [{ tokens, ...time }];
  });
  if (found.length === 0) return undefined;
  const by = latest - Math.max(...found.map(({ at }) => at));
  let moved = payload;
  for (const { tokens, at, write } of found) moved = changeAt(moved, tokens, () => write(at + by), holdsJson);
  return isStillSent(prepared, event, moved) ? moved : undefined;
}

interface Time {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly write: (at: number) => Json;
}

function timeOf({ delivery }: Contract, pointer: string, value: Json): Time | undefined {
  if (typeof value === 'string') {
    const [text, fraction] = moment.exec(value) ?? [];
    const at = text === undefined ? Number.NaN : Date.parse(text);
    if (Number.isNaN(at)) return undefined;
    const write = (time: number): string => {
      const iso = new Date(time).toISOString();
      return fraction === undefined ? iso.replace(/\.\d+Z$/, 'Z') : iso;
    };
    return { at, write };
  }
  if (typeof value !== 'number' || pointer !== delivery.order) return undefined;
  // Seconds stay below this until the year 5138, milliseconds are above it since 1973.
  const unit = Math.abs(value) < 1e11 ? 1000 : 1;
  return { at: value * unit, write: (time) => Math.round(time / unit) };
}
