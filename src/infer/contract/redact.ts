import { rewritePersonal } from '../../deliveries/personal/rewrite-personal.ts';
import type { PersonalRules } from '../../deliveries/personal/rewrite-personal.ts';
import { everyLook } from '../../deliveries/personal/recognise.ts';
import { plainStandIns } from '../../deliveries/personal/stand-ins.ts';
import { at } from '../../json-schema/pointer.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';

/** A value that was replaced. */
export interface Replacement {
  readonly pointer: string;
  /** Why, in a few words. */
  readonly reason: string;
  readonly became: Json;
}

export interface Redacted {
  readonly payload: Json;
  readonly replacements: readonly Replacement[];
}

/**
 * A payload with stand-ins of the same form for what looks like personal data or a credential, by names and by values.
 *
 * @param kept pointers whose values stay: those that say which event it is
 */
export function redact(payload: Json, kept: ReadonlySet<string>): Redacted {
  const found = new Map<string, { readonly reason: string; readonly became: string }>();
  const rules: PersonalRules = { pointers: [], looks: everyLook, byName: true, kept };
  const written = rewritePersonal(JSON.stringify(payload), undefined, rules, (value, { pointer, kind }) => {
    const personal = { kind, listed: [], attempt: 0 };
    const standIn =
      typeof value === 'number' ? plainStandIns.number(value, personal) : plainStandIns.text(value, personal);
    if (String(standIn) !== String(value)) found.set(pointer, { reason: kind ?? 'personal', became: String(standIn) });
    return standIn;
  });
  const shown = wellFormed(JSON.parse(written) as Json);
  const replacements = new Map<string, Replacement>();
  for (const [place, { reason, became }] of found) {
    const pointer = holderOf(shown, place);
    const value = at(shown, pointer);
    const isInText = pointer !== place;
    replacements.set(pointer, {
      pointer,
      reason: isInText ? 'personal data in its JSON' : reason,
      became: value === undefined || typeof value === 'object' ? became : value,
    });
  }
  return { payload: shown, replacements: [...replacements.values()] };
}

/** The place itself, or the text whose JSON it stands in. */
function holderOf(payload: Json, pointer: string): string {
  let place = pointer;
  while (place !== '' && at(payload, place) === undefined) place = place.slice(0, place.lastIndexOf('/'));
  return place;
}

/** Half of a surrogate pair is no text that a file could hold. */
function wellFormed(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return (value as readonly Json[]).map(wellFormed);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key.toWellFormed(), wellFormed(held)]));
}
