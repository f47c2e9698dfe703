import { expectTypeOf } from 'expect-type';
import type { Payload, ReceivedEvent, ReceiverOptions } from './api.js';
import type {
  Booking,
  BookingConfirmationEvent,
  Notification,
  OmboriContract,
  OmboriEvent,
  PhoneNumberSettings,
  Position,
  PositionCreatedEvent,
  RegistrationData,
  Station,
} from './types.js';

declare const event: OmboriEvent;

// What every event has can be used before it is narrowed.
expectTypeOf(event.organization).toEqualTypeOf<string>();
expectTypeOf(event.data.position.status).toExtend<string>();
// @ts-expect-error a mistyped field
event.data.position.lable;

// An event's own narrowing reaches into what all events share.
if (event.type === 'bookingConfirmation') {
  expectTypeOf(event).toEqualTypeOf<BookingConfirmationEvent>();
  expectTypeOf(event.data.position.booking).toEqualTypeOf<Booking>();
  expectTypeOf(event.data.position).toExtend<Position>();
}
if (event.type === 'positionCreated') expectTypeOf(event.data.position.booking).toEqualTypeOf<Booking | undefined>();

export const handlers: { [Type in OmboriEvent['type']]?: (each: Extract<OmboriEvent, { type: Type }>) => void } = {
  positionCreated: (each) => expectTypeOf(each).toEqualTypeOf<PositionCreatedEvent>(),
};

declare const position: Position;
expectTypeOf(position.station).toEqualTypeOf<Station | null | undefined>();
expectTypeOf(position.QRCodeCheckInPositionId).toEqualTypeOf<string | undefined>();
expectTypeOf<Position['type']>().toEqualTypeOf<'anonymous' | 'booking' | 'manual' | (string & {})>();
// @ts-expect-error its form is not known
position.servedBy?.name;

declare const data: RegistrationData;
if (Array.isArray(data)) expectTypeOf(data[0]?.label).toEqualTypeOf<string | undefined>();
else expectTypeOf(data.phone?.value).toEqualTypeOf<string | undefined>();

declare const notification: Notification;
// @ts-expect-error which settings they are depends on the type
notification.settings.from;
if (notification.type === 'phoneNumber') {
  const settings = notification.settings as PhoneNumberSettings;
  expectTypeOf(settings.from).toEqualTypeOf<string>();
}

expectTypeOf<Payload<OmboriContract, 'positionCreated'>>().toEqualTypeOf<PositionCreatedEvent>();
declare const received: ReceivedEvent<OmboriContract, 'positionCreated' | 'bookingConfirmation'>;
expectTypeOf(received.name).toEqualTypeOf<'positionCreated' | 'bookingConfirmation'>();
export const options: ReceiverOptions<OmboriContract> = { auth: 'none' };
// @ts-expect-error nobody runs an open endpoint by accident
export const open: ReceiverOptions<OmboriContract> = {};
