import { describe, expect, it } from 'vitest';
import type { DeliveryReport, ReportSink } from '../../../src/runtime/api.ts';
import { createReceiver, deliveryOf, pingClient, requestOf, secret, url } from './support.ts';

const ping = { type: 'ping', count: 1 };

function reporting(sink: Partial<ReportSink> = {}, more: object = {}) {
  const reports: DeliveryReport[] = [];
  const report = { delivery: (one: DeliveryReport) => void reports.push(one), ...sink };
  const receiver = createReceiver(pingClient(), { secrets: secret, url, report, onError: () => {}, ...more });
  return { reports, receiver };
}

const common = {
  vendor: 'acme',
  contract: undefined,
  event: undefined,
  redacted: undefined,
  duration: expect.any(Number),
};

describe('a sink', () => {
  it('is told of every delivery', async () => {
    const { reports, receiver } = reporting();
    receiver.on('pong', () => {
      throw new Error('broken');
    });
    const { headers, ...rest } = deliveryOf(ping);
    for (const delivery of [
      deliveryOf(ping),
      deliveryOf({ type: 'pong', count: 1 }),
      deliveryOf({ type: 'ping' }),
      deliveryOf({ type: 'pang' }),
      deliveryOf(ping, { secret: 'x' }),
      deliveryOf(''),
      deliveryOf(ping, { method: 'PUT' }),
      { ...rest, headers: [...headers.slice(1), ['Content-Type', 'text/plain'] as const] },
      deliveryOf(JSON.stringify(ping).padEnd(1_048_577)),
    ]) {
      await receiver.fetch(requestOf(delivery));
    }
    const known = { ...common, contract: 'acme@1.0.0', event: 'ping' };
    expect(reports).toEqual([
      { ...known, status: 204, findings: [] },
      { ...known, event: 'pong', status: 500, findings: [] },
      { ...known, status: 204, findings: [{ rule: 'capture/payload', pointer: '/count' }] },
      { ...common, status: 204, findings: [{ rule: 'capture/unknown-event' }] },
      { ...common, status: 401, findings: [{ rule: 'capture/signature' }] },
      { ...common, status: 400, findings: [{ rule: 'capture/not-json' }] },
      { ...common, status: 405, findings: [{ rule: 'capture/method' }] },
      { ...common, status: 415, findings: [{ rule: 'capture/content-type' }] },
      { ...common, status: 413, findings: [] },
    ]);
    expect(reports.every(({ duration }) => duration >= 0 && duration < 10)).toBe(true);
  });

  it('gets what is not documented, and a payload without personal data, when it asks for them', async () => {
    const { reports, receiver } = reporting({
      wantsDrift: () => true,
      redact: (schemas, key, payload) => ({
        key,
        kept: Object.keys(payload as object).length,
        vendor: (schemas as { vendor: string }).vendor,
      }),
    });
    await receiver.fetch(requestOf(deliveryOf({ ...ping, name: 'Somebody' })));
    await receiver.fetch(requestOf(deliveryOf({ type: 'pang' })));
    expect(reports).toMatchObject([
      {
        findings: [{ rule: 'drift/undocumented-property', pointer: '/name' }],
        redacted: { key: 'ping', kept: 3, vendor: 'acme' },
      },
      { event: undefined, redacted: undefined },
    ]);
    expect(JSON.stringify(reports)).not.toContain('Somebody');
  });

  it('gets no payload without a function that takes personal data out', async () => {
    const { reports, receiver } = reporting({ wantsDrift: () => true });
    await receiver.fetch(requestOf(deliveryOf(ping)));
    expect(reports).toMatchObject([{ redacted: undefined }]);
  });

  it('may fail', async () => {
    const fail = (): never => {
      throw new Error('sink');
    };
    const failLater = async (): Promise<never> => fail();
    for (const sink of [
      { delivery: fail },
      { delivery: failLater as () => never },
      { wantsDrift: fail },
      { wantsDrift: () => true, redact: fail },
    ]) {
      const { receiver } = reporting(sink, { onError: () => expect.unreachable() });
      expect((await receiver.fetch(requestOf(deliveryOf(ping)))).status).toBe(204);
    }
  });
});
