import {
  boolean,
  constant,
  day,
  either,
  email,
  id,
  integer,
  known,
  list,
  map,
  nullable,
  number,
  object,
  optional,
  text,
  unixTime,
  url,
  uuid,
  variants,
} from '../vendors.ts';
import type { MadeEvent, MadeVendor, Node } from '../vendors.ts';

const charge = {
  id: id('ch_'),
  object: constant('charge'),
  amount: integer(),
  currency: known('eur', 'usd', 'gbp'),
  created: unixTime(),
  livemode: boolean(),
  customer: either(id('cus_'), object({ id: id('cus_'), object: constant('customer'), email: email() })),
  metadata: map(text(), text(), 3),
  description: nullable(text()),
  paid: boolean(),
  status: known('succeeded', 'pending', 'failed'),
  failure_code: nullable(text(), 0.8),
  refunds: object({
    object: constant('list'),
    data: list(object({ id: id('re_'), amount: integer(), reason: nullable(text()) })),
    has_more: boolean(),
  }),
  payment_method_details: variants(
    'type',
    {},
    {
      card: { card: object({ brand: known('visa', 'amex'), last4: text(), exp_year: integer(2100) }) },
      sepa_debit: { sepa_debit: object({ bank_code: text(), country: text() }) },
      wallet: { wallet: object({ provider: text(), token: id() }) },
    },
  ),
};
const invoice = {
  id: id('in_'),
  object: constant('invoice'),
  total: integer(),
  currency: known('eur', 'usd', 'gbp'),
  created: unixTime(),
  livemode: boolean(),
  lines: object({
    object: constant('list'),
    data: list(
      object({
        id: id('il_'),
        amount: integer(),
        quantity: nullable(integer()),
        period: object({ start: unixTime(), end: unixTime() }),
      }),
    ),
  }),
  due_date: nullable(unixTime()),
  hosted_invoice_url: nullable(url()),
  tax_percent: nullable(number()),
  metadata: map(text(), text(), 3),
};

function envelope(type: string, content: Node, changed = false): [string, MadeEvent] {
  const data = changed
    ? object({
        object: content,
        previous_attributes: object({ status: optional(text()), amount: optional(integer()) }),
      })
    : object({ object: content });
  const payload = object({
    id: id('evt_'),
    object: constant('event'),
    api_version: nullable(day()),
    created: unixTime(),
    data,
    livemode: boolean(),
    pending_webhooks: integer(5),
    request: nullable(object({ id: nullable(id('req_')), idempotency_key: nullable(uuid()) })),
    type: constant(type),
  });
  return [type, { payload, match: [type] }];
}

/** One envelope, an object in it that says what it is, expandable references, maps of free keys, variants. */
export const payments: MadeVendor = {
  selector: ['/type'],
  events: Object.fromEntries([
    envelope('charge.succeeded', object(charge)),
    envelope('charge.failed', object({ ...charge, outcome: object({ reason: text(), risk_score: integer(99) }) })),
    envelope('charge.updated', object(charge), true),
    envelope('invoice.created', object(invoice)),
    envelope('invoice.paid', object({ ...invoice, charge: id('ch_') })),
  ]),
};
