import { sample, signedDelivery, toRequest } from 'counterfoil/vitest';
import { expect, test } from 'vitest';
import { Board } from './board.ts';
import { createWebhooks } from './receiver.ts';

const url = 'https://example.com/webhooks';
const secret = 'test-secret-not-real';

test('a ticket that is called is on the board until it is served', async () => {
  const board = new Board();
  const webhooks = createWebhooks(board, secret);
  const send = async (event: 'ticket_called' | 'ticket_served', id: string): Promise<number> => {
    const payload = sample('qminder', event);
    payload.data.id = id;
    return (await webhooks.fetch(toRequest(signedDelivery('qminder', event, { url, secret, payload })))).status;
  };
  expect(await send('ticket_called', '12')).toBe(204);
  expect(board.lines()).toEqual(['12 to the desk']);
  expect(await send('ticket_served', '12')).toBe(204);
  expect(board.lines()).toEqual([]);
});

test('nobody else writes on the board', async () => {
  const board = new Board();
  const delivery = signedDelivery('qminder', 'ticket_called', { url, secret: 'a guess' });
  expect((await createWebhooks(board, secret).fetch(toRequest(delivery))).status).toBe(401);
  expect(board.lines()).toEqual([]);
});
