import {
  boolean,
  constant,
  day,
  email,
  id,
  integer,
  known,
  list,
  map,
  nullable,
  object,
  optional,
  text,
  time,
  unixTime,
  url,
  uuid,
  variants,
} from '../vendors.ts';
import type { MadeEvent, MadeVendor } from '../vendors.ts';

/** Ids as keys, at several depths. */
export const board: MadeVendor = {
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
export const chat: MadeVendor = {
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
