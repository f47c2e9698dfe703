import type { Contract, Correction } from '../../asyncapi/model.ts';
import type { Change } from './model.ts';

/**
 * The changes, those that the newer contract calls a correction of our own reading with its reason. A change that
 * concerns several events is a correction when all of them are covered.
 */
export function withCorrections(changes: readonly Change[], { corrections }: Contract): Change[] {
  return changes.map((change) => {
    const covering = corrections.filter((correction) => covers(correction, change));
    const isCovered =
      covering.some(({ event }) => event === undefined) ||
      (change.events.length > 0 && change.events.every((event) => covering.some((each) => each.event === event)));
    const reasons = [...new Set(covering.map(({ reason }) => reason))].join(' ');
    return isCovered ? { ...change, correction: reasons } : change;
  });
}

function covers({ event, pointer }: Correction, change: Change): boolean {
  if (event !== undefined && !change.events.includes(event)) return false;
  return pointer === undefined || placesOf(change).some((place) => `${place}/`.startsWith(`${pointer}/`));
}

/** Where a change shows: in the payloads that prove it, or in the contract. */
function placesOf({ pointer, witnesses }: Change): string[] {
  const inPayloads = witnesses.flatMap(({ refusals }) =>
    refusals.filter((refusal) => refusal.schemaPointer === pointer).map((refusal) => refusal.pointer),
  );
  return [pointer, ...inPayloads];
}
