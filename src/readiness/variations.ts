import type { Contract, ContractEvent } from '../asyncapi/model.ts';
import { identifyEvent } from '../deliveries/identify-event.ts';
import { findUndocumented } from '../json-schema/strict.ts';
import type { Headers } from '../signatures/signature-header.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import { changeAt, jsonTextsOf } from './edit.ts';
import type { Change } from './edit.ts';
import { placesIn } from './places.ts';
import type { PayloadPlace } from './places.ts';
import type { PreparedContract } from './prepared-contract.ts';

/** A payload that differs from another one in one place. */
export interface Variation {
  /** In what it differs. */
  readonly name: string;
  readonly payload: Json;
}

/** What a vendor that keeps to its contract may vary. */
export type VariationKind = 'optional-absent' | 'null-value' | 'unknown-property' | 'unknown-value';

const unknownName = 'addedLater';
const unknownText = 'a value that nobody knows yet';

/**
 * The payloads that differ from these in one place, and are still of the event and valid. What the contract lets through
 * without describing it is not varied. Of places in a list one is taken.
 */
export function variationsOf(
  prepared: PreparedContract,
  event: ContractEvent,
  kind: VariationKind,
  payloads: readonly Json[],
): Variation[] {
  const found = new Map<string, Variation>();
  for (const payload of payloads) {
    const holdsJson = jsonTextsOf(prepared.validator.compile(event.payload), payload);
    const aside = undocumentedIn(prepared, event, payload).filter(({ kind: what }) => what === 'property');
    for (const place of placesIn(payload, holdsJson)) {
      const isAside = aside.some(({ place: other }) => `${place.pointer}/`.startsWith(`${other}/`));
      const change = isAside || found.has(place.kind) ? undefined : changes[kind](place);
      if (change === undefined) continue;
      const varied = changeAt(payload, change.tokens, change.to, holdsJson);
      if (!isStillSent(prepared, event, varied) || !change.isMeant(undocumentedIn(prepared, event, varied))) continue;
      found.set(place.kind, { name: change.name, payload: varied });
    }
  }
  return [...found.values()];
}

/** Whether a payload is valid, and of the event. */
export function isStillSent({ contract, validator }: PreparedContract, event: ContractEvent, payload: Json): boolean {
  return (
    validator.compile(event.payload).isValid(payload) &&
    identifyEvent(contract, payload, selectorHeaders(contract, event)).candidates.includes(event)
  );
}

/** The headers that say which event a delivery is of. */
function selectorHeaders({ selector }: Contract, { match }: ContractEvent): Headers {
  return selector.flatMap((part, index) => {
    const value = match[index]?.[0];
    return part.kind === 'header' && value !== undefined ? [[part.header, value] as const] : [];
  });
}

interface Undocumented {
  readonly kind: 'property' | 'value';
  /** Pointer that goes on into texts with JSON. */
  readonly place: string;
}

/** What the contract lets through in a payload without describing it. */
export function undocumentedIn({ validator }: PreparedContract, event: ContractEvent, payload: Json): Undocumented[] {
  return findUndocumented(validator, event.payload, payload).map(({ kind, pointer, inner = '' }) => ({
    kind,
    place: pointer + inner,
  }));
}

interface PlaceChange {
  readonly name: string;
  readonly tokens: readonly string[];
  readonly to: Change;
  /** Whether what the strict profile says of the varied payload shows that it is what was meant. */
  isMeant(undocumented: readonly Undocumented[]): boolean;
}

const always = (): boolean => true;

const changes: Readonly<Record<VariationKind, (place: PayloadPlace) => PlaceChange | undefined>> = {
  'optional-absent': ({ tokens, pointer, kind }) =>
    // Items of a list are no fields.
    tokens.length === 0 || kind.endsWith('/*')
      ? undefined
      : { name: `without ${pointer}`, tokens, to: () => undefined, isMeant: always },
  'null-value': ({ tokens, pointer, value }) =>
    tokens.length === 0 || value === null
      ? undefined
      : { name: `null at ${pointer}`, tokens, to: () => null, isMeant: always },
  'unknown-property': ({ tokens, pointer, value }) => {
    // A text with JSON is one place, and the JSON in it the same place.
    const isText = typeof value === 'string' && value.trimStart().startsWith('{');
    if (!isObject(value) && !isText) return undefined;
    const place = `${pointer}/${unknownName}`;
    return {
      name: `with ${place}`,
      tokens: isText ? tokens : [...tokens, unknownName],
      to: isText ? (text) => withProperty(text) : () => ({ since: [1, null] }),
      isMeant: (undocumented) => undocumented.some((one) => one.kind === 'property' && one.place === place),
    };
  },
  'unknown-value': ({ tokens, pointer, value }) =>
    typeof value === 'string'
      ? {
          name: `an unknown value at ${pointer}`,
          tokens,
          to: () => unknownText,
          isMeant: (undocumented) => undocumented.some((one) => one.kind === 'value' && one.place === pointer),
        }
      : undefined,
};

/** The object in a text with a property more; a text that holds none as it is, which is then no variation. */
function withProperty(text: Json | undefined): Json {
  if (typeof text !== 'string') return text ?? null;
  try {
    return JSON.stringify({ ...(JSON.parse(text) as object), [unknownName]: { since: [1, null] } });
  } catch {
    return text;
  }
}
