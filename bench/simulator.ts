/** How fast a vendor is played, against writing the same payloads as JSON; on one core, nothing sent, nothing signed. */
import { readFileSync } from 'node:fs';
import { loadContract } from '../src/api/load-contract.ts';
import { readScenarios } from '../src/simulator/check-scenarios.ts';
import { play } from '../src/simulator/engine.ts';
import { createPlan } from '../src/simulator/plan.ts';
import type { Plan } from '../src/simulator/plan.ts';
import { pairs, report } from './lib/measure.ts';

const rounds = 5;
const visitors = 5000;

export async function simulator(): Promise<void> {
  for (const target of ['qminder', 'waitwhile', 'ombori@2.0.0']) {
    const plan = await load(target);
    const payloads = [...play(plan, { seed: '0', visitors })].map(({ payload }) => payload);
    const figures: number[] = [];
    let seed = 0;
    const ratio = await pairs(
      rounds,
      () => {
        const start = performance.now();
        let count = 0;
        for (const { payload } of play(plan, { seed: String(++seed), visitors })) count += Number(payload !== null);
        const taken = (performance.now() - start) / count;
        figures.push(1000 / taken);
        return taken;
      },
      () => {
        const start = performance.now();
        for (const payload of payloads) JSON.stringify(payload);
        return (performance.now() - start) / payloads.length;
      },
    );
    report(`simulator, ${target}: time of a payload / JSON.stringify of it`, ratio, 'reported');
    const median = figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? 0;
    console.log(`  ${Math.round(median).toLocaleString('en')} payloads a second; target: at least 20,000`);
  }
}

async function load(target: string): Promise<Plan> {
  const { contract } = await loadContract(target);
  if (contract?.scenarios === undefined) throw new Error(`${target} has no scenarios`);
  const { scenarios } = readScenarios(contract, readFileSync(contract.scenarios, 'utf8'), contract.scenarios);
  if (scenarios === undefined) throw new Error(`The scenarios of ${target} do not fit`);
  return createPlan(contract, scenarios);
}
