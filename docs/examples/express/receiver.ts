import type { Board } from './board.ts';
import { createReceiver } from './webhooks/qminder-v1/index.js';

/** @param secret shared with the vendor */
export function createWebhooks(board: Board, secret: string | undefined) {
  return (
    createReceiver({
      secrets: secret,
      // As it is registered with the vendor, which signs it: not what a proxy makes of it.
      url: 'https://example.com/webhooks',
    })
      .on(['ticket_called', 'ticket_recalled'], ({ payload }) => board.call(String(payload.data.id), undefined))
      .on(['ticket_served', 'ticket_cancelled'], ({ payload }) => board.leave(String(payload.data.id)))
      // Authentic, and not what the contract says: accepted, so that the vendor goes on, and told.
      .onInvalid(({ name, violations }) => console.warn(`${name} deviates`, violations))
  );
}
