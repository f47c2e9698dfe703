import {
  boolean,
  either,
  email,
  integer,
  ip,
  known,
  list,
  map,
  nullable,
  number,
  object,
  sha,
  text,
  textOf,
  time,
  tree,
  url,
  uuid,
} from '../vendors.ts';
import type { MadeEvent, MadeVendor, Node } from '../vendors.ts';

const step = tree(
  (below: Node | undefined) =>
    object({
      name: text(),
      status: known('passed', 'failed', 'skipped', 'running'),
      started: nullable(number()),
      seconds: nullable(number(), 0.2),
      ...(below === undefined ? {} : { steps: list(below, 2) }),
    }),
  3,
);

/** Builds: the event in a header, times as seconds with a fraction, steps within steps, a matrix of free names. */
export const runner: MadeVendor = {
  selector: ['header:x-runner-event'],
  events: Object.fromEntries(
    (['build.started', 'build.finished', 'job.finished', 'agent.lost'] as const).map((event): [string, MadeEvent] => [
      event,
      {
        payload:
          event === 'agent.lost'
            ? object({
                agent: object({ id: uuid(), name: text(), ip: ip(), tags: list(text()), last_seen: nullable(time()) }),
                sender: object({ id: uuid(), name: text() }),
              })
            : object({
                build: object({
                  id: uuid(),
                  number: integer(99_999),
                  url: url(),
                  branch: text(),
                  commit: sha(),
                  state: known('passed', 'failed', 'running', 'canceled'),
                  created_at: time(),
                  finished_at: event === 'build.finished' ? time() : nullable(time(), 1),
                  env: map(known('NODE', 'OS', 'PYTHON', 'CACHE', 'REGION'), text(), 3),
                  creator: nullable(object({ id: uuid(), name: text(), email: email() })),
                  pull_request: either(boolean(), object({ id: integer(9999), base: text() })),
                }),
                pipeline: object({
                  id: uuid(),
                  slug: text(),
                  steps: list(step, 3),
                  provider: object({ id: known('a', 'b'), settings: object({}) }),
                }),
                ...(event === 'job.finished'
                  ? {
                      job: object({
                        id: uuid(),
                        exit_status: nullable(integer(255)),
                        retried: boolean(),
                        artifacts: list(object({ path: text(), size: integer(), sha1: sha() }), 2),
                      }),
                    }
                  : {}),
                sender: object({ id: uuid(), name: text() }),
              }),
        match: [event],
      },
    ]),
  ),
  headers: (event, random) => [
    ['Content-Type', 'application/json'],
    ['X-Runner-Event', event],
    ['X-Runner-Request', textOf(uuid(), random)],
    ['X-Runner-Token', 'a-token-of-a-test'],
  ],
};
