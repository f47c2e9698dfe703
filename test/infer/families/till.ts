import {
  boolean,
  constant,
  day,
  digits,
  email,
  id,
  integer,
  known,
  nullable,
  object,
  optional,
  price,
  text,
  textOf,
  time,
  unixTime,
  untagged,
  uuid,
} from '../vendors.ts';
import type { MadeEvent, MadeVendor } from '../vendors.ts';

const money = object({ value: price(), currency: known('EUR', 'USD', 'SEK') });
/** What was paid with; nothing says of which kind it is but its properties. */
const source = untagged(
  { id: id('src_') },
  { last4: digits(4), expiry: object({ month: integer(12), year: integer(2100) }), funding: known('credit', 'debit') },
  { iban_tail: digits(4), bank: text(), mandate: optional(id('mdt_'), 0.4) },
  { wallet: known('north', 'south'), token: id('tok_') },
);
const payer = object({ id: id('cus_'), email: email(), name: nullable(text()), created: unixTime() });

/** The type two levels down, one envelope, an object whose form follows from a property beside it. */
export const till: MadeVendor = {
  selector: ['/event/type'],
  events: Object.fromEntries(
    ['payment.captured', 'payment.failed', 'refund.made', 'payout.sent'].map((type): [string, MadeEvent] => [
      type,
      {
        payload: object({
          meta: object({ id: uuid(), sent: time(), attempt: integer(3), live: boolean() }),
          event: object({ type: constant(type), version: integer(9), occurred: time() }),
          account: object({ id: id('acc_'), country: known('LV', 'SE', 'FI'), tier: nullable(known('basic', 'plus')) }),
          data: object({
            amount: money,
            ...(type === 'payout.sent'
              ? { arrives: day(), batch: id('bat_'), items: integer(50) }
              : { source, payer, fee: nullable(money), statement: text() }),
            ...(type === 'payment.failed'
              ? { failure: object({ code: known('declined', 'expired'), advice: text() }) }
              : {}),
            ...(type === 'refund.made' ? { reason: nullable(text()), of: id('pay_') } : {}),
          }),
        }),
        match: [type],
      },
    ]),
  ),
  headers: (_, random) => [
    ['Content-Type', 'application/json'],
    ['X-Till-Delivery', textOf(uuid(), random)],
  ],
};
