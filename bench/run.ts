/**
 * Ratios against a yardstick in the same run, because times on a shared machine say nothing by themselves. What was
 * measured last is in `docs/benchmarks.md`. `npm run bench [name...]` runs some of them.
 */
import { captures } from './captures.ts';
import { compatibility } from './compatibility.ts';
import { coldCheck } from './cold-check.ts';
import { drift } from './drift.ts';
import { gateway } from './gateway.ts';
import { generateClients } from './generate.ts';
import { manyContracts } from './many-contracts.ts';
import { simulator } from './simulator.ts';
import { startup } from './startup.ts';
import { types } from './types.ts';
import { validators } from './validators.ts';
import { mock } from './mock.ts';
import { receiver } from './receiver.ts';
import { registry } from './registry.ts';

const benches: Readonly<Record<string, () => void | Promise<void>>> = {
  'cold-check': coldCheck,
  captures,
  'many-contracts': manyContracts,
  compatibility,
  types,
  validators,
  generate: generateClients,
  mock,
  receiver,
  simulator,
  drift: () => drift(),
  gateway,
  registry,
  startup,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0)
  throw new Error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n${name}`);
  await bench();
}
