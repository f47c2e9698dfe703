import { captureOrigins } from '../../src/checks/result.ts';
import type { CaptureOrigin } from '../../src/checks/result.ts';
import type { Conformance } from '../../src/capture/drift/summary.ts';
import type { ContractDrift, Drift } from '../../src/capture/drift/result.ts';

const nothing: Conformance = { total: 0, valid: 0, described: 0 };
const conformance = (live: Conformance): Record<CaptureOrigin, Conformance> => ({
  ...(Object.fromEntries(captureOrigins.map((origin) => [origin, nothing])) as Record<CaptureOrigin, Conformance>),
  liveAttested: live,
});

const drift = (fields: Partial<Drift> & Pick<Drift, 'rule' | 'path' | 'what' | 'captures' | 'of'>): Drift => ({
  severity: 'warning',
  fingerprint: 'drift-0',
  outcome: 'new',
  event: 'visit.created',
  place: { file: 'captures.db' },
  first: '2026-01-02T08:00:00.000Z',
  last: '2026-01-14T17:30:00.000Z',
  ...fields,
});

/** What a store of live captures of Waitwhile could say. */
export const sampleDrift: ContractDrift = {
  id: 'waitwhile@1.0.0',
  vendor: 'waitwhile',
  version: '1.0.0',
  file: 'asyncapi/waitwhile/1.0.0/asyncapi.yaml',
  basis: 'live',
  captures: 12_904,
  events: [
    ['visit.created', 5210, 5198],
    ['visit.updated', 7102, 7102],
    ['visit.removed', 204, 203],
    ['message.created', 388, 388],
  ].map(([event, total, valid]) => ({
    event: String(event),
    conformance: conformance({ total: Number(total), valid: Number(valid), described: Number(valid) }),
    captures: Number(total),
    first: '2026-01-01T06:00:00.000Z',
    last: '2026-01-14T17:59:12.000Z',
    places: [],
  })),
  drifts: [
    drift({
      rule: 'drift/type',
      severity: 'error',
      path: '/data/partySize',
      what: 'is a string; the contract has an integer',
      captures: 12,
      of: 5210,
      first: '2026-01-09T10:00:00.000Z',
    }),
    drift({
      rule: 'drift/unknown-value',
      path: '/data/source',
      what: 'has the value "KIOSK", which nobody listed',
      captures: 811,
      of: 5210,
    }),
    drift({
      rule: 'drift/undocumented-property',
      path: '/data/queuePositionHistory/*/at',
      what: 'is not in the contract',
      captures: 5198,
      of: 5210,
      first: '2026-01-06T00:00:00.000Z',
      last: '2026-01-11T00:00:00.000Z',
    }),
    drift({
      rule: 'drift/missing',
      severity: 'info',
      outcome: 'approved',
      event: 'visit.removed',
      path: '/data/notes',
      what: 'is required and absent',
      captures: 1,
      of: 204,
      last: '2026-01-03T00:00:00.000Z',
      approval: { fingerprint: 'drift-0', reason: 'One visit from before the migration.' } as Drift['approval'] &
        object,
    }),
  ],
  limits: [],
};
