import {
  boolean,
  constant,
  id,
  integer,
  known,
  list,
  nullable,
  object,
  optional,
  sha,
  text,
  textOf,
  time,
  url,
  uuid,
  variants,
} from '../vendors.ts';
import type { MadeEvent, MadeVendor, Node } from '../vendors.ts';

const links = (...names: readonly string[]): Node =>
  object(Object.fromEntries(names.map((name) => [name, object({ href: url() })])));
const actor = variants(
  'type',
  { display_name: text(), uuid: uuid(), links: links('self', 'avatar') },
  {
    user: { nickname: text(), account_id: id() },
    team: { username: text() },
    app: { kind: known('repository', 'workspace') },
  },
);
const repository = object({
  type: constant('repository'),
  uuid: uuid(),
  full_name: text(),
  is_private: boolean(),
  scm: known('git', 'hg'),
  owner: actor,
  links: links('self', 'html'),
  website: nullable(url()),
});
const commit = object({
  type: constant('commit'),
  hash: sha(),
  message: text(),
  date: time(),
  author: object({ raw: text(), user: optional(actor, 0.7) }),
});
const pullRequest = object({
  id: integer(9999),
  title: text(),
  state: known('OPEN', 'MERGED', 'DECLINED'),
  author: actor,
  source: object({ branch: object({ name: text() }), commit: object({ hash: sha(12) }) }),
  destination: object({ branch: object({ name: text() }), commit: object({ hash: sha(12) }) }),
  merge_commit: nullable(object({ hash: sha(12) }), 0.6),
  reviewers: list(actor, 2),
  created_on: time(),
  comment_count: integer(40),
});

/** The event in a header with a colon, actors of several kinds, changes that have a new state, an old one or both. */
export const repos: MadeVendor = {
  selector: ['header:x-event-key'],
  events: {
    'repo:push': {
      payload: object({
        actor,
        repository,
        push: object({
          changes: list(
            object({
              new: nullable(object({ type: known('branch', 'tag'), name: text(), target: commit }), 0.2),
              old: nullable(object({ type: known('branch', 'tag'), name: text(), target: commit }), 0.2),
              forced: boolean(),
              commits: optional(list(commit, 2), 0.7),
            }),
            2,
          ),
        }),
      }),
      match: ['repo:push'],
    },
    'repo:fork': { payload: object({ actor, repository, fork: repository }), match: ['repo:fork'] },
    ...Object.fromEntries(
      ['created', 'approved', 'comment_created'].map((what): [string, MadeEvent] => [
        `pullrequest:${what}`,
        {
          payload: object({
            actor,
            repository,
            pullrequest: pullRequest,
            ...(what === 'approved' ? { approval: object({ date: time(), user: actor }) } : {}),
            ...(what === 'comment_created'
              ? {
                  comment: object({
                    id: integer(99_999),
                    content: object({ raw: text(), html: text() }),
                    parent: optional(object({ id: integer(99_999) }), 0.4),
                  }),
                }
              : {}),
          }),
          match: [`pullrequest:${what}`],
        },
      ]),
    ),
  },
  headers: (event, random) => [
    ['Content-Type', 'application/json'],
    ['X-Event-Key', event],
    ['X-Request-UUID', textOf(uuid(), random)],
    ['X-Hook-UUID', '6f6a44d3-57c5-4f0e-9d5a-6a2f0f4ff6a1'],
    ['X-Attempt-Number', '1'],
  ],
};
