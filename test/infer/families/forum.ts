import {
  boolean,
  constant,
  day,
  either,
  integer,
  known,
  list,
  millis,
  nullable,
  number,
  object,
  text,
  time,
  tree,
  unixTime,
  url,
  uuid,
  variants,
} from '../vendors.ts';
import type { MadeEvent, MadeVendor, Node } from '../vendors.ts';

const comment = tree(
  (below: Node | undefined) =>
    object({
      id: integer(999_999),
      author: nullable(object({ id: integer(99_999), handle: text(), karma: integer() }), 0.1),
      body: text(),
      posted: millis(),
      score: number(),
      edited: either(boolean(), unixTime()),
      ...(below === undefined ? {} : { replies: list(below, 2) }),
    }),
  4,
);
const content = (kind: string): Node =>
  ({
    link: object({ href: url(), preview: nullable(url()) }),
    poll: object({ options: list(object({ text: text(), votes: integer() }), 3), closes: time() }),
    text: object({ markup: text(), words: integer() }),
  })[kind] as Node;

/** Trees of comments, and a content whose form follows from the kind that stands beside it. */
export const forum: MadeVendor = {
  selector: ['/type'],
  events: Object.fromEntries(
    ['thread.posted', 'thread.locked', 'comment.posted'].map((type): [string, MadeEvent] => [
      type,
      {
        payload: object({
          type: constant(type),
          event_id: uuid(),
          board: object({ slug: text(), language: known('en', 'lv') }),
          data: object({
            thread: variants(
              'kind',
              { id: integer(999_999), title: text(), flair: nullable(text()) },
              Object.fromEntries(['link', 'poll', 'text'].map((kind) => [kind, { content: content(kind) }])),
            ),
            ...(type === 'comment.posted' ? { comment } : { comments: list(comment, 2) }),
            ...(type === 'thread.locked'
              ? {
                  by: nullable(object({ id: integer(99_999), handle: text(), karma: integer() })),
                  until: nullable(day()),
                }
              : {}),
          }),
        }),
        match: [type],
      },
    ]),
  ),
};
