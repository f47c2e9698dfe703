import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { infer } from '../../src/api/infer.ts';
import { loadContract } from '../../src/api/load-contract.ts';
import type { Contract } from '../../src/asyncapi/model.ts';
import { identifyEvent } from '../../src/deliveries/identify-event.ts';
import type { InferredContract } from '../../src/infer/result.ts';
import { at } from '../../src/json-schema/pointer.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import type { Validator } from '../../src/json-schema/validate.ts';
import type { Json } from '../../src/util/json.ts';
import { appliedSchemas } from '../contracts/applied-schemas.ts';
import { change, mutate } from '../contracts/mutants.ts';
import type { Mutant } from '../contracts/mutants.ts';

/** A delivery, as far as inference cares. */
export interface Sent {
  readonly payload: Json;
  readonly headers?: readonly (readonly [string, string])[];
}

/** A contract with what decides by it. */
export interface Decider {
  readonly contract: Contract;
  readonly validator: Validator;
}

/** Infers a contract from deliveries by way of files, as users do, and loads it. */
export async function inferFromDeliveries(
  sent: readonly Sent[],
  options: { readonly selector?: readonly string[]; readonly secret?: string } = {},
): Promise<Decider & { readonly result: InferredContract }> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-infer-'));
  try {
    const lines = sent.map(({ payload, headers }) =>
      JSON.stringify({
        origin: 'simulated',
        body: JSON.stringify(payload),
        ...(headers === undefined ? {} : { headers, method: 'POST' }),
      }),
    );
    writeFileSync(join(folder, 'captures.ndjson'), `${lines.join('\n')}\n`);
    const result = await infer(['captures.ndjson'], { vendor: 'cafe', out: '.', cwd: folder, ...options });
    const { contract, findings } = await loadContract('asyncapi/cafe/1.0.0', { cwd: folder });
    if (contract === undefined) throw new Error(JSON.stringify(findings.slice(0, 5), null, 1));
    return { result, contract, validator: createValidator(contract.schemas) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether a contract knows the event of a delivery and accepts its payload. */
export function accepts({ contract, validator }: Decider, { payload, headers }: Sent): boolean {
  const { event } = identifyEvent(contract, payload, headers);
  return event !== undefined && validator.compile(event.payload).isValid(payload);
}

export interface Measured {
  /** Of the half that nothing was inferred from. */
  readonly accepted: number;
  readonly others: number;
  /** By kind of mutant: how many were refused, of how many. */
  readonly mutants: Readonly<Record<string, { refused: number; all: number }>>;
  /** The share of all mutants that was refused. */
  readonly refused: number;
  /** Mutants that got through: kind, place and what the value became, each once. */
  readonly survivors: readonly string[];
  /** Of the accepted half: what was refused, each place once. */
  readonly refusals: readonly string[];
}

/**
 * Infers from every second delivery, and tries the others and mutants of them. A mutant counts when the truth, the
 * contract that the deliveries were made by, refuses it.
 *
 * @param mutated how many deliveries of each event are mutated
 */
export async function measure(
  truth: Decider,
  sent: readonly Sent[],
  options: { readonly selector?: readonly string[]; readonly mutated?: number } = {},
): Promise<Measured> {
  return measureOn(
    truth,
    sent.filter((_, index) => index % 2 === 0),
    sent.filter((_, index) => index % 2 === 1),
    options,
  );
}

/** The same, inferred from the first deliveries and tried on the others. */
export async function measureOn(
  truth: Decider,
  seen: readonly Sent[],
  others: readonly Sent[],
  options: { readonly selector?: readonly string[]; readonly mutated?: number } = {},
): Promise<Measured> {
  const { mutated = 8, ...settings } = options;
  const inferred = await inferFromDeliveries(seen, settings);
  const refusals = new Set<string>();
  const accepted = others.filter((each) => {
    if (accepts(inferred, each)) return true;
    for (const reason of reasons(inferred, each)) refusals.add(reason);
    return false;
  }).length;
  const mutants: Record<string, { refused: number; all: number }> = {};
  const survivors = new Set<string>();
  for (const { event, mutant, headers } of mutantsOf(truth, others, mutated)) {
    const count = (mutants[mutant.kind] ??= { refused: 0, all: 0 });
    count.all++;
    if (accepts(inferred, { payload: mutant.payload, ...(headers === undefined ? {} : { headers }) }))
      survivors.add(`${event} ${mutant.kind} ${mutant.place} -> ${mutant.became}`);
    else count.refused++;
  }
  const counts = Object.values(mutants);
  const sum = (of: 'refused' | 'all'): number => counts.reduce((total, count) => total + count[of], 0);
  return {
    accepted,
    others: others.length,
    mutants,
    refused: sum('refused') / Math.max(1, sum('all')),
    survivors: [...survivors],
    refusals: [...refusals],
  };
}

function reasons({ contract, validator }: Decider, { payload, headers }: Sent): string[] {
  const { event, values } = identifyEvent(contract, payload, headers);
  if (event === undefined) return [`no event for ${values.join()}`];
  return validator
    .compile(event.payload)
    .violations(payload)
    .map(({ pointer, message }) => `${event.name}${pointer.replaceAll(/\/\d+/g, '/*')} ${message}`);
}

/** The payload with a value of its own at each place of the selector; `mutate` does `/type`. */
function unknownEvents({ selector }: Contract, payload: Json): Mutant[] {
  return selector.flatMap((part): Mutant[] => {
    if (part.kind !== 'pointer' || part.pointer === '/type' || at(payload, part.pointer) === undefined) return [];
    const changed = change(payload, { pointer: part.pointer }, () => 'mutant');
    return [{ kind: 'event', place: part.pointer, became: 'unknown', payload: changed }];
  });
}

function mutantsOf(truth: Decider, sent: readonly Sent[], most: number) {
  const { contract, validator } = truth;
  const counts = new Map<string, number>();
  return sent.flatMap(({ payload, headers }) => {
    const { event } = identifyEvent(contract, payload, headers);
    const count = counts.get(event?.name ?? '') ?? 0;
    if (event === undefined || count >= most) return [];
    counts.set(event.name, count + 1);
    const applied = appliedSchemas(contract.schemas, validator, event.payload, payload);
    return [...mutate(payload, applied), ...unknownEvents(contract, payload)]
      .filter((mutant) => !accepts(truth, { payload: mutant.payload, ...(headers === undefined ? {} : { headers }) }))
      .map((mutant: Mutant) => ({ event: event.name, mutant, headers }));
  });
}
