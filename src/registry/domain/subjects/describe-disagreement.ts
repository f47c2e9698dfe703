import { isObject } from '../../../util/json.ts';
import type { Json } from '../../../util/json.ts';
import type { Disagreement } from './compatibility.ts';

const longestPayload = 2_000;
const mostChanges = 20;

/** A disagreement in sentences: whom it hurts and by which payload, or why it cannot be decided; then what has changed. */
export function describeDisagreement({ version, direction, verdict, changes }: Disagreement): readonly string[] {
  const against = direction === 'backward' ? 'BACKWARD' : 'FORWARD';
  const listed = changes.slice(0, mostChanges).map(({ older, newer, ...change }) => {
    const place = newer?.pointer ?? older?.pointer ?? '';
    return `Changed at ${place === '' ? '#' : `#${place}`}: ${change.message}`;
  });
  if (verdict.status === 'undecided') {
    return [
      `${against} with version ${version} cannot be decided: ${verdict.reason}. A schema that nobody can judge is not registered; to register it all the same, set the level of the subject to NONE for that time.`,
      ...listed,
    ];
  }
  const reader = direction === 'backward' ? 'this schema' : `version ${version}`;
  const writer = direction === 'backward' ? `version ${version}` : 'this schema';
  return [
    `Not ${against} compatible with version ${version}: ${writer} allows, and ${reader} refuses, the payload ${shown(verdict.witness)}.`,
    ...listed,
  ];
}

function shown(payload: Json): string {
  const text = JSON.stringify(payload);
  if (text.length <= longestPayload) return text;
  return `${isObject(payload) ? 'an object' : 'a value'} of ${text.length} characters`;
}
