import {
  boolean,
  constant,
  createRandom,
  day,
  either,
  email,
  id,
  integer,
  json,
  known,
  list,
  map,
  nullable,
  number,
  object,
  optional,
  pick,
  text,
  textOf,
  time,
  unixTime,
  url,
  uuid,
  variants,
  whole,
} from './vendors.ts';
import type { MadeEvent, MadeVendor, Node, Random } from './vendors.ts';

const person = object({
  login: text(),
  id: integer(90_000),
  node_id: id(),
  avatar_url: url(),
  type: known('User', 'Bot', 'Organization'),
  site_admin: boolean(),
  name: optional(nullable(text()), 0.4),
  email: optional(nullable(email()), 0.4),
});
const repository = object({
  id: integer(90_000),
  name: text(),
  full_name: text(),
  private: boolean(),
  owner: person,
  html_url: url(),
  description: nullable(text()),
  fork: boolean(),
  created_at: time(),
  pushed_at: nullable(time()),
  stargazers_count: integer(),
  language: nullable(known('Go', 'Rust', 'TypeScript', 'Python')),
  topics: list(text()),
  visibility: known('public', 'private'),
  license: nullable(object({ key: text(), name: text(), spdx_id: nullable(text()) })),
});
const label = object({
  id: integer(90_000),
  name: text(),
  color: text(),
  default: boolean(),
  description: nullable(text()),
});
const milestone = object({
  id: integer(90_000),
  title: text(),
  state: known('open', 'closed'),
  due_on: nullable(time()),
});
const issue = object({
  id: integer(90_000),
  number: integer(),
  title: text(),
  user: person,
  labels: list(label),
  state: known('open', 'closed'),
  locked: boolean(),
  assignee: nullable(person),
  assignees: list(person, 2),
  milestone: nullable(milestone),
  comments: integer(),
  created_at: time(),
  closed_at: nullable(time()),
  body: nullable(text()),
  pull_request: optional(object({ url: url() }), 0.3),
});
const about = {
  repository,
  sender: person,
  organization: optional(object({ login: text(), id: integer(9_000), url: url() }), 0.4),
};

function actions(
  event: string,
  names: readonly string[],
  properties: (action: string) => Parameters<typeof object>[0],
) {
  return names.map((action): [string, MadeEvent] => [
    `${event}.${action}`,
    { payload: object({ action: constant(action), ...properties(action), ...about }), match: [event, action] },
  ]);
}

/** The event in a header, a second part in the payload, large models that stand everywhere. */
const forge: MadeVendor = {
  selector: ['header:x-forge-event', '/action'],
  events: {
    ...Object.fromEntries([
      ...actions('issues', ['opened', 'closed', 'labeled'], (action) => ({
        issue,
        ...(action === 'labeled' ? { label } : {}),
      })),
      ...actions('issue_comment', ['created', 'deleted'], () => ({
        issue,
        comment: object({ id: integer(90_000), user: person, body: text(), created_at: time(), updated_at: time() }),
      })),
      ...actions('star', ['created', 'deleted'], (action) => ({
        starred_at: action === 'created' ? time() : nullable(time(), 1),
      })),
    ]),
    push: {
      payload: object({
        ref: text(),
        before: id(),
        after: id(),
        created: boolean(),
        forced: boolean(),
        base_ref: nullable(text()),
        compare: url(),
        commits: list(
          object({
            id: id(),
            message: text(),
            timestamp: time(),
            added: list(text()),
            author: object({ name: text(), email: email() }),
          }),
        ),
        ...about,
      }),
      match: ['push', undefined],
      weight: 2,
    },
  },
  headers: (event, random) => [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Forge-Hookshot/1'],
    ['X-Forge-Event', event.split('.')[0] ?? ''],
    ['X-Forge-Delivery', textOf(uuid(), random)],
    ['X-Forge-Hook-ID', '42'],
  ],
};

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
const payments: MadeVendor = {
  selector: ['/type'],
  events: Object.fromEntries([
    envelope('charge.succeeded', object(charge)),
    envelope('charge.failed', object({ ...charge, outcome: object({ reason: text(), risk_score: integer(99) }) })),
    envelope('charge.updated', object(charge), true),
    envelope('invoice.created', object(invoice)),
    envelope('invoice.paid', object({ ...invoice, charge: id('ch_') })),
  ]),
};

