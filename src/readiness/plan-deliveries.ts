import type { ContractEvent } from '../asyncapi/model.ts';
import type { Bench } from './bench.ts';
import { bytesOf } from './bench.ts';
import { enlarge } from './enlarge.ts';
import { apart, probe } from './probe.ts';
import type { CasePlan, NotApplicable, Probe } from './probe.ts';
import { moveTimes } from './times.ts';

type Plan = CasePlan | NotApplicable;

/** What a run may be told about its deliveries. */
export interface Amounts {
  /** Most bytes of a body that the receiver takes. */
  readonly limit: number;
  /** Bytes of a body that no receiver should take. */
  readonly tooLarge: number;
  /** How long a slow body takes, in seconds. */
  readonly slow: number;
  /** How many deliveries come at once. */
  readonly burst: number;
}

const [hour, day] = [3_600_000, 86_400_000];

export function duplicates(bench: Bench): Plan {
  const sequences = bench.freshOfEach().map((base) => {
    const id = bench.nextId();
    const once = probe(bench, base, 'for the first time', { id });
    return [once, { ...once, name: `${base.event.name}: the same again` }];
  });
  return { sequences };
}

export function outOfOrder(bench: Bench): Plan {
  const bases = bench.freshOfEach();
  const backwards = bases.toReversed().map((base) => probe(bench, base, 'events in reverse'));
  const now = Date.now();
  const pairs = bases.flatMap(({ event, payload }): Probe[][] => {
    const [newer, older] = [now, now - hour].map((time) => moveTimes(bench.prepared, event, payload, time));
    if (newer === undefined || older === undefined) return [];
    return [
      [
        probe(bench, { event, payload: bench.fresh(event, newer, 'delivery') }, 'a newer state'),
        probe(bench, { event, payload: bench.fresh(event, older, 'delivery') }, 'an older state after a newer one'),
      ],
    ];
  });
  return { sequences: [backwards, ...pairs] };
}

export function late(bench: Bench): Plan {
  const probes = bench.freshOfEach().flatMap(({ event, payload }) => {
    const moved = moveTimes(bench.prepared, event, payload, Date.now() - 2 * day);
    return moved === undefined ? [] : [probe(bench, { event, payload: moved }, 'two days late')];
  });
  return probes.length === 0 ? { skipped: 'no payload of the contract says when something was' } : apart(probes);
}

export function withParameter(bench: Bench): Plan {
  const probes = bench.freshOfEach().flatMap((base) => {
    const { contentType } = base.event;
    const wanted = `${contentType}; charset=utf-8`;
    return contentType.includes(';') || !allowsContentType(bench, base.event, wanted)
      ? []
      : [probe(bench, base, wanted, { deviation: { contentType: wanted } })];
  });
  return probes.length === 0 ? { skipped: 'the contract allows no parameter of the content type' } : apart(probes);
}

/** Whether the event's header schema, where there is one, lets the content type through. */
function allowsContentType({ prepared }: Bench, { headers }: ContractEvent, contentType: string): boolean {
  if (headers === undefined) return true;
  const names = ['Content-Type', 'content-type'];
  return prepared.validator
    .compile(headers)
    .violations(Object.fromEntries(names.map((name) => [name, contentType])))
    .every(({ pointer }) => !names.includes(pointer.slice(1)));
}

export function slowBody(bench: Bench, { slow }: Amounts): Plan {
  const [base] = bench.freshOfEach();
  if (base === undefined) return nothing;
  const pieces = 8;
  const bytes = Math.max(1, Math.ceil(bytesOf(base.payload).byteLength / pieces));
  const slowly = { bytes, pause: slow / pieces };
  return apart([{ ...probe(bench, base, `in ${pieces} pieces over ${slow} s`), slowly }]);
}

export function burst(bench: Bench, { burst: size }: Amounts): Plan {
  const probes: Probe[] = [];
  while (probes.length < size) {
    const bases = bench.freshOfEach().slice(0, size - probes.length);
    if (bases.length === 0) return nothing;
    probes.push(...bases.map((base) => probe(bench, base, `one of ${size} at once`)));
  }
  return { ...apart(probes), isBurst: true };
}

export function largeBody(bench: Bench, { limit }: Amounts): Plan {
  const { prepared } = bench;
  const all = bench.samples.map((base) => ({ ...base, payload: bench.fresh(base.event, base.payload) }));
  const found = enlarge(prepared, [...bench.freshOfEach(), ...all], limit);
  if (found === undefined) return { skipped: `no text of the contract may be so long that a body has ${limit} bytes` };
  const { base, payload, pointer } = found;
  return apart([probe(bench, { ...base, payload }, `${limit} bytes, by ${pointer || 'its text'}`)]);
}

export function tooLargeBody(bench: Bench, { tooLarge }: Amounts): Plan {
  const [base] = bench.freshOfEach();
  if (base === undefined) return nothing;
  const bytes = bytesOf(base.payload);
  const body = new Uint8Array(Math.max(tooLarge, bytes.byteLength)).fill(0x20);
  body.set(bytes);
  return apart([probe(bench, base, `${body.byteLength} bytes`, { body })]);
}

export function stillAlive(bench: Bench): Plan {
  return apart(bench.freshOfEach().map((base) => probe(bench, base, 'once more')));
}

const nothing: NotApplicable = { skipped: 'no payload of the contract is known' };
