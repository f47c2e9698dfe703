import {
  boolean,
  constant,
  digits,
  email,
  id,
  integer,
  ip,
  known,
  list,
  object,
  optional,
  phone,
  sha,
  text,
  textOf,
  unixTime,
  url,
  uuid,
  variants,
} from '../vendors.ts';
import type { MadeEvent, MadeVendor } from '../vendors.ts';

const mail = variants(
  'event',
  {
    email: email(),
    timestamp: unixTime(),
    sg_message_id: id('msg.'),
    category: list(text(), 2),
    send_id: integer(90_000),
  },
  {
    processed: { smtp_id: id('<') },
    delivered: { response: text(), tls: boolean() },
    bounce: { reason: text(), status: known('5.1.1', '4.2.2'), bounce_type: known('hard', 'soft') },
    open: { ip: ip(), user_agent: text(), machine: boolean() },
    click: {
      ip: ip(),
      user_agent: text(),
      url: url(),
      link: object({ index: integer(9), kind: known('html', 'text') }),
    },
    dropped: { reason: text(), smtp_id: id('<') },
  },
);

/** Lists of what happened to e-mails: a delivery is no event but several, of kinds that each item states. */
export const post: MadeVendor = {
  selector: [],
  events: { delivery: { payload: list(mail, 5), match: [] } },
  headers: (_, random) => [
    ['Content-Type', 'application/json'],
    ['X-Post-Batch', textOf(uuid(), random)],
  ],
};

/** Telephony: everything is a text, numbers, truths and times as well. */
export const calls: MadeVendor = {
  selector: ['/Event'],
  events: Object.fromEntries(
    ['call.ringing', 'call.answered', 'call.ended', 'message.received'].map((event): [string, MadeEvent] => [
      event,
      {
        payload: object({
          Event: constant(event),
          AccountSid: sha(32),
          ApiVersion: constant('2010-04-01'),
          From: phone(),
          To: phone(),
          FromCountry: optional(known('LV', 'SE'), 0.9),
          Timestamp: digits(10),
          ...(event.startsWith('call.')
            ? {
                CallSid: sha(34),
                Direction: known('inbound', 'outbound-api'),
                CallStatus: known('ringing', 'in-progress', 'completed', 'busy'),
                ...(event === 'call.ended'
                  ? { CallDuration: digits(4), RecordingUrl: optional(url(), 0.4), SipResponseCode: digits(3) }
                  : {}),
              }
            : {
                MessageSid: sha(34),
                Body: text(),
                NumMedia: digits(1),
                NumSegments: digits(1),
                MediaUrl0: optional(url(), 0.3),
              }),
        }),
        match: [event],
        weight: event === 'call.ringing' ? 3 : 1,
      },
    ]),
  ),
};
