/**
 * Sends random and damaged deliveries to receivers: nothing may throw or reject, every answer is a documented one, every
 * handler gets what its contract accepts, and memory stays flat.
 * Usage: node scripts/soak-receiver.ts [deliveries] [seed]. Exit code 1: something was wrong.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadContractSync } from '../src/asyncapi/load-contract.ts';
import { shippedContracts } from '../src/checks/targets.ts';
import { attackReceiver } from './lib/attack-receiver.ts';
import { sourceClient } from './lib/source-client.ts';

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const mostGrowth = 8_000_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use after everything is swept that nobody holds. */
async function bytesInUse(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return process.memoryUsage().heapUsed;
}

let wrong = 0;
const complain = (message: string): void => {
  wrong += 1;
  console.log(`WRONG: ${message}`);
};
process.on('unhandledRejection', (reason) => complain(`unhandled: ${String(reason)}`));
process.on('uncaughtException', (error) => complain(`uncaught: ${String(error.stack)}`));

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-soak-'));
console.log(`${count} deliveries, seed ${seed}`);
try {
  const contracts = shippedContracts().flatMap(({ file }) => loadContractSync(file).contract ?? []);
  const signed = contracts.filter(({ authentication }) => authentication.kind === 'signature');
  const modules = await Promise.all(
    signed.map(async (contract) => ({ contract, ...(await sourceClient(contract, join(folder, contract.id))) })),
  );
  const answers = new Map<string, number>();
  let before = 0;
  // The first part fills what is bounded: stores, and compiled code.
  for (const [part, share] of [0.4, 0.3, 0.3].entries()) {
    if (part === 1) before = await bytesInUse();
    for (const module of modules) {
      const deliveries = Math.round((count * share) / modules.length);
      const found = await attackReceiver(module, { count: deliveries, seed: seed + part, complain });
      for (const [answer, times] of found) answers.set(answer, (answers.get(answer) ?? 0) + times);
    }
  }
  const growth = (await bytesInUse()) - before;
  console.log(`answers: ${JSON.stringify(Object.fromEntries(answers))}`);
  console.log(`memory: ${(growth / 1e6).toFixed(1)} MB more after the last ${Math.round(count * 0.6)}`);
  if (growth > mostGrowth) complain('memory grows');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${wrong} wrong`);
process.exitCode = wrong === 0 ? 0 : 1;
