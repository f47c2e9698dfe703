import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import { child } from '../../json-schema/pointer.ts';
import { listOf, show, shorten } from '../../json-schema/violation.ts';
import type { JudgedViolation } from '../engine.ts';

/**
 * What is wrong where the selector looks, in a delivery that is of none of `events`; never nothing.
 *
 * @param values what the delivery has at each part of the selector, as text
 */
export function unselected(
  { selector }: Contract,
  events: readonly ContractEvent[],
  values: readonly (string | undefined)[],
): JudgedViolation[] {
  const parts = selector.map((part, index) => {
    const known = events.map(({ match }) => match[index]);
    const expected = [...new Set(known.flatMap((list) => list ?? []))];
    const value = values[index];
    const isOpen = known.includes(undefined);
    return { part, expected, value, isWrong: !isOpen && (value === undefined || !expected.includes(value)) };
  });
  if (parts.length === 0) return [{ in: 'body', pointer: '', message: 'must be an event of this endpoint' }];
  const wrong = parts.filter(({ isWrong }) => isWrong);
  // Each value is known, but no event has all of them.
  return (wrong.length > 0 ? wrong : parts).map(({ part, expected, value }) => ({
    in: part.kind === 'header' ? 'headers' : 'body',
    pointer: part.kind === 'header' ? child('', part.header) : part.pointer,
    keyword: 'enum',
    message: `must say which event it is: ${listOf(expected)}, ${value === undefined ? 'but is absent' : `got ${show(value)}`}`,
    expected,
    ...(value === undefined ? {} : { actual: shorten(value) }),
  }));
}
