import {
  boolean,
  email,
  integer,
  json,
  known,
  list,
  nullable,
  number,
  object,
  optional,
  text,
  textOf,
  time,
  uuid,
} from '../vendors.ts';
import type { MadeVendor } from '../vendors.ts';

const address = object({
  first_name: text(),
  last_name: text(),
  address1: text(),
  city: text(),
  zip: nullable(text()),
  phone: nullable(text()),
  country_code: known('LV', 'SE', 'FI', 'NO'),
});
const order = {
  id: integer(9_999_999),
  email: email(),
  created_at: time(),
  total_price: text(),
  currency: known('EUR', 'USD', 'SEK'),
  confirmed: boolean(),
  customer: optional(
    object({
      id: integer(9_999_999),
      email: nullable(email()),
      first_name: nullable(text()),
      orders_count: integer(),
      default_address: optional(address),
    }),
    0.8,
  ),
  billing_address: optional(address, 0.8),
  shipping_address: optional(address, 0.6),
  tags: text(),
  line_items: list(
    object({
      id: integer(9_999_999),
      title: text(),
      quantity: integer(20),
      price: text(),
      sku: nullable(text()),
      properties: list(object({ name: text(), value: text() })),
    }),
  ),
  cancelled_at: nullable(time()),
  cancel_reason: nullable(known('customer', 'fraud', 'inventory')),
  note: nullable(text()),
  options: json(object({ gift: boolean(), wrap: optional(text()) })),
};

/** Nothing in the payload says what it is: the topic stands in a header, with a slash. */
export const shop: MadeVendor = {
  selector: ['header:x-shop-topic'],
  events: {
    'orders/create': { payload: object(order), match: ['orders/create'], weight: 3 },
    'orders/paid': { payload: object({ ...order, paid_at: time() }), match: ['orders/paid'] },
    'products/update': {
      payload: object({
        id: integer(9_999_999),
        title: text(),
        body_html: nullable(text()),
        vendor: text(),
        status: known('active', 'draft', 'archived'),
        variants: list(object({ id: integer(9_999_999), price: text(), weight: number(), barcode: nullable(text()) })),
      }),
      match: ['products/update'],
    },
    'app/uninstalled': {
      payload: object({ id: integer(9_999_999), domain: text(), plan_name: known('basic', 'plus') }),
      match: ['app/uninstalled'],
    },
  },
  headers: (event, random) => [
    ['Content-Type', 'application/json'],
    ['X-Shop-Topic', event],
    ['X-Shop-Domain', 'example.com'],
    ['X-Shop-Webhook-Id', textOf(uuid(), random)],
  ],
};
