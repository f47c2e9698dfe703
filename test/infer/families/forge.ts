import {
  boolean,
  constant,
  email,
  id,
  integer,
  known,
  list,
  nullable,
  object,
  optional,
  text,
  textOf,
  time,
  url,
  uuid,
} from '../vendors.ts';
import type { MadeEvent, MadeVendor } from '../vendors.ts';

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
export const forge: MadeVendor = {
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