/** Ids as keys, at several depths. */
const board: MadeVendor = {
  selector: ['/event'],
  events: Object.fromEntries(
    ['board.changed', 'board.archived', 'member.joined'].map((event): [string, MadeEvent] => [
      event,
      {
        payload: object({
          event: constant(event),
          at: time(),
          version: integer(),
          members: map(
            uuid(),
            object({
              role: known('admin', 'editor', 'viewer'),
              joined: day(),
              email: email(),
              seats: optional(integer()),
            }),
          ),
          columns: map(
            id('col_'),
            object({
              title: text(),
              cards: map(integer(99_999), object({ text: text(), done: boolean(), due: nullable(day()) })),
            }),
          ),
          counts: map(day(), integer()),
          titles: object({ en: text(), lv: optional(text()), fi: optional(text()) }),
          ...(event === 'member.joined' ? { inviter: nullable(uuid()) } : {}),
        }),
        match: [event],
      },
    ]),
  ),
};

const block = variants(
  'type',
  { block_id: text() },
  {
    section: { text: object({ type: known('mrkdwn', 'plain_text'), text: text() }) },
    image: { image_url: url(), alt_text: text() },
    divider: {},
    actions: {
      elements: list(object({ type: known('button', 'select'), action_id: text(), value: optional(text()) })),
    },
  },
);

/** A message inside an envelope, with lists of variants, and times as texts with a fraction. */
const chat: MadeVendor = {
  selector: ['/event/type'],
  events: Object.fromEntries(
    (['message', 'reaction_added', 'member_joined_channel'] as const).map((type): [string, MadeEvent] => [
      type,
      {
        payload: object({
          token: id(),
          team_id: id('T'),
          api_app_id: id('A'),
          type: constant('event_callback'),
          event_id: id('Ev'),
          event_time: unixTime(),
          event: object({
            type: constant(type),
            user: id('U'),
            event_ts: text(),
            channel: id('C'),
            ...(type === 'message'
              ? {
                  text: text(),
                  blocks: list(block),
                  thread_ts: optional(text(), 0.3),
                  edited: optional(object({ user: id('U'), ts: text() }), 0.2),
                }
              : {}),
            ...(type === 'reaction_added'
              ? { reaction: text(), item: object({ type: known('message', 'file'), channel: id('C'), ts: text() }) }
              : {}),
            ...(type === 'member_joined_channel' ? { inviter: optional(id('U'), 0.5), team: id('T') } : {}),
          }),
          authorizations: list(object({ team_id: id('T'), user_id: id('U'), is_bot: boolean() }), 2),
        }),
        match: [type],
      },
    ]),
  ),
};

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
const shop: MadeVendor = {
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

export const families: Readonly<Record<string, MadeVendor>> = { forge, payments, board, chat, shop };

/** A vendor drawn by chance: its models, its events, and everything in them. */
export function randomVendor(seed: number): MadeVendor {
  const random = createRandom(seed);
  const models = Array.from({ length: whole(random, 1, 3) }, () => randomObject(random, 2, []));
  const names = ['created', 'updated', 'removed', 'moved'].slice(0, whole(random, 2, 4));
  const shared = randomProperties(random, 2, models, whole(random, 2, 5));
  const events = names.map((name): [string, MadeEvent] => {
    const own = randomProperties(random, 2, models, whole(random, 1, 4));
    const payload = object({ type: constant(`thing.${name}`), ...shared, ...own });
    return [name, { payload, match: [`thing.${name}`] }];
  });
  return { selector: ['/type'], events: Object.fromEntries(events) };
}

const words =
  'alpha beta gamma delta north south east west river lake hill stone paper glass iron field cloud light'.split(' ');

function randomProperties(random: Random, depth: number, models: readonly Node[], count: number) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const node = randomNode(random, depth, models);
      const held = random() < 0.3 ? nullable(node, 0.1 + random() * 0.6) : node;
      const key = `${pick(random, words)}_${pick(random, words)}${index}`;
      return [key, random() < 0.35 ? optional(held, 0.1 + random() * 0.8) : held] as const;
    }),
  );
}

function randomObject(random: Random, depth: number, models: readonly Node[]): Node {
  return object(randomProperties(random, depth - 1, models, whole(random, 3, 7)));
}

function randomNode(random: Random, depth: number, models: readonly Node[]): Node {
  const leaves = [text, uuid, time, day, email, url, integer, number, boolean, unixTime, id];
  const kind = random();
  if (depth <= 0 || kind < 0.55) return pick(random, leaves)();
  if (kind < 0.65) return known(...words.slice(whole(random, 0, 6), whole(random, 9, 14)));
  if (kind < 0.72 && models.length > 0) return pick(random, models);
  if (kind < 0.8) return list(randomNode(random, depth - 1, models));
  if (kind < 0.85) return map(pick(random, [uuid(), integer(99_999), day()]), randomNode(random, depth - 1, []));
  if (kind < 0.9) return json(randomObject(random, depth, []));
  if (kind < 0.95) {
    const values = words.slice(0, whole(random, 2, 4));
    return variants(
      'kind',
      { ref: id() },
      Object.fromEntries(values.map((value, index) => [value, randomProperties(random, 0, [], index + 1)])),
    );
  }
  return randomObject(random, depth, models);
}
