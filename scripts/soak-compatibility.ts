/**
 * Attacks the compatibility engine with random pairs of schemas, for as many as asked.
 * Usage: node scripts/soak-compatibility.ts [pairs] [seed]. Exit code 1: a verdict was proven wrong.
 */
import fc from 'fast-check';
import { attack, pairs, sampleValues } from '../test/compatibility/attack.ts';

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const batch = 1_000;
const tally = { compatible: 0, incompatible: 0, undecided: 0 };
let wrong = 0;

console.log(`${count} pairs, seed ${seed}`);
for (let done = 0; done < count; done += batch) {
  const sample = sampleValues(seed + done, 1_000);
  for (const pair of fc.sample(pairs, { seed: seed + done, numRuns: Math.min(batch, count - done) })) {
    const { verdicts, complaints } = await attack(pair, sample);
    tally[verdicts.backward.status] += 1;
    tally[verdicts.forward.status] += 1;
    for (const complaint of complaints) {
      wrong += 1;
      console.log(`WRONG (seed ${seed + done}): ${complaint}\n  ${JSON.stringify(pair)}`);
    }
  }
  console.log(`${done + batch}: ${JSON.stringify(tally)}, ${wrong} wrong`);
}
process.exitCode = wrong === 0 ? 0 : 1;
