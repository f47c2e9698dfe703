import type { Authentication, Contract, ContractEvent, DeliveryBehaviour } from '../../asyncapi/model.ts';
import { canonicalize } from '../../json-schema/canonicalize.ts';
import { child } from '../../json-schema/pointer.ts';
import { describe } from '../../json-schema/violation.ts';
import type { Json } from '../../util/json.ts';
import { compareSchemas } from '../compare-schemas.ts';
import { deliveryRows } from './delivery.ts';
import type { Change, Direction } from './model.ts';
import {
  authenticationChanged,
  contentTypeChanged,
  deliveryChanged,
  endpointUrlChanged,
  methodChanged,
  selectorChanged,
  selectorValueChanged,
} from './rules.ts';
import type { Rule } from '../../findings/rule.ts';
import { withoutWords } from './words.ts';

/** What differs between two contracts beside their schemas: selector, authentication, delivery, endpoint URLs. */
export function compareSettings(older: Contract, newer: Contract): Change[] {
  return [
    ...settingChange(selectorChanged, '/selector', older.selector, newer.selector, {
      hurts: both,
      message: 'Where a delivery says which event it is has changed.',
    }),
    ...compareAuthentication(older.authentication, newer.authentication),
    ...compareDelivery(older.delivery, newer.delivery),
    ...compareEndpointUrls(older, newer),
  ];
}

/** What differs between two descriptions of one event beside payload and headers. */
export function compareEventSettings(older: ContractEvent, newer: ContractEvent, sameSelector: boolean): Change[] {
  const { name } = newer;
  const say = (what: string): Statement => ({ hurts: both, message: `${what} of ${name} has changed.`, event: name });
  const pointer = child('/events', name);
  return [
    ...settingChange(methodChanged, `${pointer}/method`, older.method, newer.method, say('The HTTP method')),
    ...settingChange(
      contentTypeChanged,
      `${pointer}/contentType`,
      older.contentType,
      newer.contentType,
      say('The content type'),
    ),
    // With another selector the values are others too: said once, for the contract.
    ...(sameSelector
      ? settingChange(selectorValueChanged, `${pointer}/match`, older.match, newer.match, {
          ...say('The value that the selector has for a delivery'),
        })
      : []),
  ];
}

interface Statement {
  readonly hurts: readonly Direction[];
  readonly message: string;
  readonly event?: string;
}

const both: readonly Direction[] = ['forward', 'backward'];

/** The change, when there is one; a value that is undefined is not stated. */
function settingChange(
  { id }: Rule,
  pointer: string,
  older: unknown,
  newer: unknown,
  { hurts, message, event }: Statement,
): Change[] {
  const was = plain(older);
  const is = plain(newer);
  if (canonicalize(was ?? null) === canonicalize(is ?? null)) return [];
  return [
    {
      rule: id,
      events: event === undefined ? [] : [event],
      owner: event,
      pointer,
      side: is === undefined ? 'older' : 'newer',
      hurts,
      message,
      ...(was === undefined ? {} : { older: was }),
      ...(is === undefined ? {} : { newer: is }),
      witnesses: [],
    },
  ];
}

function plain(value: unknown): Json | undefined {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json);
}

function compareAuthentication(older: Authentication, newer: Authentication): Change[] {
  return settingChange(authenticationChanged, '/authentication', older, newer, {
    hurts: hurtByAuthentication(older, newer),
    message: 'How a delivery proves where it comes from has changed.',
  });
}

/** A receiver looks for the proof that its contract states. Where it expects none, any is ignored. */
function hurtByAuthentication(older: Authentication, newer: Authentication): readonly Direction[] {
  const isSame = canonicalize(proof(older)) === canonicalize(proof(newer));
  if (isSame) return [];
  return [
    ...(older.kind === 'none' ? [] : ['forward' as const]),
    ...(newer.kind === 'none' ? [] : ['backward' as const]),
  ];
}

/** How old a signature may be is the receiver's own choice: it is no part of what the vendor sends. */
function proof(authentication: Authentication): Json {
  if (authentication.kind !== 'signature') return plain(authentication) ?? null;
  const { tolerance: _, ...scheme } = authentication.scheme;
  return plain({ kind: authentication.kind, scheme }) ?? null;
}

function compareDelivery(older: DeliveryBehaviour, newer: DeliveryBehaviour): Change[] {
  return deliveryRows.flatMap(({ key, name, hurts }) => {
    const was = older[key];
    const is = newer[key];
    const isInBoth = was !== undefined && is !== undefined;
    const verb = was === undefined ? 'is now documented' : is === undefined ? 'is no longer documented' : 'has changed';
    return settingChange(deliveryChanged, child('/delivery', key), was, is, {
      hurts: isInBoth ? hurts(older as Required<DeliveryBehaviour>, newer as Required<DeliveryBehaviour>) : [],
      message: `Delivery behaviour (${name}) ${verb}.`,
    });
  });
}

/** Whoever registered a URL keeps it: one that the vendor accepted and now refuses hurts its receiver. */
function compareEndpointUrls({ endpointUrl: older }: Contract, { endpointUrl: newer }: Contract): Change[] {
  const was = older === undefined ? undefined : withoutWords(older);
  const is = newer === undefined ? undefined : withoutWords(newer);
  const verdict = was === undefined || is === undefined ? undefined : compareSchemas(was, is).backward;
  const proven =
    verdict?.status === 'incompatible' ? `: ${describe(verdict.witness)} was accepted and no longer is` : '';
  return settingChange(endpointUrlChanged, '/endpointUrl', was, is, {
    hurts: verdict === undefined || verdict.status === 'compatible' ? [] : ['forward'],
    message: `The URLs that can be registered with the vendor have changed${proven}.`,
  });
}
