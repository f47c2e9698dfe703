import {
  boolean,
  constant,
  day,
  email,
  id,
  integer,
  known,
  list,
  object,
  optional,
  text,
  time,
  untagged,
} from '../vendors.ts';
import type { MadeVendor } from '../vendors.ts';

const moment = untagged({}, { date: day() }, { dateTime: time(), timeZone: known('Europe/Riga', 'Europe/Helsinki') });

/** A calendar, and nothing but one kind of event: moments that are a day or a time, in two forms that nothing names. */
export const agenda: MadeVendor = {
  selector: ['/kind'],
  events: {
    'calendar.event': {
      payload: object({
        kind: constant('calendar.event'),
        etag: id('"'),
        id: id(),
        status: known('confirmed', 'tentative', 'cancelled'),
        created: time(),
        updated: time(),
        summary: optional(text(), 0.9),
        location: optional(text(), 0.4),
        start: moment,
        end: moment,
        originalStart: optional(moment, 0.3),
        recurrence: optional(list(text(), 2), 0.3),
        sequence: integer(9),
        organizer: object({ email: email(), displayName: optional(text()), self: optional(constant('yes'), 0.2) }),
        attendees: optional(
          list(
            object({
              email: email(),
              responseStatus: known('accepted', 'declined', 'needsAction'),
              optional: optional(boolean(), 0.3),
            }),
          ),
          0.6,
        ),
        reminders: untagged(
          {},
          { useDefault: boolean() },
          { overrides: list(object({ method: known('email', 'popup'), minutes: integer(90) })) },
        ),
      }),
      match: ['calendar.event'],
    },
  },
};
