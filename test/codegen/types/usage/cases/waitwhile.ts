import { expectTypeOf } from 'expect-type';
import type { Client, EventName, ParsedPayload, Payload, ReceivedEvent, ReceiverOptions } from './api.js';
import type {
  Envelope,
  MessageCreatedEvent,
  Visit,
  VisitCreatedEvent,
  VisitUpdatedEvent,
  WaitwhileContract,
  WaitwhileEvent,
  WaitwhileEvents,
} from './types.js';

declare const event: WaitwhileEvent;

// Narrowing by the selector.
if (event.type === 'visit.created') {
  expectTypeOf(event).toEqualTypeOf<VisitCreatedEvent>();
  expectTypeOf(event.data).toEqualTypeOf<Visit>();
}
if (event.type !== 'visit.updated' && event.type !== 'visit.created' && event.type !== 'visit.removed') {
  if (event.type === 'message.created') expectTypeOf(event).toEqualTypeOf<MessageCreatedEvent>();
}
// @ts-expect-error there is no such event
if (event.type === 'visit.create') throw new Error();
// @ts-expect-error not every event has data
event.data;

// A switch over all events is exhaustive.
export function area({ ...each }: WaitwhileEvent): string {
  switch (each.type) {
    case 'visit.created':
    case 'visit.removed':
      return each.data.locationId;
    case 'visit.updated':
      return each.after.locationId;
    case 'message.created':
      return each.data.channel;
    case 'message.updated':
    case 'location-status.updated':
      return each.id ?? '';
  }
}

// One that leaves some out is not.
export function incomplete(each: WaitwhileEvent): string {
  switch (each.type) {
    case 'visit.created':
      return each.data.locationId;
    default:
      // @ts-expect-error others are left
      each satisfies never;
      return '';
  }
}

declare const updated: VisitUpdatedEvent;
expectTypeOf(updated.before).toEqualTypeOf<Visit>();
expectTypeOf(updated).toExtend<Envelope>();
expectTypeOf<Envelope['id']>().toEqualTypeOf<string | undefined>();
expectTypeOf(updated.id).toEqualTypeOf<string>();
// @ts-expect-error a mistyped field
updated.after.fristName;
// @ts-expect-error an event of another form
updated.data;

// Nullable and optional are two things; known values are suggested, others accepted.
const visit = updated.after;
expectTypeOf(visit.waitlistTime).toEqualTypeOf<string | null>();
expectTypeOf<Visit['serveTime']>().toEqualTypeOf<string | null | undefined>();
// @ts-expect-error an optional property is left out, it is not undefined
({}) satisfies Pick<Visit, 'phone'> satisfies { phone: string };
export const state: Visit['state'] = 'A_NEW_ONE';
expectTypeOf<'WAITING'>().toExtend<Visit['state']>();
// @ts-expect-error a state is a text
export const wrong: Visit['state'] = 1;
expectTypeOf<Visit['resources']>().toEqualTypeOf<Record<string, number> | undefined>();

// No type is any, and none takes every name.
expectTypeOf<WaitwhileEvent>().not.toBeAny();
expectTypeOf<string>().not.toExtend<keyof Visit>();

// The contract goes with the types of every client.
expectTypeOf<EventName<WaitwhileContract>>().toEqualTypeOf<keyof WaitwhileEvents>();
expectTypeOf<Payload<WaitwhileContract, 'visit.created'>>().toEqualTypeOf<VisitCreatedEvent>();
expectTypeOf<Payload<WaitwhileContract>>().toEqualTypeOf<WaitwhileEvent>();
declare const received: ReceivedEvent<WaitwhileContract>;
if (received.name === 'visit.updated') expectTypeOf(received.payload).toEqualTypeOf<VisitUpdatedEvent>();
expectTypeOf(received.contract).toEqualTypeOf<'waitwhile@1.0.0'>();
declare const client: Client<WaitwhileContract>;
declare const something: unknown;
const validator = client.events['visit.created'];
if (validator.isValid(something)) expectTypeOf(something).toEqualTypeOf<VisitCreatedEvent>();
// @ts-expect-error there is no such event
client.events['visit.deleted'];
const parsed: ParsedPayload<WaitwhileContract> = client.parse(something);
if (parsed.kind === 'event' && parsed.name === 'visit.created') {
  expectTypeOf(parsed.payload).toEqualTypeOf<VisitCreatedEvent>();
}
export const options: ReceiverOptions<WaitwhileContract> = { secrets: 's', url: 'https://example.com' };
// @ts-expect-error this vendor signs the URL
export const withoutUrl: ReceiverOptions<WaitwhileContract> = { secrets: 's' };
