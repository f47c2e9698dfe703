import {
  boolean,
  constant,
  day,
  id,
  integer,
  known,
  list,
  map,
  millis,
  nullable,
  number,
  object,
  optional,
  phone,
  price,
  text,
  time,
  untagged,
  url,
} from '../vendors.ts';
import type { MadeEvent, MadeVendor } from '../vendors.ts';

const amount = object({ amount: price(), currency: known('EUR', 'USD', 'SEK'), taxed: boolean() });
const product = object({
  id: integer(999_999),
  sku: id('SKU'),
  names: map(known('en', 'lv', 'fi', 'sv', 'pt-BR'), text(), 4),
  prices: map(known('retail', 'staff'), amount, 2),
  stock: map(integer(999_999), integer(90)),
  weight: nullable(number()),
  images: list(url()),
  attributes: list(untagged({ name: text() }, { value: text() }, { values: list(text(), 3), unit: text() })),
});
const shipTo = object({
  name: text(),
  street: text(),
  city: text(),
  postcode: text(),
  country: known('LV', 'SE', 'FI'),
  phone: nullable(phone()),
});

/** Two properties name the event together; texts by language, stock by shop, prices as texts. */
export const bazaar: MadeVendor = {
  selector: ['/resource', '/event'],
  events: Object.fromEntries(
    [
      ['order', 'created'],
      ['order', 'cancelled'],
      ['product', 'created'],
      ['product', 'updated'],
    ].map(([resource = '', event = '']): [string, MadeEvent] => [
      `${resource}.${event}`,
      {
        payload: object({
          resource: constant(resource),
          event: constant(event),
          store: object({ id: integer(99), domain: text(), locale: known('en', 'lv') }),
          sent_at: millis(),
          ...(resource === 'order'
            ? {
                order: object({
                  number: id('B'),
                  placed: time(),
                  total: amount,
                  discount: optional(amount, 0.3),
                  lines: list(object({ product: product, quantity: integer(9), note: optional(text(), 0.2) }), 3),
                  ship_to: optional(shipTo, 0.7),
                  bill_to: shipTo,
                  payment: untagged({}, { paid_at: time(), method: known('card', 'cash') }, { due: day() }),
                }),
              }
            : { product, ...(event === 'updated' ? { changed: list(known('names', 'prices', 'stock')) } : {}) }),
          ...(event === 'cancelled' ? { reason: nullable(known('customer', 'fraud')) } : {}),
        }),
        match: [resource, event],
      },
    ]),
  ),
};
