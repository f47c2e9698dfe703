import {
  boolean,
  digits,
  id,
  integer,
  known,
  list,
  number,
  object,
  optional,
  phone,
  text,
  unixTime,
  untagged,
} from '../vendors.ts';
import type { MadeVendor } from '../vendors.ts';

const sender = object({
  id: integer(2_000_000_000),
  is_bot: boolean(),
  first_name: text(),
  last_name: optional(text(), 0.5),
  username: optional(id(), 0.5),
});
const room = object({ id: integer(2_000_000_000), type: known('private', 'group'), title: optional(text(), 0.5) });
const message = untagged(
  { message_id: integer(999_999), date: unixTime(), chat: room, from: sender },
  {
    text: text(),
    entities: optional(list(object({ type: known('bold', 'url'), offset: integer(90), length: integer(90) }), 2), 0.4),
  },
  {
    photo: list(
      object({ file_id: id(), width: integer(4000), height: integer(4000), file_size: optional(integer(99_999), 0.8) }),
    ),
    caption: optional(text(), 0.5),
  },
  { location: object({ latitude: number(), longitude: number() }) },
  { contact: object({ phone_number: phone(), first_name: text() }) },
);

/** Nothing but the name of one property says what it is: no selector can, so that it is one event of several forms. */
export const pager: MadeVendor = {
  selector: [],
  events: {
    delivery: {
      payload: untagged(
        { update_id: integer(999_999_999) },
        { message },
        { edited_message: message },
        { callback_query: object({ id: digits(18), from: sender, data: text(), message: optional(message, 0.7) }) },
        { poll_answer: object({ poll_id: digits(18), user: sender, option_ids: list(integer(9)) }) },
      ),
      match: [],
    },
  },
};
