import { Hono } from 'hono';
import { createReceiver, memoryStore } from './webhooks/waitwhile-v1/index.js';
import type { Visit } from './webhooks/waitwhile-v1/index.js';

/** Guests on the waitlist, by visit. */
export type Waitlist = Map<string, { readonly name: string; readonly since: string | undefined }>;

/**
 * The whole service on the web standard: it runs wherever Hono does.
 *
 * @param secret shared with the vendor
 */
export function createApp(waitlist: Waitlist, secret: string | undefined): Hono {
  const show = ({ id, state, name, created }: Visit): void => {
    if (state === 'WAITING') waitlist.set(id ?? '', { name: name ?? '', since: created });
    else waitlist.delete(id ?? '');
  };
  const webhooks = createReceiver({ secrets: secret, url: 'https://example.com/webhooks', dedupe: memoryStore() })
    .on('visit.created', ({ payload }) => show(payload.data))
    .on('visit.updated', ({ payload, stale }) => {
      // An older state that arrived late must not replace a newer one.
      if (stale !== true) show(payload.after);
    })
    .on('visit.removed', ({ payload }) => {
      waitlist.delete(String(payload.data.id));
    });
  const app = new Hono();
  app.post('/webhooks', (context) => webhooks.fetch(context.req.raw));
  app.get('/waitlist', (context) => context.json(Object.fromEntries(waitlist)));
  return app;
}
