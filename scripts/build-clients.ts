/** Makes the npm packages of the shipped contracts in `clients/`, or in the folder that is named. */
import { join, resolve } from 'node:path';
import { shippedContracts } from '../src/checks/targets.ts';
import { generate } from '../src/api/generate.ts';

const [folder = join(import.meta.dirname, '../clients')] = process.argv.slice(2);
const { clients, out } = await generate(
  shippedContracts().map(({ file }) => file),
  { out: resolve(folder), package: { license: 'MIT' } },
);
for (const client of clients) console.log(`${client.contract}: ${join(out, client.folder)}`);
