import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { infer } from '../../src/api/infer.ts';
import { loadContract } from '../../src/api/load-contract.ts';
import { loadSimulation, writeSimulation } from '../../src/api/simulate.ts';
import { compareContracts } from '../../src/compatibility/compare-contracts.ts';
import { identifyEvent } from '../../src/deliveries/identify-event.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import type { Json } from '../../src/util/json.ts';
import { families, randomVendor } from './families.ts';
import { measure, measureOn } from './measure.ts';
import type { Decider, Sent } from './measure.ts';
import { draw, truthOf } from './vendors.ts';

/** A vendor with the truth about it, and what it sent. */
interface Subject {
  readonly name: string;
  readonly truth: Decider;
  readonly sent: readonly Sent[];
  readonly selector: readonly string[];
}

async function subjects(): Promise<Subject[]> {
  const random = [1, 2, 3].map((seed) => [`random ${seed}`, randomVendor(seed)] as const);
  const made = [...Object.entries(families), ...random].map(([name, vendor]) => ({
    name,
    truth: truthOf(vendor),
    sent: draw(vendor, 1000, 5),
    selector: vendor.selector,
  }));
  const simulated = await Promise.all(
    ['ombori', 'waitwhile', 'qminder'].map(async (name) => {
      const { contract, deliveries } = await loadSimulation(name);
      const sent = [...deliveries({ visitors: 300 })].map(({ body }) => ({
        payload: JSON.parse(new TextDecoder().decode(body)) as Json,
      }));
      const truth = { contract, validator: createValidator(contract.schemas) };
      return { name: `${name}, simulated`, truth, sent, selector: ['/type'] };
    }),
  );
  return [...made, ...simulated];
}

/** The table of what is accepted and refused when half of the deliveries was seen, in Markdown. */
export async function halvesTable(): Promise<string> {
  const rows = ['| deliveries of | other half accepted | mutants refused | mutants |', '|---|---|---|---|'];
  for (const { name, truth, sent } of await subjects()) {
    const { accepted, others, refused, mutants } = await measure(truth, sent, { mutated: 4 });
    const kinds = Object.entries(mutants).map(([kind, { refused: some, all }]) => `${kind} ${some}/${all}`);
    rows.push(`| ${name} | ${accepted} of ${others} | ${percent(refused)} | ${kinds.join(', ')} |`);
  }
  return rows.join('\n');
}

/** The table of what is accepted and refused when few deliveries of each event were seen, in Markdown. */
export async function fewTable(): Promise<string> {
  const all = await subjects();
  const counts = [1, 2, 3, 5, 10, 30];
  const rows = [`| deliveries of | ${counts.join(' | ')} |`, `|---|${counts.map(() => '---|').join('')}`];
  for (const { name, truth, sent, selector } of all) {
    const cells: string[] = [];
    for (const count of counts) {
      const { seen, others } = firstOfEach(truth, sent, count);
      const measured = await measureOn(truth, seen, others.slice(0, 200), { mutated: 2, selector });
      cells.push(`${percent(measured.accepted / measured.others)} / ${percent(measured.refused)}`);
    }
    rows.push(`| ${name} | ${cells.join(' | ')} |`);
  }
  return rows.join('\n');
}

function firstOfEach({ contract }: Decider, sent: readonly Sent[], count: number) {
  const counts = new Map<string, number>();
  const seen: Sent[] = [];
  const others: Sent[] = [];
  for (const each of sent) {
    const name = identifyEvent(contract, each.payload, each.headers).event?.name ?? '';
    const times = counts.get(name) ?? 0;
    counts.set(name, times + 1);
    (times < count ? seen : others).push(each);
  }
  return { seen, others };
}

/** What the contract inferred from Ombori's simulator and the written one differ in, in Markdown. */
export async function omboriDifferences(): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'counterfoil-infer-'));
  try {
    const { count } = await writeSimulation('ombori@2.0.0', { out: 'captures.ndjson', visitors: 300, cwd });
    const result = await infer(['captures.ndjson'], { vendor: 'ombori', version: '2.0.0', out: '.', cwd });
    const { contract: written } = await loadContract('ombori@2.0.0');
    const { contract: inferred } = await loadContract('asyncapi/ombori/2.0.0', { cwd });
    if (written === undefined || inferred === undefined) throw new Error('A contract cannot be loaded.');
    const { changes } = compareContracts(written, inferred);
    const listed = (direction: 'forward' | 'backward'): string[] => {
      const events = new Map<string, Set<string>>();
      for (const { hurts, message, events: concerned } of changes) {
        if (!hurts.includes(direction)) continue;
        events.set(message, new Set([...(events.get(message) ?? []), ...concerned]));
      }
      return [...events].map(
        ([message, names]) => `- ${message}${names.size === 0 ? '' : ` (${eventsText(names, written.events.length)})`}`,
      );
    };
    const names = (models: readonly { readonly name: string }[]): string =>
      models
        .map(({ name }) => `\`${name}\``)
        .toSorted()
        .join(', ');
    return [
      `From ${count} simulated deliveries, ${result.events.length} of ${written.events.length} events. Models written: ${names(written.models)}. Models inferred: ${names(result.models)}.`,
      'What the written contract allows and the inferred one refuses:',
      listed('backward').join('\n'),
      'What the inferred contract allows and the written one refuses, or asks for beside payloads:',
      listed('forward').join('\n'),
    ].join('\n\n');
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

function eventsText(names: ReadonlySet<string>, all: number): string {
  return names.size === all
    ? 'all events'
    : [...names]
        .toSorted()
        .map((name) => `\`${name}\``)
        .join(', ');
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
