import { expectTypeOf } from 'expect-type';
import type { ExtraField, QminderEvent, Ticket, TicketCalledEvent } from './types.js';

declare const event: QminderEvent;

switch (event.type) {
  case 'ticket_called':
    expectTypeOf(event).toEqualTypeOf<TicketCalledEvent>();
    expectTypeOf(event.data.called?.desk).toEqualTypeOf<number | undefined>();
    expectTypeOf(event.data).toExtend<Ticket>();
    break;
  case 'ticket_created':
    expectTypeOf(event.data).toEqualTypeOf<Ticket>();
    // @ts-expect-error only a ticket that was called has it
    event.data.called;
    break;
  case 'location_created':
    expectTypeOf(event.data.id).toEqualTypeOf<number | undefined>();
    break;
}

expectTypeOf<Ticket['phoneNumber']>().toEqualTypeOf<number | string | undefined>();
expectTypeOf<Ticket['extra']>().toEqualTypeOf<ExtraField[] | undefined>();
