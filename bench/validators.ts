/**
 * What a generated client adds to `JSON.parse`: finding out which event a payload is, validating it with exact formats,
 * and calling the handler of its event. Against parsing alone, over the documented examples of each shipped contract.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '../src/asyncapi/model.ts';
import type { Client } from '../src/runtime/api.ts';
import { loadShipped, writeClient } from '../test/support/client-folder.ts';
import { pairs, report } from './lib/measure.ts';

/** Short rounds, and many of them: what disturbs the machine for a while then spoils few pairs. */
const perRound = 5_000;
const rounds = 101;

interface AnyContract {
  readonly id: string;
  readonly events: Readonly<Record<string, unknown>>;
  readonly authentication: 'signed-url';
}

/** At most this much time in all for each unit of time that parsing takes, by vendor. */
const targets: Readonly<Record<string, string>> = { ombori: '1.35', qminder: '1.15', waitwhile: '1.15' };

export async function validators(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-bench-'));
  try {
    for (const contract of loadShipped()) await againstParsing(contract, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function againstParsing(contract: Contract, folder: string): Promise<void> {
  const module = (await import(join(writeClient(contract, folder), 'index.js'))) as Record<string, unknown>;
  const client = module[contract.vendor] as Client<AnyContract>;
  const bodies = contract.events.flatMap(({ examples }) => examples.map(({ payload }) => JSON.stringify(payload)));
  const handled = new Map(contract.events.map(({ name }) => [name, { count: 0 }]));
  const handlers = new Map([...handled].map(([name, calls]) => [name, () => void (calls.count += 1)]));
  const dispatch = (body: string): void => {
    const result = client.parse(JSON.parse(body));
    if (result.kind !== 'event') throw new Error(`A documented example of ${contract.id} is ${result.kind}.`);
    handlers.get(result.name)?.();
  };
  report(
    `${contract.id}: parsed, validated, dispatched / JSON.parse (time)`,
    await pairs(
      rounds,
      () => timed(bodies, dispatch),
      () => timed(bodies, (body) => JSON.parse(body)),
    ),
    `target: ${targets[contract.vendor] ?? 'none'}`,
  );
  const isForgotten = contract.events.some(({ name, examples }) => examples.length > 0 && !handled.get(name)?.count);
  if (isForgotten) throw new Error(`A handler of ${contract.id} was not called.`);
}

/** Milliseconds for a round over all bodies in turn. */
function timed(bodies: readonly string[], work: (body: string) => unknown): number {
  const start = performance.now();
  for (let done = 0; done < perRound; done += bodies.length) for (const body of bodies) work(body);
  return performance.now() - start;
}
