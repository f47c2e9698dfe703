import process from 'node:process';
import { notifyGuest } from '../../../lib/notify.ts';
import { createReceiver } from '../../../webhooks/ombori-v2/index.js';

// The vendor signs nothing: the value of the header that is configured with it is the secret, asked for at each delivery.
const receiver = createReceiver({ auth: { secret: () => process.env['OMBORI_AUTHORIZATION'] ?? '' } }).on(
  'positionCalled',
  ({ payload, later }) => {
    // The vendor waits for the answer; the guest's message need not be out by then.
    later(notifyGuest(payload.data.position));
  },
);

export const POST = receiver.fetch;
