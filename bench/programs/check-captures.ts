// Checks a file of captures against the shipped contracts; prints the milliseconds that go to the captures.
import { resolve } from 'node:path';
import { planChecks } from '../../dist/checks/plan.js';
import { runChecks } from '../../dist/checks/run-checks.js';

const [, , file = '', secret = '', url = ''] = process.argv;
const vendors = ['ombori', 'qminder', 'waitwhile'];
const secrets = secret === '' ? {} : Object.fromEntries(vendors.map((vendor) => [vendor, secret]));
const plan = await planChecks(vendors, { captures: [file], secrets, ...(url === '' ? {} : { url }) }, resolve());
let start = Number.NaN;
const watch = {
  beat: () => {},
  stage: () => {},
  // The first time that no contract is at work, all are loaded and compiled.
  enter: (contract: string | undefined) => {
    if (contract === undefined && Number.isNaN(start)) start = performance.now();
  },
};
const result = await runChecks(plan, { watch, excluded: new Map() });
const milliseconds = performance.now() - start;
const tallies = result.captureFiles.map(({ captures }) => captures.simulated);
process.stdout.write(
  JSON.stringify({
    milliseconds,
    count: tallies.reduce((sum, { total }) => sum + total, 0),
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    verified: result.contracts.reduce((sum, { signatures }) => sum + signatures.verified, 0),
    megabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
